"""Finds the messages in what a plain client sends, by newlines or by pauses.

Owns the mode, which the first message fixes: ended by a newline, *lines* for
ever; by a pause, *chunks*, where a pause ends a message as a newline does.
Must not know what a message says.
"""

from veche.core.ids import Mono
from veche.protocols.plain.telnet import TelnetFilter

PAUSE_S = 0.06
"""So long a silence ends a message of a program that sends no newlines, in seconds."""

Piece = bytes | None
"""A message without its line end; None in place of one that was too long and is dropped."""


class Framer:
    """Keeps at most one unfinished message of at most its limit of bytes."""

    chunked: bool
    """Chunks mode."""
    deadline: Mono | None
    """When a pause will have ended what has come so far."""

    def __init__(self, first_limit: int, limit: int) -> None:
        """Limits are in bytes, `\\r` included, `\\n` not; `first_limit` is the first message's."""
        self.chunked = False
        self.deadline = None
        self._decided = False
        self._first_limit = first_limit
        self._limit = limit
        self._rest = bytearray()
        self._skipping = False
        self._telnet = TelnetFilter()

    @property
    def telnet(self) -> bool:
        """A telnet program sends it, which can be told not to show what is typed."""
        return self._telnet.spoken

    def feed(self, data: bytes, now: Mono) -> list[Piece]:
        """The messages that `data`, read at `now`, completes."""
        pieces = self.tick(now)
        lines = self._telnet.feed(data).split(b"\n")
        tail = lines.pop()
        for line in lines:
            self._grow(line, pieces)
            self._decided = True
            self._end(pieces)
        self._grow(tail, pieces)
        pausing = self.chunked or not self._decided
        self.deadline = now + PAUSE_S if pausing and (self._rest or self._skipping) else None
        return pieces

    def tick(self, now: Mono) -> list[Piece]:
        """The message that a pause until `now` completes, if any."""
        pieces: list[Piece] = []
        if self.deadline is not None and now >= self.deadline:
            self.deadline = None
            if not self._decided:
                self._decided = self.chunked = True
            self._end(pieces)
        return pieces

    def finish(self) -> list[Piece]:
        """What was left without an end, when no more will come."""
        pieces: list[Piece] = []
        self.deadline = None
        if self._rest or self._skipping:
            self._end(pieces)
        return pieces

    def _grow(self, part: bytes, pieces: list[Piece]) -> None:
        if self._skipping:
            return
        if len(self._rest) + len(part) > (self._limit if self._decided else self._first_limit):
            self._rest.clear()
            self._skipping = True
            pieces.append(None)
        else:
            self._rest += part

    def _end(self, pieces: list[Piece]) -> None:
        if self._skipping:
            self._skipping = False
        else:
            pieces.append(bytes(self._rest.rstrip(b"\r")))
            self._rest.clear()
