"""What has happened in a conversation, and nobody has read yet.

Owns the queue, its bound, and who waits for it. Must not know what the events mean.
"""

import asyncio
from collections import deque
from typing import Generic, TypeVar

from veche.client.errors import EndedError

LIMIT = 4_096
# While one waits for an answer more is taken in, or the answer would never be read; up to this.
HARD_LIMIT = 2 * LIMIT
# As long as a full queue without a reader holds up the connection, in seconds; then nobody reads.
PATIENCE_S = 20.0

Item = TypeVar("Item")


class Inbox(Generic[Item]):
    """A queue with one writer, which waits while it is full, and readers who share it."""

    def __init__(self) -> None:
        self.readers = 0
        self._items: deque[Item] = deque()
        self._closed = False
        self._unread = False  # nobody has read for long: only the newest are kept
        self._stirred = asyncio.Event()
        self._filled = asyncio.Event()

    def put(self, item: Item) -> None:
        """Add an item, at the cost of the oldest where nobody reads.

        Raises EndedError past HARD_LIMIT.
        """
        if self._unread and self.readers == 0 and len(self._items) >= LIMIT:
            self._items.popleft()
        if len(self._items) >= HARD_LIMIT:
            raise EndedError("more came than was read")
        self._items.append(item)
        self._filled.set()

    async def get(self) -> Item | None:
        """Return the oldest item once there is one; None when there will be none any more."""
        while not self._items:
            if self._closed:
                return None
            self._filled.clear()
            await self._filled.wait()
        self._unread = False
        self._stirred.set()
        return self._items.popleft()

    async def room(self) -> None:
        """Wait until the queue is not full, until `stir`, or until it is clear that nobody reads.

        Returns after each of them; call it again if that is not enough.
        """
        if len(self._items) < LIMIT or (self._unread and self.readers == 0):
            return
        self._stirred.clear()
        try:
            async with asyncio.timeout(PATIENCE_S if self.readers == 0 else None):
                await self._stirred.wait()
        except TimeoutError:
            self._unread = True

    def stir(self) -> None:
        """Wake who waits for room."""
        self._stirred.set()

    def close(self) -> None:
        """There is nothing more to come; what is there can still be read."""
        self._closed = True
        self._filled.set()
        self._stirred.set()
