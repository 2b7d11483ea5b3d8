"""The way to one client over its own socket: sent straight from the worker.

Owns the socket, and what the kernel would not take yet. Everything happens on
the worker's thread. Measured: the loop's own transports cost 1.1 to 1.7 times
as much for each send.
"""

import errno
import socket
from asyncio import AbstractEventLoop, TimerHandle
from collections import deque
from typing import Protocol

from veche.core.ids import Id

READ_BYTES = 65_536
"""At most this much is read from one client before the others have their turn."""
DRAINED_BYTES = 16_384
"""The worker hears when less than this is pending again."""
LINGER_S = 2.0
"""So long a client may take to read its last lines."""
_GATHER = 64
_TLS_HANDSHAKE = b"\x16"  # RFC 8446 5.1


class Owner(Protocol):
    """Whom a transport reports to: the worker's loop thread. Never from within a call of it."""

    loop: AbstractEventLoop
    buffer: memoryview
    """Where reads go first: one for all transports of the thread."""

    def on_received(self, session: Id, data: bytes) -> None:
        """Bytes came in."""
        ...

    def on_ended_input(self, session: Id) -> None:
        """The peer will send no more."""
        ...

    def on_drained(self, session: Id) -> None:
        """Little is pending again."""
        ...

    def on_closed(self, session: Id, reason: str) -> None:
        """The connection is gone, or `close` has come to its end."""
        ...

    def on_http(self, session: Id, sock: socket.socket, data: bytes) -> None:
        """The socket is the web server's from now on, which is to begin with `data`."""
        ...

    def on_tls(self, session: Id, sock: socket.socket) -> None:
        """A TLS handshake begins, of which nothing is read yet."""
        ...


