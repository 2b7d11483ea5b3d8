"""One life of the server: real hub and workers, pumped as the threads would.

Owns what the threads' shells own: mailboxes, batches, stalls. A crash ends it; the log stays.
"""

import traceback
from collections.abc import Callable, Sequence
from functools import partial

from tests.simulation import audit
from tests.simulation.checkers import Violation
from tests.simulation.checkers.answering import Answering
from tests.simulation.checkers.state import replay, same
from tests.simulation.network import Link
from tests.simulation.turn import NoWatch, SimTurn
from tests.simulation.world import World
from veche.core import snapshot
from veche.core.commands import Command, KeepHouse, Start
from veche.core.events import Record, Stored, Transient, UserLeft
from veche.core.exchange import Ask, Deliver, Origin, Out
from veche.core.hub import Hub, Prepared
from veche.core.ids import Id, IdSource, Mono, Pos
from veche.core.state import State
from veche.eventlog.base import AppendFailed, Snapshot
from veche.protocols.base import ServerInfo
from veche.server.doors import Doors
from veche.server.jobs import Job
from veche.server.reading import Reading
from veche.server.worker import Worker

STALL_S = 1.0
READ_ONLY_S = 0.5
ANSWER_BYTES = 2_048
"""An outbox may go over its limit by so much, and one batch, before the session is ended."""


