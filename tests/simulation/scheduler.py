"""Time and chance: the one place where a run gets either.

Owns the virtual clocks, the queue of what is to happen, and the only random numbers.
"""

from collections.abc import Callable
from heapq import heappop, heappush
from random import Random
from typing import Any

from veche.core.ids import Mono

EPOCH_MS = 1_800_000_000_000
"""The wall clock at virtual second 0."""


class Scheduler:
    """Things happen one after another, at virtual times, in the order that the seed makes."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.random = self.rng.random
        self.now: Mono = 1.0
        self.shift_ms = 0
        """How far the wall clock has been set off; see `wall_ms`."""
        self._queue: list[tuple[Mono, int, Callable[..., None], tuple[Any, ...]]] = []
        self._count = 0

    @property
    def wall_ms(self) -> int:
        """The wall clock, Unix milliseconds: it jumps, `now` does not."""
        return EPOCH_MS + int(self.now * 1000) + self.shift_ms

    def after(self, delay_s: float, act: Callable[..., None], *arguments: Any) -> None:
        """Have `act` happen so many seconds from now."""
        self._count += 1
        heappush(self._queue, (self.now + delay_s, self._count, act, arguments))

    def step(self, until: Mono) -> bool:
        """Let the next thing happen, if it is due by `until`; False when nothing is."""
        if not self._queue or self._queue[0][0] > until:
            return False
        self.now, _, act, arguments = heappop(self._queue)
        act(*arguments)
        return True

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, choices: Any) -> Any:
        """One of a sequence."""
        return choices[int(self.random() * len(choices))]
