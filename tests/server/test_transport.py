"""Our own transport over a pair of sockets."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from veche.core.ids import Id
from veche.server.transport import READ_BYTES, SocketTransport, tune


class Owner:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop = asyncio.SelectorEventLoop()
        self.buffer = memoryview(bytearray(READ_BYTES))
        self.received: list[bytes] = []
        self.ended = 0
        self.drained = 0
        self.closed: list[str] = []
        self.http: tuple[socket.socket, bytes] | None = None
        self.tls: socket.socket | None = None

    def on_received(self, session: Id, data: bytes) -> None:
        self.received.append(data)

    def on_ended_input(self, session: Id) -> None:
        self.ended += 1

    def on_drained(self, session: Id) -> None:
        self.drained += 1

    def on_closed(self, session: Id, reason: str) -> None:
        self.closed.append(reason)

    def on_http(self, session: Id, sock: socket.socket, data: bytes) -> None:
        self.http = sock, data

    def on_tls(self, session: Id, sock: socket.socket) -> None:
        self.tls = sock

    def turn(self, times: int = 3) -> None:
        """Let the loop do what is ready."""
        for _ in range(times):
            self.loop.call_soon(self.loop.stop)
            self.loop.run_forever()


@pytest.fixture
def owner() -> Iterator[Owner]:
    """With a loop that is closed afterwards."""
    owner = Owner()
    yield owner
    owner.loop.close()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two connected TCP sockets; the first is tuned as an accepted one, with a small buffer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        far = socket.create_connection(listener.getsockname())
        near, _ = listener.accept()
    tune(near)
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
    far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
    far.settimeout(10)
    with far, near:
        yield near, far


Pair = tuple[socket.socket, socket.socket]
BIG = bytes(range(256)) * 8192  # 2 MiB


def test_tuned(pair: Pair) -> None:
    """The loop would not have done it for our listeners."""
    near, _ = pair
    assert near.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert near.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    assert not near.getblocking()


def test_what_is_written_goes_at_once(owner: Owner, pair: Pair) -> None:
    """Without a turn of the loop."""
    near, far = pair
    transport = SocketTransport(owner, near, tls=False)
    transport.write(b"hello")
    assert far.recv(100) == b"hello"
    assert transport.pending() == 0
    transport.abort()


def test_what_the_kernel_refuses_is_kept_in_order(owner: Owner, pair: Pair) -> None:
    """And goes as the peer reads; the owner hears once when little is left."""
    near, far = pair
    transport = SocketTransport(owner, near, tls=False)
    pieces = [BIG, b"second", b"third" * 1000]
    for piece in pieces:
        transport.write(piece)
    assert transport.pending() > 1_000_000
    far.setblocking(False)
    got = bytearray()
    while len(got) < sum(map(len, pieces)):
        owner.turn(1)
        try:
            got += far.recv(65_536)
        except BlockingIOError:
            continue
    assert got == b"".join(pieces)
    owner.turn()
    assert (transport.pending(), owner.drained) == (0, 1)
    transport.abort()


def test_reading_can_be_paused(owner: Owner, pair: Pair) -> None:
    """What comes meanwhile waits in the kernel."""
    near, far = pair
    transport = SocketTransport(owner, near, tls=False)
    far.sendall(b"one")
    owner.turn()
    transport.reading(False)
    far.sendall(b"two")
    owner.turn()
    assert owner.received == [b"one"]
    transport.reading(True)
    owner.turn()
    assert owner.received == [b"one", b"two"]
    transport.abort()


def test_the_end_of_input_is_told_once(owner: Owner, pair: Pair) -> None:
    """And writing goes on."""
    near, far = pair
    transport = SocketTransport(owner, near, tls=False)
    far.shutdown(socket.SHUT_WR)
    owner.turn()
    assert (owner.ended, owner.closed) == (1, [])
    transport.reading(True)
    owner.turn()
    assert owner.ended == 1
    transport.write(b"answer")
    transport.close(flush=True)
    owner.turn()
    assert far.recv(100) == b"answer"
    assert owner.closed == [""]


def test_closing_gives_the_last_lines_though_input_is_unread(owner: Owner, pair: Pair) -> None:
    """A plain close would send a reset, and the peer would lose them."""
    near, far = pair
    transport = SocketTransport(owner, near, tls=False)
    far.sendall(b"unread" * 1000)
    transport.write(b"goodbye")
    transport.close(flush=True)
    owner.turn()
    far.sendall(b"more" * 1000)
    owner.turn()
    assert owner.closed == []
    assert far.recv(100) == b"goodbye"
    assert far.recv(100) == b""
    far.close()
    owner.turn()
    assert owner.closed == [""]
    assert owner.received == []


def test_closing_waits_for_what_is_pending(owner: Owner, pair: Pair) -> None:
    """But not for ever."""
    near, far = pair
    transport = SocketTransport(owner, near, tls=False)
    transport.write(BIG)
    transport.close(flush=True)
    far.setblocking(False)
    got = 0
    while got < len(BIG):
        owner.turn(1)
        try:
            got += len(far.recv(65_536))
        except BlockingIOError:
            continue
    far.close()
    owner.turn()
    assert owner.closed == [""]


def test_who_does_not_read_is_dropped(
    owner: Owner, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the time for the last lines is over."""
    monkeypatch.setattr("veche.server.transport.LINGER_S", 0.05)
    near, _ = pair
    transport = SocketTransport(owner, near, tls=False)
    transport.write(BIG)
    transport.close(flush=True)
    owner.loop.call_later(5, owner.loop.stop)
    while not owner.closed:
        owner.turn(1)
    assert transport.pending() == 0


