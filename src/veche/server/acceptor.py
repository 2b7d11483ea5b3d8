"""The listening sockets, and which worker gets whom.

Owns accepting, on the first worker's loop. Must not know what clients speak.
"""

import contextlib
import errno
import socket
from collections.abc import Callable, Sequence

from veche.protocols.base import Peer
from veche.server.door import Doorkeeper, peer_of
from veche.server.introductions import Introductions
from veche.server.loop_thread import LoopThread
from veche.server.telemetry import DoorCounters
from veche.server.transport import tune

BACKLOG = 4_096
_AT_ONCE = 64
_PAUSE_S = 0.2
"""With no file descriptor left, accepting pauses this long instead of spinning."""
_NOTHING_LEFT = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class CannotListen(Exception):
    """The text says in a sentence what is wrong with the address."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Listen on every address of `host` at one port, a free one for 0. Raises CannotListen."""
    try:
        found = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as error:
        raise CannotListen(f"There is no address named {host!r}: {_words(error)}.") from error
    listeners: list[socket.socket] = []
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            try:
                listener = _open(family)
            except OSError:
                continue  # a name may have IPv6 addresses where the kernel has none
            listeners.append(listener)
            listener.bind((address[0], port, *address[2:]))
            listener.listen(BACKLOG)
            port = listener.getsockname()[1]
    except OSError as error:
        close(listeners)
        raise CannotListen(_fault(host, port, error)) from error
    if not listeners:
        raise CannotListen(f"No address of {host!r} can be used on this machine.")
    return listeners


def close(listeners: Sequence[socket.socket]) -> None:
    """Listen no more."""
    for listener in listeners:
        listener.close()


def _open(family: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setblocking(False)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    return listener


def _fault(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is taken by another program: "
            f"stop that one, or choose another port with --port (0: any that is free)."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs special rights: choose one above 1023 with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"This machine does not have the address {host}: choose another with --host."
    return f"Cannot listen on {host} port {port}: {_words(error)}."


def _words(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()


class Acceptor:
    """Accepts on the loop of `workers[0]`; each socket goes to the worker that has the fewest."""

    def __init__(
        self,
        listeners: Sequence[socket.socket],
        workers: Sequence[LoopThread],
        door: Doorkeeper,
        complain: Callable[[str], None],
        introductions: Introductions | None = None,
    ) -> None:
        """`introductions`: for those who come through a proxy."""
        self.counters = DoorCounters()
        self._listeners = listeners
        self._workers = workers
        self._door = door
        self._complain = complain
        self._introductions = introductions
        self._loop = workers[0].loop
        self._stopped = False

    async def start(self) -> None:
        """Begin; on the loop."""
        self._listen()

    async def stop(self) -> None:
        """Accept nobody any more; on the loop."""
        self._stopped = True
        for listener in self._listeners:
            self._loop.remove_reader(listener)
        close(self._listeners)
        if self._introductions is not None:
            self._introductions.stop()

    def _listen(self) -> None:
        if not self._stopped:
            for listener in self._listeners:
                self._loop.add_reader(listener, self._accept, listener)

    def _accept(self, listener: socket.socket) -> None:
        for _ in range(_AT_ONCE):
            try:
                sock, address = listener.accept()
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                if error.errno in _NOTHING_LEFT:
                    self._pause(error)
                    return
                continue  # this one connection broke before it was accepted (accept(2))
            self._welcome(sock, address)

    def _welcome(self, sock: socket.socket, address: tuple[str, int]) -> None:
        peer, introductions = peer_of(address), self._introductions
        try:
            tune(sock)
        except OSError:
            sock.close()
            return
        if introductions is None or not introductions.wait(sock, peer, self._admit):
            self._admit(sock, peer)

    def _admit(self, sock: socket.socket, peer: Peer | None) -> None:
        if peer is None or self._stopped:
            sock.close()
            return
        refusal = self._door.admit(peer)
        if refusal:
            with contextlib.suppress(OSError):  # it may have gone by itself
                sock.send(f"{refusal}\r\n".encode())
            self.counters.refused += 1
            sock.close()
            return
        self.counters.accepted += 1
        worker = min(self._workers, key=lambda each: each.assigned - each.let_go)
        worker.assigned += 1
        if worker.loop is self._loop:
            worker.adopt(sock, peer)
        else:
            worker.loop.call_soon_threadsafe(worker.adopt, sock, peer)

    def _pause(self, error: OSError) -> None:
        self.counters.out_of_files += 1
        self._complain(f"no more connections can be accepted for now: {error.strerror}")
        for listener in self._listeners:
            with contextlib.suppress(OSError):
                self._loop.remove_reader(listener)
        self._loop.call_later(_PAUSE_S, self._listen)
