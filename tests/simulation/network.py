"""A connection between a client and the server: two byte streams that tear anywhere and stall.

Owns the bytes under way. It is the `Transport` that a worker writes to, and what a client sends
through. Must not know what the bytes say.
"""

from collections import deque
from collections.abc import Sequence
from typing import Protocol

from tests.simulation.scheduler import Scheduler
from veche.core.exchange import Ask
from veche.core.ids import Id, Pos
from veche.protocols.base import Peer

GIVE_UP_S = 2.0
"""So long a closing transport tries to get rid of what waits."""


class End(Protocol):
    """The client's end of a link."""

    def received(self, data: bytes, stamp: Pos) -> None:
        """Bytes came, written when the log was at `stamp` at the latest."""
        ...

    def lost(self) -> None:
        """The server has closed, or the connection broke."""
        ...


class Host(Protocol):
    """The server's end, as a link sees it."""

    def feed(self, link: "Link", data: bytes) -> None: ...
    def hang_up(self, link: "Link") -> None: ...
    def drained(self, link: "Link") -> None: ...
    def asked(self, asks: Sequence[Ask]) -> None: ...
    def wrote(self, link: "Link", data: bytes) -> Pos: ...


class Link:
    """One connection. `whole`: each write arrives as one read, in its own time."""

    def __init__(
        self, scheduler: Scheduler, number: int, peer: Peer, lag_s: float, scale: int, whole: bool
    ) -> None:
        self.number = number
        self.peer = peer
        self.session: Id = 0
        self.worker = 0
        self.end: End | None = None
        self.host: Host | None = None
        self.whole = whole
        self._scheduler = scheduler
        self._lag_s = lag_s
        self.scale = scale
        self._up = bytearray()
        self._up_moving = False
        self._wanted = True
        self._down: deque[tuple[bytes, Pos]] = deque()
        self._down_bytes = 0
        self._down_moving = False
        self._taking = True
        self._closing = False
        self._closed = False
        self._was_full = False

    # -- the server's end: see `server.session.Transport` ----------------------------------

    def write(self, data: bytes) -> None:
        """Send."""
        if self._closed or self._closing or self.host is None:
            return
        self._down.append((data, self.host.wrote(self, data)))
        self._down_bytes += len(data)
        self._move_down()

    def pending(self) -> int:
        """Unsent bytes, exaggerated by `scale`, so that limits are met early."""
        self._was_full = True
        return self._down_bytes * self.scale

    def reading(self, on: bool) -> None:
        """Whether the server wants input."""
        self._wanted = on
        self._move_up()

    def close(self, flush: bool) -> None:
        """The server ends it."""
        if self._closing or self._closed:
            return
        self._closing = True
        self.host = None
        self._up.clear()
        if not flush:
            self._down.clear()
            self._down_bytes = 0
        self._scheduler.after(GIVE_UP_S, self._shut)
        self._move_down()

    def hand_over(self, data: bytes) -> None:
        """Nobody here speaks HTTP."""
        raise AssertionError(f"handed over to HTTP: {data!r}")

    def cut(self) -> None:
        """The server's process is gone; what was on the wire may still come."""
        self.host = None
        self._closing = True
        if self._scheduler.chance(0.5):
            self._down.clear()
            self._down_bytes = 0
        self._move_down()

    # -- the client's end ------------------------------------------------------------------

    @property
    def open(self) -> bool:
        """Whether the client may still send."""
        return not self._closed

    def send(self, data: bytes) -> None:
        """Send to the server."""
        if not self._closed and not self._closing:
            self._up += data
            self._move_up()

    def take(self, on: bool) -> None:
        """Whether the client reads."""
        self._taking = on
        self._move_down()

    def drop(self) -> None:
        """The client is gone. The server learns of it later, and reads what came before or not."""
        if self._closed:
            return
        self._closed = True
        self._down.clear()
        self._down_bytes = 0
        if self._scheduler.chance(0.5):
            self._up.clear()
        self._scheduler.after(self._scheduler.pick((0.0, 0.01, 0.4, 3.0)), self._hang_up)

    def _hang_up(self) -> None:
        if self.host is not None:
            host, self.host = self.host, None
            host.hang_up(self)

    # -- bytes under way -------------------------------------------------------------------

    def _delay(self) -> float:
        return self._lag_s if self.whole else self._lag_s * 2 * self._scheduler.random()

    def _move_up(self) -> None:
        if self._up and self._wanted and not self._up_moving and self.host is not None:
            self._up_moving = True
            self._scheduler.after(self._delay(), self._arrive_up)

    def _arrive_up(self) -> None:
        self._up_moving = False
        if not self._up or self.host is None or not self._wanted:
            return
        if not self.whole and self._scheduler.random() < 0.25:
            size = self._scheduler.between(1, min(len(self._up), 60))
            data = bytes(self._up[:size])
            del self._up[:size]
        else:
            data = bytes(self._up)
            self._up.clear()
        self.host.feed(self, data)
        self._move_up()

    def _move_down(self) -> None:
        if self._down_moving or self._closed or not self._taking:
            return
        if self._down or self._closing:
            self._down_moving = True
            self._scheduler.after(self._delay(), self._arrive_down)

    def _arrive_down(self) -> None:
        self._down_moving = False
        if self._closed or not self._taking:
            return
        if not self._down:
            if self._closing:
                self._shut()
            return
        if self.whole:
            data, stamp = self._down.popleft()
        else:
            data, stamp = self._gather()
        self._down_bytes -= len(data)
        if self.end is not None:
            self.end.received(data, stamp)
        if self._was_full and self.host is not None and not self._down_bytes:
            self._was_full = False
            self.host.drained(self)
        self._move_down()

    def _gather(self) -> tuple[bytes, Pos]:
        """All that waits as one read, or a torn part of it."""
        if self._scheduler.random() < 0.2:
            data, stamp = self._down.popleft()
            size = self._scheduler.between(1, len(data))
            if size < len(data):
                self._down.appendleft((data[size:], stamp))
            return data[:size], stamp
        stamp = self._down[-1][1] if len(self._down) == 1 else self._down[0][1]
        if len(self._down) == 1:
            return self._down.popleft()
        # What was written at another position of the log is another read: stamps stay exact.
        parts = []
        while self._down and self._down[0][1] == stamp:
            parts.append(self._down.popleft()[0])
        return b"".join(parts), stamp

    def _shut(self) -> None:
        if not self._closed:
            self._closed = True
            self._down.clear()
            self._down_bytes = 0
            if self.end is not None:
                self.end.lost()
