"""The hot path: each delivery of a batch into the queue of each session that must get it.

Owns the split of a batch into runs of equal audience, and the one write a
session gets for the batch. Must not know credits, answers or connections:
`worker` says when an answer is due, and takes the sessions that are `odd`.

A run is a stretch of deliveries to one channel with its members unchanged. It
is encoded once for each encoding. Sessions that are to be left out of one of
its deliveries, or that get an answer in its midst, are *personal*: they get
its lines one by one, so that the run goes on for everybody else.
"""

from collections.abc import Callable, Iterable

import msgspec

from veche.core.audience import Around, InChannel, OfUsers, OneSession, Sessions
from veche.core.events import Joined, NickBody, NickChanged, SessionEnded, TextBody
from veche.core.exchange import Deliver
from veche.core.ids import Id
from veche.protocols.base import Encoding
from veche.server.membership import AFTER, BEFORE, WHEN, Membership
from veche.server.session import Session
from veche.server.telemetry import WorkerCounters

Broken = Callable[[Encoding, Exception], None]
"""Told of a bug in an encoding: its sessions miss a line, which they must not do quietly."""
Ended = Callable[[Session, str], None]
"""Told that the hub ends a session, and why."""


class Fanout:
    """One worker's. `limit` is how many bytes a session may leave unread."""

    def __init__(
        self,
        membership: Membership,
        limit: int,
        counters: WorkerCounters,
        broken: Broken,
        ended: Ended,
    ) -> None:
        self._membership = membership
        self._limit = limit
        self._counters = counters
        self._broken = broken
        self._ended = ended
        self._touched: list[Session] = []
        self.curious: dict[Session, None] = {}
        """Sessions whose connections have more to ask; whoever asks takes them."""
        self.used: dict[Encoding, None] = {}
        """Encodings that remember lines of this batch; whoever has one made adds to it."""
        self._channel: Id = 0
        self._run: list[Deliver] = []
        # Of the run: how many of its deliveries each of these has been given.
        self._personal: dict[Session, int] = {}
        # Of the batch: chunks of several lines, by identity, with those lines.
        self._parts: dict[int, tuple[bytes, list[bytes]]] = {}

    # -- in ------------------------------------------------------------------------------

    def deliver(self, out: Deliver) -> None:
        """The next delivery of the batch."""
        event = out.event.record.event
        kind = type(event)
        when = WHEN.get(kind)
        if when is BEFORE:
            self.end_run()
            self._membership.change(event)
        audience = out.audience
        if type(audience) is InChannel:
            if audience.channel != self._channel:
                self.end_run()
                self._channel = audience.channel
            self._run.append(out)
            if out.but:
                session = self._membership.sessions.get(out.but)
                if session is not None and self._channel in session.channels:
                    self._personal.setdefault(session, 0)
        else:
            self.end_run()
            if kind is SessionEnded:
                self._end(out)
            else:
                self._deliver_to(self._listeners(out), out)
        if kind is NickChanged:
            self._rename(out)
        elif kind is Joined:
            self._enter(out)
        if when is AFTER:
            self.end_run()
            self._membership.change(event)

    def settle(self, session: Session) -> None:
        """Give the session what it must have before an answer that is due now."""
        run = self._run
        if run and self._channel in session.channels:
            length = len(run)
            given = self._personal.get(session, 0)
            # Mostly all that is new is what it said itself.
            if given < length - 1 or run[-1].but != session.id:
                self._give(session, run[given:])
            self._personal[session] = length

    def put(self, session: Session, data: bytes) -> None:
        """Add to what the session is written at the end of the batch."""
        if data:
            queue = session.queue
            if not queue:
                self._touched.append(session)
            queue.append(data)

    def forget(self, session: Session) -> None:
        """The session is gone; a run that is not ended does not reach it."""
        self._personal.pop(session, None)
        self._membership.forget(session)

    def end_run(self) -> None:
        """What was gathered for one channel goes to its members."""
        run = self._run
        if not run:
            self._channel = 0
            return
        members = self._membership.channels.get(self._channel)
        if members:
            touched = self._touched
            for encoding, sessions in members.items():
                chunk = self._encode(encoding, run)
                if not chunk:
                    continue
                for session in sessions:
                    queue = session.queue
                    if not queue:
                        touched.append(session)
                    queue.append(chunk)
                self._counters.deliveries += len(run) * len(sessions)
                for session, given in self._personal.items():
                    if session.encoding is encoding:
                        session.queue.pop()
                        self._give(session, run[given:])
        self._run = []
        self._personal.clear()
        self._channel = 0

    def _encode(self, encoding: Encoding, run: list[Deliver]) -> bytes:
        self.used[encoding] = None
        try:
            if len(run) == 1:
                return encoding.line(run[0].event)
            line = encoding.line
            lines = [line(out.event) for out in run]
            chunk = b"".join(lines)
        except Exception as error:
            self._broken(encoding, error)
            return b""
        self._parts[id(chunk)] = chunk, lines
        return chunk

    def _end(self, out: Deliver) -> None:
        body = out.event.record.body
        for session in self._listeners(out):
            self._ended(session, body.text if isinstance(body, TextBody) else "")

    def _rename(self, out: Deliver) -> None:
        """The user's other sessions learn what they are called."""
        record = out.event.record
        event, body = record.event, record.body
        if isinstance(event, NickChanged) and isinstance(body, NickBody):
            who = msgspec.structs.replace(body.who, nick=body.nick)
            for session in self._membership.of_user(event.user):
                if session.id != out.but:
                    session.connection.adopt(who)

    def _enter(self, out: Deliver) -> None:
        """The user's other sessions learn where they are."""
        event, body = out.event.record.event, out.event.record.body
        if isinstance(event, Joined) and isinstance(body, TextBody):
            for session in self._membership.of_user(event.user):
                if session.id != out.but:
                    session.connection.entered(body.name)
                    self.curious[session] = None

    def _give(self, session: Session, outs: Iterable[Deliver]) -> None:
        number = session.id
        for out in outs:
            if out.but != number:
                self._deliver_to((session,), out)

    def _deliver_to(self, sessions: Iterable[Session], out: Deliver) -> None:
        run = [out]
        encoding: Encoding | None = None
        chunk = b""
        for session in sessions:
            if session.encoding is not encoding:
                encoding = session.encoding
                chunk = b"" if encoding is None else self._encode(encoding, run)
            if chunk and session.id != out.but:
                self.put(session, chunk)

    def _listeners(self, out: Deliver) -> Iterable[Session]:
        membership = self._membership
        match out.audience:
            case OneSession(session=number):
                session = membership.sessions.get(number)
                return () if session is None else (session,)
            case Sessions(sessions=numbers):
                found = (membership.sessions.get(number) for number in numbers)
                return [session for session in found if session is not None]
            case OfUsers(users=users):
                return dict.fromkeys(s for user in users for s in membership.of_user(user))
            case Around(user=user, channels=channels):
                around = dict.fromkeys(membership.of_user(user))
                for channel in channels:
                    for same in membership.channels.get(channel, {}).values():
                        around.update(same)
                return around
            case _:
                return ()

    # -- out -----------------------------------------------------------------------------

    def flush(self) -> tuple[list[Session], list[Session]]:
        """Write every session's queue at once; return those over the limit, and the odd ones.

        The odd ones still have their queues.
        """
        over: list[Session] = []
        odd: list[Session] = []
        # What the same chunks make is made once. Queues stay alive with their join, so that
        # an identity in the key is never another object's.
        joins: dict[tuple[int, ...], tuple[bytes, list[bytes]]] = {}
        limit = self._limit
        written = writes = 0
        for session in self._touched:
            queue = session.queue
            if not queue:
                continue
            if session.odd:
                odd.append(session)
                continue
            if len(queue) == 1:
                data = queue[0]
                queue.clear()
            else:
                key = tuple(map(id, queue))
                made = joins.get(key)
                if made is None:
                    data = b"".join(queue)
                    joins[key] = data, queue
                    session.queue = []
                else:
                    data = made[0]
                    queue.clear()
            transport = session.transport
            if transport.pending() > limit:
                over.append(session)
                continue
            transport.write(data)
            written += len(data)
            writes += 1
        self._touched.clear()
        self._counters.bytes_written += written
        self._counters.writes += writes
        return over, odd

    def end_batch(self) -> None:
        """The lines that encodings remember go, and their events may."""
        for encoding in self.used:
            encoding.forget()
        self.used.clear()
        self._parts.clear()

    def lines(self, queue: list[bytes]) -> list[bytes]:
        """The chunks of a queue taken apart: one event each, none empty. Within the batch only."""
        parts = self._parts
        found: list[bytes] = []
        for chunk in queue:
            part = parts.get(id(chunk))
            if part is None:
                found.append(chunk)
            else:
                found.extend(filter(None, part[1]))
        return found
