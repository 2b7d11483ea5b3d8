"""While the connection is lost: when it is tried again, and what was said meanwhile.

Owns that time and that account. Must not know who connects, nor where it is shown.
"""

import math
from collections.abc import Callable, Iterable

from veche.client.events import Disconnected
from veche.core.names import fold
from veche.terminal.words import Words


class Absence:
    """One loss after another; `clock` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.lasting = False
        self._clock = clock
        self._due = 0.0
        self._kept: set[int] = set()
        self._delivered = 0
        self._behind: set[str] = set()

    def begin(self, event: Disconnected) -> None:
        """The connection is lost, or could not be made again."""
        self.lasting = True
        self._due = self._clock() + event.retry_in_s

    def end(self, channels: Iterable[str]) -> None:
        """There is a connection again; what was said in these channels is still to be told."""
        self.lasting = False
        self._behind = {fold(channel) for channel in channels}

    def caught_up(self, channel: str) -> None:
        """All that was said there is told, or never will be."""
        self._behind.discard(fold(channel))

    def hurry(self) -> None:
        """It is tried now."""
        self._due = self._clock()

    def keep(self, tickets: Iterable[int]) -> None:
        """These were said now; they are for later."""
        self._kept.update(tickets)

    def finish(self, ticket: int, *, delivered: bool) -> None:
        """A message is acknowledged or refused."""
        if ticket in self._kept:
            self._kept.discard(ticket)
            self._delivered += delivered

    def take_delivered(self) -> int:
        """Return, once, how many of those kept were acknowledged; 0 until all of it is told."""
        if self.lasting or self._kept or self._behind:
            return 0
        count, self._delivered = self._delivered, 0
        return count

    @property
    def seconds(self) -> int:
        """How long until the next attempt, in whole seconds; 0 while it is made."""
        return max(0, math.ceil(self._due - self._clock()))

    @property
    def next_change_s(self) -> float:
        """In how many seconds `seconds` is another number."""
        rest = self._due - self._clock()
        return 1.0 if rest <= 0 else rest - math.ceil(rest) + 1.0

    def notice(self, unfinished: int, words: Words) -> str:
        """Return what is to be seen meanwhile; `unfinished`: how many messages wait."""
        if not self.lasting:
            return ""
        seconds = self.seconds
        state = words.countdown.format(seconds=seconds) if seconds else words.connecting
        return f"{state} · {words.kept_count(unfinished)}" if unfinished else state
