"""IRC over WebSocket (https://ircv3.net/specs/extensions/websocket, RFC 6455).

Owns the handshake's conditions, and the transport that makes frames of the
worker's lines and lines of the client's messages. Must not know what lines
mean. The library reads frames, answers pings and closes in order.
"""

import asyncio
import logging
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from veche.core.ids import Id
from veche.protocols.base import Peer
from veche.server.http.frames import BINARY, TEXT, Framer, to_reason
from veche.server.http.origin import Asker, OriginRule
from veche.server.http.seam import WebOwner
from veche.server.transport import DRAINED_BYTES, LINGER_S

if TYPE_CHECKING:
    from aiohttp import WSMessage, web

Peers = WeakKeyDictionary[asyncio.BaseTransport, Peer]
"""Whose connections are, for as long as they are there."""
PATH = "/irc"
MESSAGE_BYTES = 65_536
"""A longer message ends the connection; a longer line than IRC allows is refused by its door."""
_LIBRARY_BYTES = 2 * MESSAGE_BYTES
"""From here on the library hangs up in the midst of the message, so that often nobody hears why."""
_BINARY = "binary.ircv3.net"
SUBPROTOCOLS = (_BINARY, "text.ircv3.net")
"""The client's preference decides. Who names none of them gets text, as every browser can read."""

_TOO_BIG = "Message too big"
_WHY = {1007: "Text that is not UTF-8", 1009: _TOO_BIG}  # RFC 6455 7.4.1


class WebSocketDoor:
    """Lets clients of one loop in."""

    def __init__(self, owner: WebOwner, rule: OriginRule, peers: Peers) -> None:
        self._owner = owner
        self._peers = peers
        self._rule = rule
        soon = owner.loop.call_soon
        self._text = Framer(TEXT, soon)
        self._binary = Framer(BINARY, soon)
        # It warns of every client that names other subprotocols than ours.
        logging.getLogger("aiohttp.websocket").setLevel(logging.ERROR)

    async def serve(self, request: "web.Request") -> "web.StreamResponse":
        """Upgrade the connection and serve it to its end. Raises HTTPException: refused."""
        from aiohttp import WSCloseCode, web

        if not wants_upgrade(request):
            text = "This is for IRC over WebSocket: connect to it with a WebSocket client.\n"
            raise web.HTTPUpgradeRequired(text=text, headers={"Upgrade": "websocket"})
        stream = request.transport
        peer = None if stream is None else self._peers.get(stream)
        if stream is None or peer is None:
            raise web.HTTPBadRequest
        headers = request.headers
        asker = Asker(
            headers.get("Origin"), headers.get("Host"), headers.get("Sec-Fetch-Site"), peer.secure
        )
        if refusal := self._rule.refusal(asker):
            raise web.HTTPForbidden(text=f"{refusal}\n")
        socket = web.WebSocketResponse(
            timeout=LINGER_S,
            protocols=SUBPROTOCOLS,
            compress=False,
            max_msg_size=_LIBRARY_BYTES,
        )
        await socket.prepare(request)
        if refusal := self._owner.readmit(peer):
            # A page is told no HTTP status, but this.
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=to_reason(refusal))
            return socket
        framer = self._binary if socket.ws_protocol == _BINARY else self._text
        transport = WebSocketTransport(self._owner, socket, stream, framer)
        transport.session = self._owner.on_websocket(transport, peer)
        await transport.listen()
        return socket


def wants_upgrade(request: "web.Request") -> bool:
    """Whether it asks for a WebSocket (RFC 6455 4.2.1)."""
    return request.headers.get("Upgrade", "").strip().lower() == "websocket"


