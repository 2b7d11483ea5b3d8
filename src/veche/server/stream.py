"""The way to one client through TLS: the loop's own transport, made to look like ours.

Owns the handshake's outcome: ALPN decides once and for all whether it may be HTTP, and a
client's certificate is the peer's from then on.
"""

import asyncio
import ssl
from typing import Protocol

import msgspec

from veche.core.ids import Id
from veche.protocols.base import Peer
from veche.server.client_certificates import fingerprint
from veche.server.transport import DRAINED_BYTES, LINGER_S

HTTP_ALPN = "http/1.1"
IRC_ALPN = "irc"


class StreamOwner(Protocol):
    """Whom a stream reports to: the worker's loop thread."""

    loop: asyncio.AbstractEventLoop

    def on_stream(self, stream: "StreamTransport", peer: Peer) -> Id:
        """The handshake is done; returns the session."""
        ...

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
        """The connection is gone."""
        ...

    def on_http_stream(
        self, session: Id, transport: asyncio.Transport, data: bytes, peer: Peer
    ) -> None:
        """The stream is the web server's from now on, which is to begin with `data`."""
        ...


class StreamTransport(asyncio.Protocol):
    """See `session.Transport`."""

    __slots__ = ("_alpn", "_linger", "_owner", "_peer", "_reading", "_stream", "session")

    def __init__(self, owner: StreamOwner, peer: Peer) -> None:
        self.session: Id = 0
        self._owner = owner
        self._peer = peer
        self._stream: asyncio.Transport | None = None
        self._alpn: str | None = None
        self._reading = True
        self._linger: asyncio.TimerHandle | None = None

    # -- from the loop -------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The handshake is done."""
        assert isinstance(transport, asyncio.Transport)
        self._stream = transport
        transport.set_write_buffer_limits(high=DRAINED_BYTES, low=DRAINED_BYTES // 2)
        secured = transport.get_extra_info("ssl_object")
        if isinstance(secured, ssl.SSLObject):
            self._alpn = secured.selected_alpn_protocol()
            if shown := fingerprint(secured):
                self._peer = msgspec.structs.replace(self._peer, fingerprint=shown)
        if self._alpn == HTTP_ALPN:
            self._stream = None
            self._owner.on_http_stream(0, transport, b"", self._peer)
        else:
            self.session = self._owner.on_stream(self, self._peer)

    def data_received(self, data: bytes) -> None:
        """Bytes came in."""
        self._owner.on_received(self.session, data)

    def eof_received(self) -> None:
        """The peer will send no more; TLS closes the other way as well."""
        self._owner.on_ended_input(self.session)

    def resume_writing(self) -> None:
        """Little is pending again."""
        if self._stream is not None and not self._stream.is_closing():
            self._owner.on_drained(self.session)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._stream = None
        if self._linger is not None:
            self._linger.cancel()
        self._owner.on_closed(self.session, "" if exc is None else "Connection lost")

    # -- from the worker -----------------------------------------------------------------

    def write(self, data: bytes) -> None:
        """See `Transport`."""
        if self._stream is not None:
            self._stream.write(data)

    def pending(self) -> int:
        """See `Transport`."""
        return 0 if self._stream is None else self._stream.get_write_buffer_size()

    def reading(self, on: bool) -> None:
        """See `Transport`."""
        if self._stream is None or on is self._reading or self._stream.is_closing():
            return
        self._reading = on
        if on:
            self._stream.resume_reading()
        else:
            self._stream.pause_reading()

    def close(self, flush: bool) -> None:
        """See `Transport`."""
        if self._stream is None:
            return
        if not flush:
            self._stream.abort()
        elif self._linger is None:
            self._linger = self._owner.loop.call_later(LINGER_S, self._stream.abort)
            self._stream.close()

    def abort(self) -> None:
        """End it now."""
        if self._stream is not None:
            self._stream.abort()

    def hand_over(self, data: bytes) -> None:
        """See `Transport`. Who has agreed on IRC by ALPN never gets to the web server."""
        stream, self._stream = self._stream, None
        if stream is None:
            return
        if self._alpn == IRC_ALPN:
            stream.abort()
        else:
            self._owner.on_http_stream(self.session, stream, data, self._peer)
