"""The life of a session: its input, credit, protocol and end.

Owns every change of a session that is not output; `worker` says what happened,
`outflow` is told what to write. Sans-I/O.
"""

from collections.abc import Callable, Sequence

from veche.core.commands import Disconnected
from veche.core.exchange import Ask, Origin
from veche.core.ids import Id, Mono
from veche.core.limits import Limits
from veche.protocols.base import Encoding, Peer, ProtocolError, Request
from veche.protocols.sniff import Door, SniffingConnection
from veche.server import credit
from veche.server.fanout import Fanout
from veche.server.introducing import introduce
from veche.server.membership import Membership
from veche.server.outflow import Outflow
from veche.server.seam import Doors, Watch
from veche.server.session import Session, Transport
from veche.server.telemetry import WorkerCounters
from veche.server.timers import Timers

GONE = "Connection closed"
SENDQ = "SendQ exceeded"
BUG = "Internal error"
FLOOD = "Too much input before registration"
_LINGER_S = 0.5
"""A peer that has sent its last may still have this much of a pause to be acted on."""


class Lifecycle:
    """One worker's sessions. Asks gather in `asks` until they are taken."""

    def __init__(
        self,
        index: int,
        limits: Limits,
        doors: Doors,
        watch: Watch,
        bug: Callable[[Exception], None],
    ) -> None:
        self.now: Mono = 0.0
        self.stopping = False
        self.asks: list[Ask] = []
        self.counters = WorkerCounters()
        self.membership = Membership(index)
        self.timers = Timers()
        self.fanout = Fanout(
            self.membership,
            limits.outbox_bytes,
            self.counters,
            self._unencodable,
            self._told_to_go,
        )
        self.outflow = Outflow(
            self.fanout, limits, self.counters, self._answered, self.look, self._failed, bug
        )
        self._index = index
        self._limits = limits
        self._doors = doors
        self._watch = watch
        self._bug = bug
        self._broken: dict[Encoding, None] = {}

    # -- beginning and end ---------------------------------------------------------------

    def begin(self, number: Id, transport: Transport, peer: Peer, door: Door | None) -> None:
        """A client has come, by a door that is known or not."""
        doors, now = self._doors, self.now
        connection = doors.of(door, peer, False, now) if door else doors.first(peer, now)
        session = Session(number, transport, connection, peer)
        self.membership.sessions[number] = session
        credit.begin(session, self._limits, self.now)
        self.counters.sessions_opened += 1
        self.look(session)

    def end(self, session: Session, reason: str, *, flush: bool, goodbye: bool = False) -> None:
        """End it, once what is due is written if `flush`; `goodbye`: the peer is told why."""
        if flush and not session.ended:
            self.outflow.write_now(session)
        if session.ended:
            return
        if goodbye:
            self.outflow.say_last(session, reason)
        session.ended = True
        session.queue.clear()
        session.late = session.backlog = None
        session.held = b""
        self.fanout.forget(session)
        self._watch.gone(session.peer, session.registered)
        self.counters.sessions_closed += 1
        session.transport.close(flush)
        if session.said:
            origin = Origin(session.id, self._index, -1)
            self.asks.append(Ask(origin, (Disconnected(reason),)))

    def end_overdue(self) -> None:
        """Write all that is due, and end those that have left too much of it unread."""
        if self.fanout.curious:
            curious, self.fanout.curious = self.fanout.curious, {}
            for session in curious:
                if not session.ended:
                    self._ask_more(session)
        for session in self.outflow.flush():
            self.counters.sendq_exceeded += 1
            self.end(session, SENDQ, flush=False)
        if self._broken:
            broken, self._broken = self._broken, {}
            for session in tuple(self.membership.sessions.values()):
                if session.encoding in broken:
                    self.end(session, BUG, flush=True, goodbye=True)

    # -- input ---------------------------------------------------------------------------

    def feed(self, session: Session, data: bytes) -> None:
        """Bytes came in."""
        if not session.registered:
            data = self._early(session, data)
        if data:
            self.receive(session, data)
        if session.held:
            self._release(session)

    def _early(self, session: Session, data: bytes) -> bytes:
        """How much of it may be parsed already. The rest is held until it is registered."""
        if session.held:
            session.held += data
            return b""
        room = max(0, self._limits.unregistered_bytes - session.early_bytes)
        session.held = data[room:]
        session.early_bytes += min(len(data), room)
        return data[:room]

    def _release(self, session: Session) -> None:
        """What is held is parsed now, or too much, unless a `Register` is under way."""
        if session.ended or session.asked or session.backlog is not None:
            return
        if not session.registered:
            self.end(session, "Too much input before registration", flush=True, goodbye=True)
            return
        data, session.held = session.held, b""
        self.receive(session, data)
        if session.half_closed is not None and not session.ended:
            self.receive(session, b"")

    def receive(self, session: Session, data: bytes) -> None:
        """Bytes are for the connection, or with none: its input has ended."""
        try:
            requests = session.connection.receive(data, self.now)
        except Exception as error:
            self._failed(session, error)
            return
        if requests:
            self._take(session, requests)
        self.look(session)

    def tick(self, session: Session) -> None:
        """One of its deadlines has come."""
        if session.wake is not None and session.wake <= self.now:
            session.wake = None
            self._take(session, ())
        deadline = session.connection.deadline
        if deadline is not None and deadline <= self.now and not session.ended:
            try:
                requests = session.connection.tick(self.now)
            except Exception as error:
                self._failed(session, error)
            else:
                self._take(session, requests)
        if session.wake is not None and not session.ended:  # it may have moved since it was set
            self.timers.schedule(session, session.wake)
        self.look(session)

    def _take(self, session: Session, requests: Sequence[Request], first: bool = False) -> None:
        """Ask what there is credit for; `first`: before what waits already."""
        asks, number, index = self.asks, session.id, self._index
        for request in credit.admit(session, requests, self._limits, self.now, first):
            origin = Origin(number, index, request.number)
            asks.append(Ask(origin, request.commands, request.key, request.size))
            session.said = True
        if session.wake is not None:
            self.counters.throttled += 1
            self.timers.schedule(session, session.wake)

    def _answered(self, session: Session) -> None:
        credit.answered(session)
        self._ask_more(session)

    def _ask_more(self, session: Session) -> None:
        """What an answer or a delivery has led to."""
        try:
            requests = session.connection.requests()
        except Exception as error:
            self._failed(session, error)
            return
        if requests or session.backlog is not None:
            self._take(session, requests, first=True)
        self.look(session)
        if session.held:
            self._release(session)

    def look(self, session: Session) -> None:
        """Take over what a call has changed in the connection."""
        if session.ended:
            return
        connection = session.connection
        if not session.registered:
            if type(connection) is SniffingConnection and connection.decided is not None:
                self._decided(session, connection, connection.decided)
                return
            if connection.registered:
                session.registered = True
                self._watch.registered(session.peer)
        if connection.paced is not session.odd:
            self.outflow.settle_mode(session)
        if data := connection.output():
            self.outflow.say(session, data)
        if connection.encoding is not session.encoding:
            self.membership.refile(session, connection.encoding)
        if connection.closing or (session.half_closed is not None and self._is_idle(session)):
            self.end(session, GONE, flush=True)
            return
        if not session.reading or session.backlog is not None or not session.registered:
            self._control_reading(session)
        deadline = connection.deadline
        if deadline is not None:
            self.timers.schedule(session, deadline)

    def _control_reading(self, session: Session) -> None:
        wanted = credit.wants_input(session, self._limits)
        if wanted is not session.reading and not self.stopping:
            session.reading = wanted
            session.transport.reading(wanted)

    def _is_idle(self, session: Session) -> bool:
        """All that a peer sent before it ended its input has been done."""
        if session.asked or session.backlog is not None or session.held or session.late is not None:
            return False
        deadline = session.connection.deadline
        return deadline is None or deadline > (session.half_closed or 0.0) + _LINGER_S

    def _decided(self, session: Session, sniffing: SniffingConnection, door: Door) -> None:
        if data := sniffing.output():
            self.outflow.say(session, data)
        taken, introduction = sniffing.taken, sniffing.introduction
        if introduction is not None:
            refusal = introduce(session, introduction, self._watch, self._limits, self.now)
            if refusal:
                self.end(session, refusal, flush=True, goodbye=True)
                return
        if door is Door.HTTP:
            self.outflow.write_now(session)
            session.ended = True
            self.fanout.forget(session)
            self._watch.gone(session.peer, False)
            self.counters.handed_over += 1
            self.counters.sessions_closed += 1
            held, session.held = session.held, b""  # the body of a request may come with its head
            session.transport.hand_over(b"".join(data for data, _ in taken) + held)
            return
        first = taken[0][1] if taken else self.now
        session.connection = self._doors.of(door, session.peer, sniffing.prompted, first)
        for data, at in taken:
            if session.ended:
                return
            self.now = at
            self.receive(session, data)
        self.now = self.outflow.now
        self.look(session)

    def _failed(self, session: Session, error: Exception) -> None:
        if isinstance(error, ProtocolError):
            self.counters.protocol_errors += 1
            self.end(session, str(error), flush=True, goodbye=True)
        else:
            self._bug(error)
            self.counters.bugs += 1
            self.end(session, BUG, flush=True, goodbye=True)

    def _unencodable(self, encoding: Encoding, error: Exception) -> None:
        self._bug(error)
        self.counters.bugs += 1
        self._broken[encoding] = None

    def _told_to_go(self, session: Session, reason: str) -> None:
        self.end(session, reason, flush=True, goodbye=True)