class WebSocketTransport:
    """See `session.Transport`. `session` is to be set before the loop runs again."""

    __slots__ = (
        "_closer",
        "_ending",
        "_framer",
        "_gone",
        "_half",
        "_linger",
        "_owner",
        "_reason",
        "_reported",
        "_socket",
        "_stream",
        "_wanted",
        "_why",
        "session",
    )

    def __init__(
        self,
        owner: WebOwner,
        socket: "web.WebSocketResponse",
        stream: asyncio.Transport,
        framer: Framer,
    ) -> None:
        self.session: Id = 0
        self._owner = owner
        self._socket = socket
        self._stream = stream
        self._framer = framer
        self._reason = ""  # of the goodbye, once it was written
        self._wanted = asyncio.Event()
        self._wanted.set()
        self._half = False  # the client has said that it closes
        self._gone = False
        self._why = ""  # it is to be said that it is gone
        self._ending = False
        self._reported = False
        self._closer: asyncio.Task[bool] | None = None
        self._linger: asyncio.TimerHandle | None = None
        stream.set_write_buffer_limits(high=DRAINED_BYTES, low=DRAINED_BYTES // 2)
        stream.set_protocol(_Tap(stream.get_protocol(), self))

    # -- in ------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Pass on what comes, as long as it is wanted; return when the connection may end.

        The library has answered then: the client's close, or its fault, with another.
        """
        from aiohttp import WSMsgType

        kinds = (WSMsgType.TEXT, WSMsgType.BINARY)
        while True:
            message: WSMessage = await self._socket.receive()
            await self._wanted.wait()
            if self._ending or self._gone:
                break
            data = message.data
            if message.type not in kinds:
                if message.type is WSMsgType.CLOSE:
                    self._half = True
                    self._owner.on_ended_input(self.session)
                else:
                    self._report(_WHY.get(getattr(data, "code", 0), "Connection lost"))
                break
            line = data.encode() if isinstance(data, str) else data
            if len(line) > MESSAGE_BYTES:
                self._why = _TOO_BIG
                await self._socket.close(code=1009, message=_TOO_BIG.encode())
                self._report(_TOO_BIG)
                break
            self._owner.on_received(self.session, to_line(line))
        if self._closer is not None:
            await asyncio.wait((self._closer,))

    def reading(self, on: bool) -> None:
        """See `Transport`. The library reads on until it has twice MESSAGE_BYTES."""
        if on or self._ending or self._gone:
            self._wanted.set()
        else:
            self._wanted.clear()

    # -- out -----------------------------------------------------------------------------

    def write(self, data: bytes) -> None:
        """See `Transport`. Nothing may follow a close frame (RFC 6455 5.5.1)."""
        if not (self._ending or self._socket.closed or self._stream.is_closing()):
            frames, self._reason = self._framer(data)
            self._stream.write(frames)

    def pending(self) -> int:
        """See `Transport`."""
        return self._stream.get_write_buffer_size()

    def resumed(self) -> None:
        """Little is pending again."""
        if not (self._ending or self._gone):
            self._owner.on_drained(self.session)

    # -- the end -------------------------------------------------------------------------

    def close(self, flush: bool) -> None:
        """See `Transport`. The close frame has the reason of the goodbye that was written."""
        if self._ending:
            return
        self._ending = True
        self._wanted.set()
        loop = self._owner.loop
        if self._gone:
            loop.call_soon(self._report, "")
        elif not flush:
            self._stream.abort()
        else:
            self._linger = loop.call_later(LINGER_S, self._stream.abort)
            if not (self._stream.is_closing() or self._socket.closed):
                closing = self._socket.close(message=to_reason(self._reason))
                self._closer = loop.create_task(closing)

    def lost(self, reason: str) -> None:
        """The connection is gone. A client that has said so before is acted on for a while."""
        self._gone = True
        self._wanted.set()
        if self._half and not self._ending:
            self._linger = self._owner.loop.call_later(LINGER_S, self._report, "")
        else:
            self._report(self._why or reason)

    def _report(self, reason: str) -> None:
        if self._linger is not None:
            self._linger.cancel()
        if not self._reported:
            self._reported = True
            self._owner.on_closed(self.session, reason)

    def abort(self) -> None:
        """End it now."""
        self._stream.abort()

    def hand_over(self, data: bytes) -> None:
        """See `Transport`. It never comes to this: it was HTTP, and is IRC for good."""
        self._stream.abort()


def to_line(message: bytes) -> bytes:
    """The one line that a message is, with its end. A line end within it never makes it two:
    it becomes a character that the IRC door refuses."""
    return message.removesuffix(b"\n").removesuffix(b"\r").replace(b"\n", b"\r") + b"\r\n"


class _Tap(asyncio.Protocol):
    """Between a stream and the library's protocol, which does not pass on all we must know."""

    def __init__(self, protocol: asyncio.BaseProtocol, told: WebSocketTransport) -> None:
        assert isinstance(protocol, asyncio.Protocol)
        self._protocol = protocol
        self._told = told

    def data_received(self, data: bytes) -> None:
        """Passed on."""
        self._protocol.data_received(data)

    def eof_received(self) -> bool | None:
        """Passed on."""
        return self._protocol.eof_received()

    def pause_writing(self) -> None:
        """Passed on."""
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        """Passed on, and told."""
        self._protocol.resume_writing()
        self._told.resumed()

    def connection_lost(self, exc: Exception | None) -> None:
        """Passed on, and told."""
        self._protocol.connection_lost(exc)
        self._told.lost("" if exc is None else "Connection lost")
