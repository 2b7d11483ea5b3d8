"""What a plain client has sent and nobody has looked at yet.

Owns the messages that wait, and their bound. Must not know what they say.
"""

from collections import deque

from veche.core.ids import Mono
from veche.core.limits import Limits
from veche.protocols.plain.framing import Framer, Piece


class Intake:
    """One client's. `framer` finds the messages."""

    def __init__(self, limits: Limits) -> None:
        self.framer = Framer(limits.unregistered_bytes, limits.plain_line_bytes)
        self._most = limits.backlog_bytes
        self._held: deque[Piece] = deque()
        self._bytes = 0

    def __bool__(self) -> bool:
        return bool(self._held)

    @property
    def full(self) -> bool:
        """More waits than may."""
        return self._bytes >= self._most

    def feed(self, data: bytes, now: Mono) -> None:
        """Bytes came, or with none the end."""
        self._hold(self.framer.feed(data, now) if data else self.framer.finish())

    def tick(self, now: Mono) -> None:
        """Time has passed."""
        self._hold(self.framer.tick(now))

    def take(self) -> Piece:
        """The message that waits longest; there is one."""
        piece = self._held.popleft()
        self._bytes -= 1 + len(piece or b"")
        return piece

    def _hold(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            self._held.append(piece)
            self._bytes += 1 + len(piece or b"")
