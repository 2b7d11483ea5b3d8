"""Spaces out what is written to a program that takes each `recv()` for one message.

Owns the queue. A message goes without a final newline, since such a program
prints what it got as one line. Must not know what a message says.
"""

from collections import deque

from veche.core.ids import Mono

GAP_S = 0.02
"""Between two writes, in seconds: long enough for the reader to come round again."""
BURST = 32
"""So many messages wait for a write of their own; beyond that they are joined by newlines ..."""
JOINED_BYTES = 1_000
"""... into writes of about this size, since such programs say `recv(1024)` ..."""
QUEUE_BYTES = 32_768
"""... and past so much everything is written at once: nothing is dropped, nothing piles up here."""


class Pacer:
    """A queue of messages, and what of it may be written by now."""

    deadline: Mono | None
    """When the next write is due; None while nothing waits."""

    def __init__(self) -> None:
        self.deadline = None
        self._queue: deque[bytes] = deque()
        self._bytes = 0
        self._ready: list[bytes] = []
        self._free_at: Mono = 0.0

    def put(self, message: bytes, now: Mono) -> None:
        """Queue a message; with nothing before it, it is ready at once."""
        self._queue.append(message)
        self._bytes += len(message) + 1
        if self._bytes > QUEUE_BYTES:
            self._release(len(self._queue))
            self._free_at = now + GAP_S
        self.tick(now)

    def tick(self, now: Mono) -> None:
        """Make ready what is due."""
        queue = self._queue
        if queue and now >= self._free_at:
            self._release(1 if len(queue) <= BURST else self._joined())
            self._free_at = now + GAP_S
        self.deadline = self._free_at if queue else None

    def take(self) -> bytes:
        """The next write, perhaps empty."""
        if not self._ready:
            return b""
        taken = b"\n".join(self._ready)
        self._ready.clear()
        return taken

    def flush(self) -> bytes:
        """All there is, as one write, because the end has come."""
        self._release(len(self._queue))
        self.deadline = None
        return self.take()

    def _joined(self) -> int:
        count = size = 0
        for message in self._queue:
            size += len(message) + 1
            if size > JOINED_BYTES and count:
                break
            count += 1
        return count

    def _release(self, count: int) -> None:
        for _ in range(count):
            message = self._queue.popleft()
            self._bytes -= len(message) + 1
            self._ready.append(message)
