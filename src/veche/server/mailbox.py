"""What lies between two threads: batches handed over whole, one wake-up for many.

Owns the queue into a worker's loop. The hub's inbox is a plain `SimpleQueue`,
since the hub waits for nothing else.
"""

from asyncio import AbstractEventLoop
from collections import deque
from collections.abc import Callable, Sequence

from veche.core.exchange import Out

MERGED_OUTS = 2_048
"""So much of what piled up is delivered as one batch: a session's one write carries more, and
the sockets are read in between."""


class Mailbox:
    """Outs for one worker. Anybody may `post`; `deliver` is called on the loop's thread."""

    def __init__(self, loop: AbstractEventLoop, deliver: Callable[[Sequence[Out]], None]) -> None:
        self._loop = loop
        self._deliver = deliver
        self._batches: deque[Sequence[Out]] = deque()
        self._woken = False

    def post(self, outs: Sequence[Out]) -> None:
        """Hand over a batch, which nobody may change any more."""
        self._batches.append(outs)
        # Set before the loop is told and cleared before it looks, so that no batch is overlooked.
        if not self._woken:
            self._woken = True
            self._loop.call_soon_threadsafe(self._take)

    def drain(self) -> None:
        """Deliver all that has been posted; on the loop's thread."""
        while self._batches:
            self._take()

    def _take(self) -> None:
        self._woken = False
        batches = self._batches
        if not batches:
            return
        outs = batches.popleft()
        if batches and len(outs) < MERGED_OUTS:
            merged = list(outs)
            while batches and len(merged) < MERGED_OUTS:
                merged += batches.popleft()
            outs = merged
        if batches and not self._woken:
            self._woken = True
            self._loop.call_soon(self._take)
        self._deliver(outs)