def test_a_reset_is_told_with_its_reason(owner: Owner, pair: Pair) -> None:
    """Never from within a call of the worker."""
    near, far = pair
    transport = SocketTransport(owner, near, tls=False)
    linger = b"\x01\0\0\0\0\0\0\0"  # struct linger {1, 0}: close sends a reset
    far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    far.close()
    transport.write(b"x")
    transport.write(b"y")
    assert owner.closed == []
    owner.turn()
    assert owner.closed == ["Connection reset by peer"]
    transport.close(flush=True)
    transport.abort()
    owner.turn()
    assert len(owner.closed) == 1


def test_without_flush_nothing_more_is_sent(owner: Owner, pair: Pair) -> None:
    """The peer is gone for us."""
    near, _ = pair
    transport = SocketTransport(owner, near, tls=False)
    transport.write(BIG)
    transport.close(flush=False)
    assert transport.pending() == 0
    transport.write(b"x")
    owner.turn()
    assert owner.closed == [""]


def test_tls_is_seen_by_its_first_byte(owner: Owner, pair: Pair) -> None:
    """Which stays unread, for the handshake."""
    near, far = pair
    SocketTransport(owner, near, tls=True)
    far.sendall(b"\x16\x03\x01")
    owner.turn()
    assert owner.tls is near
    assert near.recv(10) == b"\x16\x03\x01"
    assert (owner.received, owner.closed) == ([], [])


@pytest.mark.parametrize("first", ["clear text", "our own word"])
def test_no_tls_after_anything_else(owner: Owner, pair: Pair, first: str) -> None:
    """The protocol is fixed at the first bytes."""
    near, far = pair
    transport = SocketTransport(owner, near, tls=True)
    if first == "clear text":
        far.sendall(b"NICK a")
        owner.turn()
    else:
        transport.write(b"Enter your username: ")
    far.sendall(b"\x16\x03\x01")
    owner.turn()
    assert owner.tls is None
    assert b"".join(owner.received).endswith(b"\x16\x03\x01")
    transport.abort()


def test_a_socket_that_is_handed_over_is_not_touched_any_more(owner: Owner, pair: Pair) -> None:
    """It is open, and its input is the new owner's."""
    near, far = pair
    transport = SocketTransport(owner, near, tls=False)
    transport.hand_over(b"GET /")
    assert owner.http == (near, b"GET /")
    far.sendall(b"more")
    owner.turn()
    assert owner.received == []
    assert near.recv(10) == b"more"
    transport.abort()
    assert near.fileno() >= 0
