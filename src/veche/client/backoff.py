"""How long to wait before the next attempt to connect.

Owns the growth of the pause and its jitter. Must not know what an attempt is.
"""

from collections.abc import Callable

FIRST_S = 1.0
LONGEST_S = 60.0
_MOST_DOUBLINGS = 10


class Backoff:
    """1, 2, 4 ... 60 seconds, each times 0.5 to 1.0, so that clients do not come all at once."""

    def __init__(self, chance: Callable[[], float]) -> None:
        """Draw the jitter from `chance`, which is like `random.random`."""
        self._chance = chance
        self.attempt = 0

    def next(self) -> float:
        """Count one more attempt; return how many seconds to wait before it."""
        pause = min(FIRST_S * 2.0 ** min(self.attempt, _MOST_DOUBLINGS), LONGEST_S)
        self.attempt += 1
        return pause * (0.5 + 0.5 * self._chance())

    def reset(self) -> None:
        """Begin again with the shortest pause."""
        self.attempt = 0
