"""PROXY headers off the socket, and what is left in it."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from veche.core.networks import Networks
from veche.protocols.base import Peer
from veche.server.introductions import Introductions

PROXY = Peer("198.51.100.1", loopback=False)
HEADER = b"PROXY TCP4 192.0.2.7 192.0.2.1 5 6\r\n"


class Waiting:
    """A socket that is a proxy's, with the loop run by hand."""

    def __init__(self, within_s: float = 30.0) -> None:
        self.loop = asyncio.new_event_loop()
        self.said: list[Peer | None] = []
        self.near, self.far = socket.socketpair()
        self.near.setblocking(False)
        self.introductions = Introductions(self.loop, Networks("198.51.100.1"), within_s)
        assert self.introductions.wait(self.near, PROXY, self.then)

    def then(self, sock: socket.socket, peer: Peer | None) -> None:
        assert sock is self.near
        self.said.append(peer)

    def send(self, data: bytes) -> None:
        """And let the loop look at it."""
        self.far.sendall(data)
        self.turn()

    def turn(self) -> None:
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.run_until_complete(asyncio.sleep(0))


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    """One, and its end."""
    it = Waiting()
    yield it
    it.introductions.stop()
    it.loop.close()
    it.near.close()
    it.far.close()


def test_what_follows_is_left_in_the_socket(waiting: Waiting) -> None:
    """Wherever the header is split; who comes through a proxy is not this machine."""
    for byte in HEADER[:-1]:
        waiting.send(bytes((byte,)))
    assert waiting.said == []
    waiting.send(HEADER[-1:] + b"\x16\x03")
    assert waiting.said == [Peer("192.0.2.7", 5, loopback=False, network="192.0.2.7")]
    assert waiting.near.recv(10) == b"\x16\x03"


@pytest.mark.parametrize("data", [b"NICK alice\r\n", b"PROXY nonsense\r\n"])
def test_what_is_no_header(waiting: Waiting, data: bytes) -> None:
    """There is nobody then."""
    waiting.send(data)
    assert waiting.said == [None]


def test_a_proxy_that_speaks_for_itself(waiting: Waiting) -> None:
    """To see whether we are here."""
    waiting.send(b"PROXY UNKNOWN\r\n")
    assert waiting.said == [PROXY]


def test_the_end_before_the_header(waiting: Waiting) -> None:
    """Of its input, or of us."""
    waiting.far.shutdown(socket.SHUT_WR)
    waiting.turn()
    assert waiting.said == [None]
    waiting.introductions.stop()
    assert waiting.said == [None]


def test_silence() -> None:
    """Lasts no longer than it may."""
    it = Waiting(within_s=0.01)
    while not it.said:
        it.loop.run_until_complete(asyncio.sleep(0.005))
    assert it.said == [None]
    it.loop.close()
    it.near.close()
    it.far.close()


def test_who_is_no_proxy() -> None:
    """Is not waited for."""
    loop = asyncio.new_event_loop()
    near, far = socket.socketpair()
    introductions = Introductions(loop, Networks("198.51.100.1"), 1.0)
    assert not introductions.wait(near, Peer("192.0.2.1", loopback=False), lambda *_: None)
    loop.close()
    near.close()
    far.close()
