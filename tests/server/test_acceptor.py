"""Listening: every address of a host at one port, and a sentence for what cannot be."""

import asyncio
import errno
import socket
from types import SimpleNamespace
from typing import Any, cast

import pytest

from veche.core.limits import Limits
from veche.protocols.base import Peer
from veche.server.acceptor import Acceptor, CannotListen, close, listen
from veche.server.door import Doorkeeper
from veche.server.introductions import Then


def test_a_free_port() -> None:
    """The same one on every address of the host."""
    listeners = listen("127.0.0.1", 0)
    assert [each.getsockname()[0] for each in listeners] == ["127.0.0.1"]
    assert listeners[0].getsockname()[1] > 0
    close(listeners)
    listeners = listen("localhost", 0)
    assert len({each.getsockname()[1] for each in listeners}) == 1
    close(listeners)


def test_a_taken_port() -> None:
    """Says which, and how to choose another."""
    listeners = listen("127.0.0.1", 0)
    port = listeners[0].getsockname()[1]
    with pytest.raises(CannotListen, match=rf"Port {port} of 127\.0\.0\.1 is taken.*--port"):
        listen("127.0.0.1", port)
    close(listeners)


def test_an_address_of_another_machine() -> None:
    """TEST-NET-1 (RFC 5737) is nobody's."""
    with pytest.raises(CannotListen, match="does not have the address"):
        listen("192.0.2.1", 0)


def test_a_name_of_nothing() -> None:
    """Not even asked of the network: no name has a space."""
    with pytest.raises(CannotListen, match="no address named"):
        listen("no such host", 0)


class FakeListener:
    """Raises what it is given, then gives sockets."""

    def __init__(self, *errors: int) -> None:
        self.errors = list(errors)
        self.socks: list[socket.socket] = []

    def accept(self) -> tuple[socket.socket, tuple[str, int]]:
        if self.errors:
            code = self.errors.pop(0)
            raise BlockingIOError if code == errno.EAGAIN else OSError(code, "planted")
        if not self.socks:
            raise BlockingIOError
        return self.socks.pop(0), ("192.0.2.1", 5)


class FakeWorker:
    """Keeps the sockets that it is given."""

    def __init__(self, loop: asyncio.AbstractEventLoop, assigned: int = 0) -> None:
        self.loop = loop
        self.assigned = assigned
        self.let_go = 0
        self.adopted: list[socket.socket] = []

    def adopt(self, sock: socket.socket, peer: Peer) -> None:
        self.adopted.append(sock)


def made(
    *workers: FakeWorker,
    limits: Limits = Limits(),  # noqa: B008
) -> tuple[Acceptor, list[str]]:
    """An acceptor for these workers, and its complaints."""
    complaints: list[str] = []
    door = Doorkeeper(limits, lambda: 0.0)
    return Acceptor([], cast("list[Any]", workers), door, complaints.append), complaints


def test_sockets_go_to_the_worker_with_the_fewest() -> None:
    """Sessions that are gone do not count."""
    loop = cast("asyncio.AbstractEventLoop", SimpleNamespace())
    one, other = FakeWorker(loop, assigned=4), FakeWorker(loop, assigned=5)
    other.let_go = 4
    acceptor, _ = made(one, other)
    listener = FakeListener()
    pairs = [socket.socketpair() for _ in range(4)]
    listener.socks = [near for near, _ in pairs]
    acceptor._accept(cast("socket.socket", listener))
    assert (len(one.adopted), len(other.adopted)) == (1, 3)
    for near, far in pairs:
        near.close()
        far.close()


def test_without_file_descriptors_it_pauses_instead_of_spinning() -> None:
    """And says so; then it goes on."""
    later: list[float] = []
    loop = SimpleNamespace(
        remove_reader=lambda listener: None, call_later=lambda s, call: later.append(s)
    )
    acceptor, complaints = made(FakeWorker(cast("asyncio.AbstractEventLoop", loop)))
    acceptor._accept(cast("socket.socket", FakeListener(errno.EMFILE)))
    assert later == [pytest.approx(0.2)]
    assert len(complaints) == 1
    assert acceptor.counters.out_of_files == 1


def test_a_connection_that_broke_before_it_was_accepted() -> None:
    """Is no reason not to take the next one."""
    worker = FakeWorker(cast("asyncio.AbstractEventLoop", SimpleNamespace()))
    acceptor, complaints = made(worker)
    listener = FakeListener(errno.ECONNABORTED)
    near, far = socket.socketpair()
    listener.socks = [near]
    acceptor._accept(cast("socket.socket", listener))
    assert worker.adopted == [near]
    assert complaints == []
    near.close()
    far.close()


def test_who_is_refused_is_told_why() -> None:
    """In a sentence, which any client shows; then the socket is closed."""
    worker = FakeWorker(cast("asyncio.AbstractEventLoop", SimpleNamespace()))
    acceptor, _ = made(worker, limits=Limits(unregistered_per_address=1))
    listener = FakeListener()
    pairs = [socket.socketpair() for _ in range(2)]
    listener.socks = [near for near, _ in pairs]
    acceptor._accept(cast("socket.socket", listener))
    assert len(worker.adopted) == acceptor.counters.refused == 1
    assert b"Too many connections" in pairs[1][1].recv(200)
    assert pairs[1][1].recv(200) == b""
    for near, far in pairs:
        near.close()
        far.close()


class FakeIntroductions:
    """Lets a proxy's sockets wait until a test says whose they are."""

    def __init__(self) -> None:
        self.waiting: list[tuple[socket.socket, Then]] = []
        self.stopped = False

    def wait(self, sock: socket.socket, peer: Peer, then: Then) -> bool:
        self.waiting.append((sock, then))
        return True

    def stop(self) -> None:
        self.stopped = True


def test_a_proxys_socket_waits_until_it_is_known_whose_it_is() -> None:
    """Nobody's is closed; the others count at their own address."""
    worker = FakeWorker(cast("asyncio.AbstractEventLoop", SimpleNamespace()))
    introductions, door = FakeIntroductions(), Doorkeeper(Limits(), lambda: 0.0)
    workers: list[Any] = [worker]
    acceptor = Acceptor([], workers, door, print, cast("Any", introductions))
    listener = FakeListener()
    pairs = [socket.socketpair() for _ in range(2)]
    listener.socks = [near for near, _ in pairs]
    acceptor._accept(cast("socket.socket", listener))
    assert worker.adopted == []
    (one, then), (other, _) = introductions.waiting
    then(one, None)
    then(other, Peer("192.0.2.7", loopback=False))
    assert worker.adopted == [other]
    assert pairs[0][1].recv(10) == b""
    asyncio.run(acceptor.stop())
    assert introductions.stopped
    for near, far in pairs:
        near.close()
        far.close()
