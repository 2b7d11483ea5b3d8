"""A worker: the sessions of one thread, from their bytes to asks and from outs to their bytes.

Owns nothing but the calls; `lifecycle` owns what sessions ask, `outflow` and
`fanout` what they are told. Sans-I/O: no loop, socket, clock or chance in it;
`loop_thread` pumps it, and so does the simulation. Every call ends with all
that is due written to the transports.
"""

from collections.abc import Callable, Sequence

from veche.core.exchange import Ask, Deliver, Out
from veche.core.ids import Id, Mono, Pos
from veche.core.limits import Limits
from veche.protocols.base import Peer
from veche.protocols.sniff import Door
from veche.server.jobs import Job, Outcome
from veche.server.lifecycle import GONE, Lifecycle
from veche.server.seam import Doors, Watch
from veche.server.session import Session, Transport


class Worker:
    """The sessions of one thread. `index` is the worker's, under 64.

    `first` starts the numbers of sessions: greater than in any earlier life.
    `pos` is the log's position now. `bug` is told of errors that are our own.
    """

    def __init__(
        self,
        index: int,
        limits: Limits,
        doors: Doors,
        *,
        watch: Watch,
        bug: Callable[[Exception], None],
        first: int = 0,
        pos: Pos = 0,
    ) -> None:
        self.index = index
        self._next = first
        life = self._life = Lifecycle(index, limits, doors, watch, bug)
        self.counters = life.counters
        self._sessions = life.membership.sessions
        self._timers = life.timers
        self._fanout = life.fanout
        self._outflow = life.outflow
        self._outflow.pos = pos

    def __len__(self) -> int:
        """How many sessions there are."""
        return len(self._sessions)

    # -- from the transports -------------------------------------------------------------

    def opened(self, transport: Transport, peer: Peer, now: Mono, door: Door | None = None) -> Id:
        """A client has come, of whom nothing is known but maybe the door; returns its session."""
        self._begin(now)
        self._next += 1
        number = self._next * 64 + self.index
        self._life.begin(number, transport, peer, door)
        self._finish()
        return number

    def received(self, number: Id, data: bytes, now: Mono) -> Sequence[Ask]:
        """Bytes came in."""
        self._begin(now)
        session = self._reading(number)
        if session is None:
            return ()
        self.counters.bytes_read += len(data)
        self._life.feed(session, data)
        return self._finish()

    def ended_input(self, number: Id, now: Mono) -> Sequence[Ask]:
        """The peer will send no more. What it has sent is carried out, then it is closed."""
        self._begin(now)
        session = self._reading(number)
        if session is None:
            return ()
        session.half_closed = now
        if not session.held:
            self._life.receive(session, b"")
        return self._finish()

    def drained(self, number: Id, now: Mono) -> Sequence[Ask]:
        """The transport has sent most of what was pending."""
        self._begin(now)
        session = self._sessions.get(number)
        if session is not None:
            self._outflow.advance(session)
        return self._finish()

    def closed(self, number: Id, now: Mono, reason: str = GONE) -> Sequence[Ask]:
        """The transport is no more."""
        self._begin(now)
        session = self._sessions.get(number)
        if session is not None:
            self._life.end(session, reason, flush=False)
        return self._finish()

    # -- from the hub, the helpers and the clock -----------------------------------------

    def deliver(self, outs: Sequence[Out], now: Mono) -> Sequence[Ask]:
        """What has happened, in order: one write to each session that it concerns."""
        self._begin(now)
        self.counters.batches += 1
        index, sessions = self.index, self._sessions
        fanout, outflow = self._fanout, self._outflow
        for out in outs:
            if isinstance(out, Deliver):
                outflow.pos = out.event.pos
                fanout.deliver(out)
            elif out.origin.worker == index:
                session = sessions.get(out.origin.session)
                if session is not None:
                    outflow.answer(session, out)
        fanout.end_run()
        return self._finish()

    def take_jobs(self) -> Sequence[Job]:
        """Work to be done since the last call; each is to be `finished`."""
        jobs = self._outflow.jobs
        if not jobs:
            return ()
        self._outflow.jobs = []
        return jobs

    def finished(self, job: Job, outcome: Outcome | None, now: Mono) -> Sequence[Ask]:
        """A job is done; without an outcome it could not be."""
        self._begin(now)
        session = self._sessions.get(job.session)
        if session is not None:
            self._outflow.finished(job, session, outcome)
        return self._finish()

    def tick(self, now: Mono) -> tuple[Sequence[Ask], Mono | None]:
        """Do what is due; returns when to call again as well."""
        self._begin(now)
        for session in self._timers.due(self._sessions, now):
            self._life.tick(session)
        return self._finish(), self._timers.next

    @property
    def deadline(self) -> Mono | None:
        """When to call `tick`, as it stands now."""
        return self._timers.next

    # -- the end -------------------------------------------------------------------------

    def stop_reading(self) -> None:
        """Want no more input from anybody; what comes nevertheless is not looked at."""
        self._life.stopping = True
        for session in self._sessions.values():
            session.transport.reading(False)

    def farewell(self, reason: str, now: Mono) -> None:
        """Tell everybody that the server ends their session, and why, and end it."""
        self._begin(now)
        for session in tuple(self._sessions.values()):
            self._life.end(session, reason, flush=True, goodbye=True)
        self._finish()

    # -- what a call is made of ----------------------------------------------------------

    def _reading(self, number: Id) -> Session | None:
        session = self._sessions.get(number)
        if session is None or session.half_closed is not None or self._life.stopping:
            return None
        return session

    def _begin(self, now: Mono) -> None:
        self._life.now = self._outflow.now = now

    def _finish(self) -> Sequence[Ask]:
        life = self._life
        life.end_overdue()
        if self._outflow.follow_ups:
            life.asks += self._outflow.follow_ups
            self._outflow.follow_ups = []
        asks = life.asks
        if not asks:
            return ()
        life.asks = []
        self.counters.asks += len(asks)
        return asks
