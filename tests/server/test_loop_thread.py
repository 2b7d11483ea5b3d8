"""A worker's thread with a real loop and real sockets, and everything else faked."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from queue import SimpleQueue

import pytest

from tests.harness import wait_until
from tests.server.fakes import LOCAL, FakeEncoding, Stage
from veche.core.exchange import Answer, Ask, Origin
from veche.core.limits import Limits
from veche.eventlog.memory import MemoryLog
from veche.protocols.base import Peer
from veche.server.door import Doorkeeper
from veche.server.helpers import Helpers, Pool
from veche.server.http.seam import WebOwner
from veche.server.loop_thread import LoopThread
from veche.server.reading import Reading
from veche.server.transport import tune


class FakeWeb:
    """Gives a protocol that keeps what it reads."""

    def __init__(self) -> None:
        self.read: SimpleQueue[bytes] = SimpleQueue()
        self.closed = False
        self.transports: list[asyncio.Transport] = []

    def attach(self, owner: WebOwner) -> None:
        self.owner = owner

    async def protocol(self, data: bytes, peer: Peer) -> asyncio.Protocol:
        web = self
        assert peer == LOCAL

        class Kept(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                assert isinstance(transport, asyncio.Transport)
                web.transports.append(transport)
                web.read.put(data)

            def data_received(self, data: bytes) -> None:
                web.read.put(data)

        return Kept()

    async def close(self) -> None:
        self.closed = True
        for transport in self.transports:
            transport.abort()


class Running:
    """A thread over the worker of a `Stage`."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.stage.doors.encoding = FakeEncoding()
        self.asked: SimpleQueue[Sequence[Ask]] = SimpleQueue()
        self.bugs: SimpleQueue[BaseException] = SimpleQueue()
        self.web = FakeWeb()
        self.helpers = Helpers({"read": Pool(lambda: Reading(MemoryLog().reader()))}, self.bugs.put)
        self.thread = LoopThread(
            self.stage.worker,
            ask=self.asked.put,
            helpers=self.helpers,
            door=Doorkeeper(Limits(), lambda: 0.0),
            web=self.web,
            tls=None,
            handshake_s=5.0,
            bug=self.bugs.put,
        )
        self.socks: list[socket.socket] = []

    def connect(self) -> socket.socket:
        """A client's end of a socket that the thread has adopted."""
        near, far = socket.socketpair()
        tune(near)
        far.settimeout(10)
        self.socks.append(far)
        self.thread.assigned += 1
        self.thread.loop.call_soon_threadsafe(self.thread.adopt, near, LOCAL)
        return far


@pytest.fixture
def running() -> Iterator[Running]:
    """Started, and stopped afterwards; a bug fails the test."""
    it = Running()
    it.thread.start()
    it.helpers.start()
    yield it
    it.thread.run(it.thread.farewell("stopping", 5.0), 10.0)
    it.helpers.stop(5.0)
    it.thread.stop(5.0)
    for sock in it.socks:
        sock.close()
    assert it.web.closed
    assert it.bugs.empty()


def test_bytes_become_asks_and_answers_bytes(running: Running) -> None:
    """What one round of the loop reads goes to the hub at once."""
    client = running.connect()
    client.sendall(b"hello world")
    asks = running.asked.get(timeout=10)
    assert [ask.origin.number for ask in asks] == [1, 2]
    origin = asks[0].origin
    running.thread.mailbox.post((Answer(origin, ()), Answer(Origin(origin.session, 3, 2), ())))
    assert client.recv(100) == b"<1><2>"


def test_a_client_that_goes(running: Running) -> None:
    """Is reported, and its place is free."""
    client = running.connect()
    client.sendall(b"hello")
    (ask,) = running.asked.get(timeout=10)
    client.close()
    running.thread.mailbox.post((Answer(ask.origin, ()),))
    (gone,) = running.asked.get(timeout=10)
    assert "Disconnected" in str(gone)
    wait_until(lambda: running.thread.let_go == running.thread.assigned == 1, what="its end")


def test_deadlines_come_by_themselves(running: Running) -> None:
    """Here the prompt, after a quarter of a second of silence."""
    client = running.connect()
    assert client.recv(100) == b"Enter your username: "


def test_http_goes_to_the_web_server(running: Running) -> None:
    """With what was read, and what comes later."""
    client = running.connect()
    client.sendall(b"GET / HTTP/1.1\r\n")
    assert running.web.read.get(timeout=10) == b"GET / HTTP/1.1\r\n"
    client.sendall(b"\r\n")
    assert running.web.read.get(timeout=10) == b"\r\n"


def test_the_end(running: Running) -> None:
    """Everybody is told, and no more is read."""
    clients = [running.connect() for _ in range(3)]
    for client in clients:
        client.sendall(b"hello")
    wait_until(lambda: running.stage.worker.counters.asks == 3, what="their asks")
    running.thread.run(running.thread.stop_reading(), 5.0)
    running.thread.run(running.thread.farewell("stopping", 5.0), 10.0)
    for client in clients:
        assert client.recv(100) == b"bye stopping"
        assert client.recv(100) == b""
