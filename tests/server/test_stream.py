"""The transport behind TLS, and what ALPN decides for good."""

import asyncio
import hashlib
import ssl
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.server.fakes import LOCAL
from veche.core.ids import Id
from veche.protocols.base import Peer
from veche.server.stream import HTTP_ALPN, IRC_ALPN, StreamTransport


class FakeStream(asyncio.Transport):
    """Keeps what is done to it; `alpn` is what the handshake agreed on."""

    def __init__(self, alpn: str | None) -> None:
        super().__init__()
        self.done: list[object] = []
        self.alpn = alpn
        self.certificate: bytes | None = None

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        if name != "ssl_object":
            return default
        made = ssl.SSLObject.__new__(ssl.SSLObject)
        made.selected_alpn_protocol = lambda: self.alpn  # type: ignore[method-assign]
        made.getpeercert = lambda binary_form=False: self.certificate  # type: ignore[method-assign,assignment]
        return made

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        assert high is not None
        assert low is not None

    def get_write_buffer_size(self) -> int:
        return 7

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.done.append(bytes(data))

    def is_closing(self) -> bool:
        return "close" in self.done or "abort" in self.done

    def pause_reading(self) -> None:
        self.done.append("pause")

    def resume_reading(self) -> None:
        self.done.append("resume")

    def close(self) -> None:
        self.done.append("close")

    def abort(self) -> None:
        self.done.append("abort")


class Owner:
    """Keeps what it is told."""

    def __init__(self) -> None:
        timer = SimpleNamespace(cancel=lambda: self.told.append("no linger"))
        loop = SimpleNamespace(call_later=lambda s, call: timer)
        self.loop = cast("asyncio.AbstractEventLoop", loop)
        self.told: list[object] = []

    def on_stream(self, stream: StreamTransport, peer: Peer) -> Id:
        self.told.append(peer)
        return 5

    def on_received(self, session: Id, data: bytes) -> None:
        self.told.append((session, data))

    def on_ended_input(self, session: Id) -> None:
        self.told.append((session, "end"))

    def on_drained(self, session: Id) -> None:
        self.told.append((session, "drained"))

    def on_closed(self, session: Id, reason: str) -> None:
        self.told.append((session, "closed", reason))

    def on_http_stream(
        self, session: Id, transport: asyncio.Transport, data: bytes, peer: Peer
    ) -> None:
        self.told.append((session, "http", data, peer))


def made(alpn: str | None) -> tuple[StreamTransport, FakeStream, Owner]:
    """A stream whose handshake is done."""
    owner, stream = Owner(), FakeStream(alpn)
    transport = StreamTransport(owner, LOCAL)
    transport.connection_made(stream)
    return transport, stream, owner


def test_a_clients_certificate_is_the_peers() -> None:
    """From the first call on."""
    stream, owner = FakeStream(None), Owner()
    stream.certificate = b"certificate"
    StreamTransport(owner, LOCAL).connection_made(stream)
    (peer,) = owner.told
    assert isinstance(peer, Peer)
    assert peer.fingerprint == hashlib.sha256(b"certificate").hexdigest()


def test_it_passes_everything_on() -> None:
    """Both ways."""
    transport, stream, owner = made(None)
    transport.data_received(b"in")
    transport.eof_received()
    transport.resume_writing()
    transport.write(b"out")
    transport.reading(False)
    transport.reading(False)
    transport.reading(True)
    assert transport.pending() == 7
    transport.close(flush=True)
    transport.close(flush=True)
    transport.connection_lost(None)
    assert owner.told == [
        LOCAL,
        (5, b"in"),
        (5, "end"),
        (5, "drained"),
        "no linger",
        (5, "closed", ""),
    ]
    assert stream.done == [b"out", "pause", "resume", "close"]
    transport.write(b"late")
    transport.abort()
    assert (transport.pending(), len(stream.done)) == (0, 4)


def test_without_flush_it_is_aborted() -> None:
    """And a broken connection is told as such."""
    transport, stream, owner = made(None)
    transport.close(flush=False)
    transport.connection_lost(OSError("planted"))
    assert stream.done == ["abort"]
    assert owner.told[-1] == (5, "closed", "Connection lost")


def test_http_by_alpn_never_reaches_irc() -> None:
    """No session is made for it."""
    _, _, owner = made(HTTP_ALPN)
    assert owner.told == [(0, "http", b"", LOCAL)]


@pytest.mark.parametrize(("alpn", "served"), [(IRC_ALPN, False), (None, True)])
def test_http_by_its_first_bytes(alpn: str | None, served: bool) -> None:
    """Only without an agreement: irc never reaches the web server."""
    transport, stream, owner = made(alpn)
    transport.hand_over(b"GET / ")
    assert ((5, "http", b"GET / ", LOCAL) in owner.told) is served
    assert stream.done == ([] if served else ["abort"])