class Server:
    """See `network.Host` for what links call."""

    hub_type: type[Hub] = Hub

    def __init__(self, world: World, workers: int) -> None:
        self.world = world
        self.alive = True
        self.ids = IdSource(0, world.log.memory.last_id)
        self.reader = world.log.memory.reader()
        self._reading = Reading(self.reader)
        self.unlogged: dict[Id, Record] = {}
        """Departures that were let out while the log could not take them."""
        self.hub = self._recover()
        info = ServerInfo(limits=world.limits, started_ms=world.scheduler.wall_ms)
        self.workers = [
            Worker(
                index,
                world.limits,
                Doors(info, self._new_secret),
                watch=NoWatch(),
                bug=self._bug,
                first=len(world.links),
                pos=self.hub.pos,
            )
            for index in range(workers)
        ]
        self._links: dict[Id, Link] = {}
        self._written: dict[Link, int] = {}
        self._mailbox: list[Ask] = []
        self._awake = False
        self.pending: Prepared | None = None
        self.stalled = False
        self._starting = True
        self._read_only_until: Mono = 0.0
        self._outs: list[list[Out]] = [[] for _ in range(workers)]
        self._ticks: list[Mono | None] = [None] * workers
        world.answering = Answering(world.limits)
        world.server = self
        self._wake()

    def _recover(self) -> Hub:
        log = self.world.log.memory
        kept, newer = log.load()
        state = snapshot.load(kept.version, kept.data) if kept else State()
        hub = self.hub_type(state, self.world.limits)
        hub.pos = kept.pos if kept else 0
        hub.replay(newer)
        if kept is not None:
            again = snapshot.load(kept.version, kept.data)
            replay(again, log.records(kept.pos))
            same(
                again,
                replay(State(), log.records()),
                "the snapshot",
                times=not self.world.overtaken,
            )
        return hub

    # -- the hub's thread ----------------------------------------------------------------------

    def internal(self, command: Command) -> None:
        """The shell's own ask."""
        self._mailbox.append(_own(command))
        self._wake()

    def asked(self, asks: Sequence[Ask]) -> None:
        """From a worker."""
        if asks:
            self.world.asked(asks)
            self._mailbox += asks
            self._wake()

    def _wake(self) -> None:
        if not self._awake:
            self._awake = True
            self.world.scheduler.after(0.002 * self.world.scheduler.random(), self._pump)

    def _pump(self) -> None:
        self._awake = False
        if not self.alive or (self.pending is not None and not self.stalled):
            return
        if self._starting and self.stalled:
            return  # a new life begins before anybody is served
        if self._starting:
            asks = [_own(Start())]
        else:
            asks, self._mailbox = self._mailbox, []
        if not asks and not self.hub.waiting:
            return
        writable = not self.stalled and self.world.scheduler.now >= self._read_only_until
        batch = self.hub.prepare(asks, SimTurn(self, writable=writable or self._starting))
        if batch.records:
            self._append(batch)
        else:
            self._publish(self.hub.committed(batch, ()))

    def _append(self, batch: Prepared) -> None:
        self.pending = batch
        self.world.log.append(batch.records, self.hub.pos, partial(self._outcome, batch))
        self.world.scheduler.after(STALL_S, self._look_for_stall, batch)

    def _look_for_stall(self, batch: Prepared) -> None:
        if self.alive and self.pending is batch and not self.stalled:
            self.stalled = True
            self.hub.stalled(batch)
            self._wake()

    def _outcome(self, batch: Prepared, outcome: Sequence[Stored] | AppendFailed) -> None:
        self.pending = None
        self.stalled = False
        if isinstance(outcome, AppendFailed):
            self._read_only_until = self.world.scheduler.now + READ_ONLY_S
            self._publish(self.hub.failed(batch, SimTurn(self, writable=False)))
        else:
            self._starting = False
            self._publish(self.hub.committed(batch, outcome))
        self._wake()

    def _publish(self, outs: Sequence[Out]) -> None:
        self.world.published(outs)
        for out in outs:
            if isinstance(out, Deliver) and isinstance(out.event.record.event, UserLeft):
                record = out.event.record
                if isinstance(out.event, Transient):
                    self.unlogged[record.id] = record
                    self.world.overtaken = self.world.overtaken or self.stalled
                else:
                    self.unlogged.pop(record.id, None)
        for index, mailbox in enumerate(self._outs):
            if not mailbox:
                self.world.scheduler.after(
                    0.002 * self.world.scheduler.random(), self._deliver, index
                )
            mailbox += outs
        if self.hub.waiting:
            self._wake()

    # -- the workers' threads ------------------------------------------------------------------

    def accept(self, link: Link) -> None:
        """A client has come; the worker with the fewest sessions takes it."""
        worker = min(self.workers, key=len)
        link.worker = worker.index
        link.host = self
        link.session = worker.opened(link, link.peer, self.world.scheduler.now)
        self._links[link.session] = link
        self._after(worker, ())

    def feed(self, link: Link, data: bytes) -> None:
        """Bytes came in."""
        worker = self.workers[link.worker]
        self._after(worker, worker.received(link.session, data, self.world.scheduler.now))

    def hang_up(self, link: Link) -> None:
        """The connection broke."""
        if self.alive:
            worker = self.workers[link.worker]
            self._after(worker, worker.closed(link.session, self.world.scheduler.now))

    def drained(self, link: Link) -> None:
        """What was pending has been sent."""
        worker = self.workers[link.worker]
        self._after(worker, worker.drained(link.session, self.world.scheduler.now))

    def wrote(self, link: Link, data: bytes) -> Pos:
        """A worker writes."""
        self._written.setdefault(link, link.pending())
        return self.world.log.last

    def _deliver(self, index: int) -> None:
        if not self.alive:
            return
        outs, self._outs[index] = self._outs[index], []
        worker = self.workers[index]
        self._after(worker, worker.deliver(outs, self.world.scheduler.now))

    def _after(self, worker: Worker, asks: Sequence[Ask]) -> None:
        """What every call of a worker may have led to."""
        for link, waiting in self._written.items():  # more, to one that has left too much unread
            most = self.world.limits.outbox_bytes + ANSWER_BYTES * link.scale
            if link.host is self and waiting > most:
                raise Violation("queues", f"{waiting} bytes wait for link {link.number}")
        self._written.clear()
        self.asked(asks)
        for job in worker.take_jobs():
            self.world.scheduler.after(
                0.03 * self.world.scheduler.random(), self._read, worker, job
            )
        deadline = worker.deadline
        planned = self._ticks[worker.index]
        if deadline is not None and (planned is None or deadline < planned):
            self._ticks[worker.index] = deadline
            delay = max(0.0, deadline - self.world.scheduler.now)
            delay += 0.0001 + 0.001 * self.world.scheduler.random()  # as timers are
            self.world.scheduler.after(delay, self._tick, worker, deadline)

    def _tick(self, worker: Worker, deadline: Mono) -> None:
        if self.alive and self._ticks[worker.index] == deadline:
            self._ticks[worker.index] = None
            asks, _ = worker.tick(self.world.scheduler.now)
            self._after(worker, asks)

    def _read(self, worker: Worker, job: Job) -> None:
        if self.alive:
            shed = self.world.scheduler.chance(0.05)
            outcome = None if shed else self._reading.perform(job.work)
            self._after(worker, worker.finished(job, outcome, self.world.scheduler.now))

    def keep_house(self) -> None:
        """Let expire what has expired."""
        self.internal(KeepHouse())

    def save(self) -> None:
        """Store a snapshot, between batches only."""
        if self.pending is None and not self.unlogged:
            kept = Snapshot(self.hub.pos, snapshot.VERSION, self.hub.snapshot())
            self.world.log.memory.save(kept)

    def crash(self) -> None:
        """The process is gone, after a look at what it knew."""
        audit.check_state(self)
        self.alive = False
        self.world.log.crash()
        if self.world.server is self:
            self.world.server = None
        for link in self._links.values():
            if link.host is self:
                link.cut()

    def stop(self, then: Callable[[], None]) -> None:
        """Come to an end in order: read no more, carry out what was asked, say goodbye."""
        if self.world.server is not self:
            return
        self.world.server = None
        for worker in self.workers:
            worker.stop_reading()
        self._drain(then, self.world.scheduler.now + 2.0)

    def _drain(self, then: Callable[[], None], until: Mono) -> None:
        late = self.world.scheduler.now > until
        busy = self._mailbox or self.pending is not None or self.hub.waiting or self._starting
        if (busy or any(self._outs)) and not late:
            self.world.scheduler.after(0.01, self._drain, then, until)
            return
        for worker in self.workers:
            worker.farewell("The server is stopping", self.world.scheduler.now)
        self.save()
        self.crash()
        then()

    # -- small things --------------------------------------------------------------------------

    def _new_secret(self) -> str:
        return f"{self.world.scheduler.rng.getrandbits(64):016x}"

    def _bug(self, error: Exception) -> None:
        text = "".join(traceback.format_exception(error))
        self.world.broken(Violation("bug", text))


def _own(command: Command) -> Ask:
    return Ask(Origin(0, -1, 0), (command,))
