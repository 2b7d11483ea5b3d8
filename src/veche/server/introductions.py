"""The header that stands before all that a proxy passes on: read off the socket, byte for byte.

Owns the sockets for so long. What follows, TLS or anything else, is left in them unread.
"""

import socket
from asyncio import AbstractEventLoop, TimerHandle
from collections.abc import Callable

import msgspec

from veche.core.networks import Networks
from veche.protocols.base import Peer
from veche.protocols.proxy_header import MAX_BYTES, BadHeader, Header, read
from veche.server.door import peer_of

Then = Callable[[socket.socket, Peer | None], None]
"""What becomes of the socket; without a peer the header was not there, and it is to be closed."""


class Introductions:
    """On the acceptor's loop. A proxy has `within_s` seconds for its header."""

    def __init__(self, loop: AbstractEventLoop, proxies: Networks, within_s: float) -> None:
        self._loop = loop
        self._proxies = proxies
        self._within_s = within_s
        self._waiting: dict[socket.socket, _Waiting] = {}

    def wait(self, sock: socket.socket, peer: Peer, then: Then) -> bool:
        """Whether it is a proxy's. Then `then` is called once it has said whose it is.

        Who is configured as a proxy must send a header: else its clients could (PROXY protocol, 2).
        """
        if peer.host not in self._proxies:
            return False
        alarm = self._loop.call_later(self._within_s, self._end, sock, None)
        self._waiting[sock] = _Waiting(peer, then, alarm)
        self._loop.add_reader(sock, self._readable, sock)
        return True

    def stop(self) -> None:
        """Close those who have not said it yet."""
        for sock in tuple(self._waiting):
            self._end(sock, None)

    def _readable(self, sock: socket.socket) -> None:
        waiting = self._waiting[sock]
        try:
            header = waiting.look(sock)
        except (BlockingIOError, InterruptedError):
            return
        except (OSError, BadHeader):
            self._end(sock, None)
            return
        if header is not None:
            self._end(sock, _said(header, waiting.peer))

    def _end(self, sock: socket.socket, peer: Peer | None) -> None:
        waiting = self._waiting.pop(sock)
        waiting.alarm.cancel()
        self._loop.remove_reader(sock)
        waiting.then(sock, peer)


class _Waiting:
    __slots__ = ("alarm", "data", "peer", "then")

    def __init__(self, peer: Peer, then: Then, alarm: TimerHandle) -> None:
        self.peer = peer
        self.then = then
        self.alarm = alarm
        self.data = b""

    def look(self, sock: socket.socket) -> Header | None:
        """The header once it is whole, and not a byte more off the socket. Raises BadHeader."""
        peeked = sock.recv(MAX_BYTES, socket.MSG_PEEK)
        if not peeked:
            raise BadHeader("It is missing")
        header = read(self.data + peeked)
        if header is not None:
            sock.recv(header.size - len(self.data))
        else:
            self.data += sock.recv(len(peeked))
        return header


def _said(header: Header, proxy: Peer) -> Peer:
    """Whose connection it is. Whoever comes through a proxy is not taken for this machine."""
    if not header.host:
        return proxy
    peer = peer_of((header.host, header.port), header.secure)
    return msgspec.structs.replace(peer, loopback=False)
