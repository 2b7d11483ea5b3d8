"""IRC inside a WebSocket (IRCv3 "WebSocket support").

Owns the connection through aiohttp, which is loaded with this module only. Must not know what the
lines mean.
"""

import asyncio
import contextlib
import socket
import ssl
from collections import deque
from types import SimpleNamespace

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from veche.client.address import Address
from veche.client.buffer import MAX_LINE_BYTES
from veche.client.errors import UnreachableError

# Binary first: one letter that is not UTF-8 must not cost the connection.
SUBPROTOCOLS = ("binary.ircv3.net", "text.ircv3.net")
# What a server answers who misses the header Origin.
_NO_ORIGIN = (400, 403)
_CLOSE_S = 1.0
_LINE_END = b"\r\n"


async def open_websocket(
    address: Address, hosts: list[str], context: ssl.SSLContext | None
) -> "WebSocketStream":
    """Connect to one of `hosts`, numeric addresses; the caller bounds the time.

    Raises UnreachableError, OSError, ssl.SSLError.
    """
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=_Resolved(hosts), limit=1),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),
        trace_configs=[_no_redirects()],
        headers={"User-Agent": "veche"},
    )
    try:
        return WebSocketStream(session, await _upgrade(session, address, context))
    except BaseException:
        await session.close()
        raise


async def _upgrade(
    session: aiohttp.ClientSession, address: Address, context: ssl.SSLContext | None
) -> aiohttp.ClientWebSocketResponse[bool]:
    """Say hello as a program does; if that is not good enough, as a page of the server itself."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    place = f"{host}:{address.port}"
    try:
        return await _hello(session, address, place, context, None)
    except UnreachableError as error:
        cause = error.__cause__
        if not isinstance(cause, aiohttp.WSServerHandshakeError) or cause.status not in _NO_ORIGIN:
            raise
    # InspIRCd wants an Origin of everybody.
    scheme = "http" if context is None else "https"
    return await _hello(session, address, place, context, f"{scheme}://{place}")


async def _hello(
    session: aiohttp.ClientSession,
    address: Address,
    place: str,
    context: ssl.SSLContext | None,
    origin: str | None,
) -> aiohttp.ClientWebSocketResponse[bool]:
    try:
        return await session.ws_connect(
            f"{'ws' if context is None else 'wss'}://{place}{address.path}",
            protocols=SUBPROTOCOLS,
            origin=origin,
            ssl=context or True,
            max_msg_size=MAX_LINE_BYTES + 1,
            timeout=aiohttp.ClientWSTimeout(ws_close=_CLOSE_S),
        )
    except aiohttp.WSServerHandshakeError as error:
        raise UnreachableError(
            f"there is no WebSocket at {address.path} (HTTP status {error.status})"
        ) from error
    except aiohttp.ClientConnectorCertificateError as error:
        raise error.certificate_error from error
    except aiohttp.ClientConnectorError as error:
        raise error.os_error from error
    except (aiohttp.ClientError, ValueError) as error:
        raise UnreachableError("it does not speak HTTP there") from error


def _no_redirects() -> aiohttp.TraceConfig:
    """Whoever is dialled must answer: elsewhere may be without TLS, or inside our own network."""

    async def refuse(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestRedirectParams,
    ) -> None:
        params.response.close()
        raise UnreachableError("it redirects to another place")

    config = aiohttp.TraceConfig()
    config.on_request_redirect.append(refuse)
    return config


class _Resolved(AbstractResolver):
    """The answer is known already."""

    def __init__(self, hosts: list[str]) -> None:
        self._hosts = hosts

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=numeric,
                port=port,
                family=socket.AF_INET6 if ":" in numeric else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for numeric in self._hosts
        ]

    async def close(self) -> None:
        return


class WebSocketStream:
    """A `Stream` in which each message is one line, without CR LF."""

    def __init__(
        self, session: aiohttp.ClientSession, peer: aiohttp.ClientWebSocketResponse[bool]
    ) -> None:
        """Take over both; text is sent as text unless the server chose the binary subprotocol."""
        self._session = session
        self._peer = peer
        self._socket: socket.socket = peer.get_extra_info("socket")
        self._binary = peer.protocol == SUBPROTOCOLS[0]
        self._lines: deque[bytes] = deque()
        self._waiting = asyncio.Event()
        self._sent = asyncio.Event()
        self._sender = asyncio.create_task(self._send())

    async def read(self) -> bytes:
        """Return one line; b"" at the end. Raises ConnectionError if the peer breaks the rules."""
        message = await self._peer.receive()
        match message.type:
            case aiohttp.WSMsgType.TEXT:
                return str(message.data).encode().rstrip(_LINE_END) + _LINE_END
            case aiohttp.WSMsgType.BINARY:
                return bytes(message.data).rstrip(_LINE_END) + _LINE_END
            case aiohttp.WSMsgType.ERROR:
                if self._peer.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG:
                    raise ConnectionError("the server sent a line without end")
                raise ConnectionError("the server broke the rules of WebSocket")
        return b""

    def write(self, data: bytes) -> None:
        """Queue whole lines; a task of its own sends them."""
        self._lines += data.split(_LINE_END)[:-1]
        if self._lines:
            self._sent.clear()
            self._waiting.set()

    async def drain(self) -> None:
        """Wait until all lines are with the socket; at once if it is broken, as `read` tells."""
        if self._lines and not self._sender.done():
            await self._sent.wait()

    async def close(self) -> None:
        """Close with a close frame, within a second."""
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_S):
                    await self.drain()
                    await self._peer.close()
        finally:
            self._sender.cancel()
            # Else the session waits until the peer has taken all that is left.
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            await self._session.close()
            await self._peer.close()

    async def _send(self) -> None:
        try:
            while True:
                await self._waiting.wait()
                while self._lines:
                    line = self._lines[0]
                    if self._binary:
                        await self._peer.send_bytes(line)
                    else:
                        await self._peer.send_str(line.decode("utf-8", "replace"))
                    self._lines.popleft()
                self._waiting.clear()
                self._sent.set()
        except ConnectionError:
            # The reader sees the end as well, and says so.
            self._lines.clear()
        finally:
            self._sent.set()
