"""A disk that is slow, fills up, and outlives the server: the real `MemoryLog` behind it.

Owns when and whether an append is stored, and when that is said. Every record goes through the
codec both ways. Must not know what the records are about.
"""

from collections.abc import Callable, Sequence

from tests.simulation.scheduler import Scheduler
from veche.core.events import Record, Stored
from veche.core.ids import Pos
from veche.eventlog.base import AppendFailed, Done
from veche.eventlog.codec import CODEC
from veche.eventlog.memory import MemoryLog


class SimLog:
    """The writer's side. `stored` is told of each batch the moment it is safe."""

    def __init__(self, scheduler: Scheduler, stored: Callable[[Sequence[Stored]], None]) -> None:
        self.memory = MemoryLog()
        self.full = False
        self.slow_s = 0.0
        """The longest that an append takes beyond the usual."""
        self._scheduler = scheduler
        self._told = stored
        self._pending: tuple[Sequence[Record], Pos] | None = None
        self._life = 0

    @property
    def last(self) -> Pos:
        """Position of the newest record that is safe."""
        return self.memory.last

    def append(self, records: Sequence[Record], expected: Pos, done: Done) -> None:
        """As `EventLog.append`."""
        assert self._pending is None, "one batch is in flight at a time"
        self._pending = (records, expected)
        delay = 0.002 * self._scheduler.random()
        if self.slow_s and self._scheduler.chance(0.5):
            delay += self.slow_s * self._scheduler.random()
        self._scheduler.after(delay, self._reach_disk, self._life, done)

    def _reach_disk(self, life: int, done: Done) -> None:
        if life != self._life:
            return
        outcome: Sequence[Stored] | AppendFailed
        if self.full:
            self._pending = None
            outcome = AppendFailed("the disk is full")
        else:
            outcome = self.store()
        self._scheduler.after(0.001 * self._scheduler.random(), self._tell, life, done, outcome)

    def _tell(self, life: int, done: Done, outcome: Sequence[Stored] | AppendFailed) -> None:
        if life == self._life:
            done(outcome)

    def store(self) -> Sequence[Stored]:
        """What is in flight is safe from here on."""
        assert self._pending is not None
        (records, expected), self._pending = self._pending, None
        outcome: list[Sequence[Stored] | AppendFailed] = []
        self.memory.append(records, expected, outcome.append)
        stored = outcome[0]
        assert not isinstance(stored, AppendFailed), stored.reason
        for item in stored:
            row, body = CODEC.encode(item.pos, item.seq, item.record)
            read = CODEC.decode((*row, body))
            assert read == item, f"the codec changed {item} into {read}"
            self.memory.stored[item.pos - 1] = read
        self._told(stored)
        return stored

    def crash(self) -> None:
        """The process is gone; what was in flight may have been stored, and nobody was told."""
        if self._pending is not None and not self.full and self._scheduler.chance(0.5):
            self.store()
        self._pending = None
        self._life += 1