class SocketTransport:
    """See `session.Transport`. `session` is to be set before the loop runs again."""

    __slots__ = (
        "_closing",
        "_dead",
        "_eof",
        "_fd",
        "_first",
        "_linger",
        "_owner",
        "_peek",
        "_pending",
        "_queue",
        "_reading",
        "_sock",
        "_was_full",
        "session",
    )

    def __init__(self, owner: Owner, sock: socket.socket, tls: bool) -> None:
        """Take over a non-blocking socket. Reading begins at once. `tls`: it may begin with TLS."""
        self.session: Id = 0
        self._owner = owner
        self._sock = sock
        self._fd = sock.fileno()
        self._queue: deque[bytes] | None = None
        self._first = 0  # bytes of the queue's head that are sent
        self._pending = 0
        self._was_full = False
        self._reading = True
        self._closing = False
        self._dead = False
        self._eof = False
        self._peek = tls
        self._linger: TimerHandle | None = None
        owner.loop.add_reader(self._fd, self._readable)

    # -- out -----------------------------------------------------------------------------

    def write(self, data: bytes) -> None:
        """See `Transport`."""
        if self._pending:
            assert self._queue is not None
            self._queue.append(data)
            self._pending += len(data)
            return
        if self._closing or self._dead:
            return
        self._peek = False  # what follows our first word is no TLS
        try:
            sent = self._sock.send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError as error:
            self._broken(error)
            return
        if sent < len(data):
            if self._queue is None:
                self._queue = deque()
            self._queue.append(data)
            self._first = sent
            self._pending = len(data) - sent
            self._owner.loop.add_writer(self._fd, self._writable)

    def pending(self) -> int:
        """See `Transport`."""
        return self._pending

    def _writable(self) -> None:
        queue = self._queue
        assert queue is not None
        buffers: list[bytes | memoryview] = [memoryview(queue[0])[self._first :]]
        buffers += [queue[i] for i in range(1, min(len(queue), _GATHER))]
        try:
            sent = self._sock.sendmsg(buffers)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._broken(error)
            return
        if self._pending > DRAINED_BYTES:
            self._was_full = True
        self._pending -= sent
        sent += self._first
        while queue and sent >= len(queue[0]):
            sent -= len(queue.popleft())
        self._first = sent
        if not queue:
            self._queue = None
            self._owner.loop.remove_writer(self._fd)
            if self._closing:
                self._shut()
                return
        if self._was_full and self._pending <= DRAINED_BYTES:
            self._was_full = False
            if not self._closing:
                self._owner.on_drained(self.session)

    # -- in ------------------------------------------------------------------------------

    def reading(self, on: bool) -> None:
        """See `Transport`."""
        if on is self._reading or self._closing or self._dead or self._eof:
            return
        self._reading = on
        if on:
            self._owner.loop.add_reader(self._fd, self._readable)
        else:
            self._owner.loop.remove_reader(self._fd)

    def _readable(self) -> None:
        owner = self._owner
        if self._peek and self._begins_tls():
            return
        try:
            count = self._sock.recv_into(owner.buffer)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._broken(error)
            return
        if not count:
            self._eof = True
            owner.loop.remove_reader(self._fd)
            self._reading = False
            if not self._closing:
                owner.on_ended_input(self.session)
            elif not self._pending:
                self._drop("")
        elif not self._closing:
            owner.on_received(self.session, bytes(owner.buffer[:count]))
        # Else it is read to the end: closing with input unread would take our last lines back
        # (RFC 1122 4.2.2.13: a reset is sent).

    def _begins_tls(self) -> bool:
        self._peek = False
        try:
            first = self._sock.recv(1, socket.MSG_PEEK)
        except OSError:
            return False
        if first != _TLS_HANDSHAKE:
            return False
        self._let_go()
        self._fd = -1
        self._owner.on_tls(self.session, self._sock)
        return True

    # -- the end -------------------------------------------------------------------------

    def close(self, flush: bool) -> None:
        """See `Transport`. Whether sent or not, all is over after LINGER_S."""
        if self._dead or self._closing:
            return
        if not flush:
            self._broken(None)
            return
        self._closing = True
        self._linger = self._owner.loop.call_later(LINGER_S, self._drop, "")
        if not self._reading and not self._eof:
            self._owner.loop.add_reader(self._fd, self._readable)
        if not self._pending:
            self._shut()

    def _shut(self) -> None:
        """All is sent: say so, and wait for the peer's end."""
        if self._eof:
            self._broken(None)
            return
        try:
            self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._broken(None)

    def _broken(self, error: OSError | None) -> None:
        """Nothing can be sent or read any more. Reported later: the worker may be calling us."""
        if not self._dead:
            self._let_go()
            reason = "" if error is None else _reason(error)
            self._owner.loop.call_soon(self._drop, reason)

    def _let_go(self) -> None:
        self._dead = True
        self._queue = None
        self._pending = 0
        loop = self._owner.loop
        loop.remove_reader(self._fd)
        loop.remove_writer(self._fd)

    def _drop(self, reason: str) -> None:
        if self._linger is not None:
            self._linger.cancel()
        if not self._dead:
            self._let_go()
        if self._fd >= 0:
            self._fd = -1
            self._sock.close()
            self._owner.on_closed(self.session, reason)

    def abort(self) -> None:
        """End it now, reporting at once. Not to be called by the worker."""
        self._drop("")

    def hand_over(self, data: bytes) -> None:
        """See `Transport`."""
        self._let_go()
        self._fd = -1
        self._owner.on_http(self.session, self._sock, data)


def tune(sock: socket.socket) -> None:
    """Set what an accepted socket needs; asyncio would only do a part of it."""
    sock.setblocking(False)
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # Dead peers of the plain door are found after 2 to 4 minutes; the default is 2 hours.
        for option, value in (("TCP_KEEPIDLE", 120), ("TCP_KEEPINTVL", 30), ("TCP_KEEPCNT", 4)):
            if hasattr(socket, option):
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def _reason(error: OSError) -> str:
    if error.errno in (errno.ECONNRESET, errno.EPIPE):
        return "Connection reset by peer"
    if error.errno == errno.ETIMEDOUT:
        return "Connection timed out"
    return "Connection lost"
