"""The web server of one worker's loop: aiohttp, on sockets that came in by our own door.

Owns the routes. Its library is loaded when the first request comes, or by
`preload` beside the work of a server that is ready already.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from veche.protocols.base import Peer, UploadsAt
from veche.server.files.host import FileHost
from veche.server.http.origin import OriginRule
from veche.server.http.page import HEADERS, Address, as_html, as_text
from veche.server.http.seam import WebOwner
from veche.server.http.websocket import PATH, Peers, WebSocketDoor, wants_upgrade

if TYPE_CHECKING:
    from aiohttp import web

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_KEEP_ALIVE_S = 15.0
_LINGER_S = 1.0
_BODY_BYTES = 65_536


def preload() -> None:
    """Load the library; takes some tenths of a second."""
    import veche.server.http.uploads  # noqa: F401 - late, on purpose


class WebServer:
    """See `seam.Web`. `first_bytes_s`: so long may a first request take to arrive whole.

    `origins`: whose pages may open WebSockets and bring files; see `OriginRule`. `uploads`: what
    keeps the files, and where clients are told to bring them.
    """

    def __init__(
        self,
        network: str,
        address: Address,
        first_bytes_s: float,
        origins: tuple[str, ...] = (),
        uploads: tuple[FileHost, UploadsAt] | None = None,
    ) -> None:
        self._network = network
        self._address = address
        self._first_bytes_s = first_bytes_s
        self._rule = OriginRule(origins, address.host)
        self._uploads = uploads
        self._websockets: WebSocketDoor | None = None
        self._runner: web.AppRunner | None = None
        self._making = asyncio.Lock()
        # Whose a connection is: a proxy's socket address would not say it.
        self._peers: Peers = WeakKeyDictionary()
        # Connections that have not made a request yet.
        self._new: dict[asyncio.BaseTransport, None] = {}

    def attach(self, owner: WebOwner) -> None:
        """See `Web`."""
        self._websockets = WebSocketDoor(owner, self._rule, self._peers)

    async def protocol(self, data: bytes, peer: Peer) -> asyncio.Protocol:
        """See `Web`."""
        async with self._making:
            if self._runner is None:
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(None, preload)
                self._runner = await self._make()
        server = self._runner.server
        assert server is not None
        return _Handover(server(), data, lambda transport: self._watch(transport, peer))

    async def close(self) -> None:
        """See `Web`."""
        for transport in tuple(self._new):
            if isinstance(transport, asyncio.Transport):
                transport.abort()
        if self._runner is not None:
            await self._runner.cleanup()

    def _watch(self, transport: asyncio.Transport, peer: Peer) -> None:
        self._new[transport] = None
        self._peers[transport] = peer
        loop = asyncio.get_running_loop()
        loop.call_later(self._first_bytes_s, self._end_silent, transport)

    def _end_silent(self, transport: asyncio.Transport) -> None:
        if transport in self._new:
            del self._new[transport]
            transport.abort()

    async def _make(self) -> "web.AppRunner":
        from aiohttp import web

        @web.middleware
        async def secure(request: web.Request, handler: "Handler") -> web.StreamResponse:
            return await self._secure(request, handler)

        app = web.Application(middlewares=[secure], client_max_size=_BODY_BYTES)
        app.router.add_get("/", self._page)
        if self._websockets is not None:
            app.router.add_get(PATH, self._websockets.serve, allow_head=False)
        if self._uploads is not None:
            self._add_uploads(app.router, *self._uploads)
        runner = web.AppRunner(
            app,
            handle_signals=False,
            access_log=None,
            logger=_logger(),
            keepalive_timeout=_KEEP_ALIVE_S,
            lingering_time=_LINGER_S,
            shutdown_timeout=_LINGER_S,
            auto_decompress=False,  # a small body must not become a large one by itself
        )
        await runner.setup()
        return runner

    def _add_uploads(self, router: "web.UrlDispatcher", host: FileHost, at: UploadsAt) -> None:
        from veche.server.http.uploads import Uploads

        if host.store is not None:
            Uploads(host, host.store, self._rule, self._peers, at).add_to(router)

    async def _secure(self, request: "web.Request", handler: "Handler") -> "web.StreamResponse":
        from aiohttp import web

        if request.transport is not None:
            self._new.pop(request.transport, None)
        try:
            response = await handler(request)
        except web.HTTPException as refused:
            _add_headers(refused)
            raise
        _add_headers(response)
        return response

    async def _page(self, request: "web.Request") -> "web.StreamResponse":
        from aiohttp import web

        if self._websockets is not None and wants_upgrade(request):
            return await self._websockets.serve(request)
        if "text/html" in request.headers.get("Accept", ""):
            text = as_html(self._network, self._address)
            return web.Response(text=text, content_type="text/html")
        text = as_text(self._network, self._address)
        return web.Response(text=text, content_type="text/plain")


def _add_headers(response: "web.StreamResponse") -> None:
    """Those of every answer, where it has none of its own."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def _logger() -> logging.Logger:
    """For our own errors; a request that cannot be read is its sender's, and no news."""
    from aiohttp.http_exceptions import HttpProcessingError

    def is_ours(record: logging.LogRecord) -> bool:
        kind = record.exc_info[0] if record.exc_info else None
        return kind is None or not issubclass(kind, HttpProcessingError)

    logger = logging.getLogger("veche.http")
    logger.filters = [is_ours]
    return logger


class _Handover(asyncio.Protocol):
    """Puts another protocol in its place, and gives it what was read already."""

    def __init__(
        self, protocol: asyncio.Protocol, data: bytes, made: Callable[[asyncio.Transport], None]
    ) -> None:
        self._protocol = protocol
        self._data = data
        self._made = made

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The transport is there."""
        assert isinstance(transport, asyncio.Transport)
        self._made(transport)
        transport.set_protocol(self._protocol)
        self._protocol.connection_made(transport)
        if self._data:
            self._protocol.data_received(self._data)
