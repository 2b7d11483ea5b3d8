"""Files over HTTP, as `soju.im/FILEHOST` and IRCv3's `draft/FILEHOST` have it.

Owns the requests: POST brings a file (201 with its `Location`), GET and HEAD fetch it, DELETE by
its owner removes it. The one place besides `websocket` that knows the web library's handlers;
loaded with it. Must not know how files are kept, or who may log in.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import HttpVersion11

from veche.core.rejections import Code, Rejection
from veche.core.replies import LoggedInAs
from veche.protocols.base import Peer, UploadsAt
from veche.server.announcing import PATH
from veche.server.files.catalogue import File, FilesError
from veche.server.files.host import FileHost
from veche.server.files.store import Draft, Full, Store
from veche.server.http import media
from veche.server.http.credentials import proof
from veche.server.http.disposition import attachment, file_name
from veche.server.http.origin import Asker, OriginRule
from veche.server.http.page import HEADERS
from veche.server.http.refusals import check_body, refuse_for_now, refuse_login, refuse_room
from veche.server.http.websocket import Peers

P = ParamSpec("P")
T = TypeVar("T")
_LOGIN_S = 10.0
_DISK_S = 30.0
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "private, no-cache",
}
"""Of a file, which is a stranger's: even opened as a page it can do nothing. It may be kept by who
fetched it, but is asked for again: it may have been removed."""
_METHODS = "OPTIONS, POST"
_FILE_METHODS = "DELETE, GET, HEAD, OPTIONS"


class Uploads:
    """The handlers of one loop. `at` is where clients are told to bring files."""

    def __init__(
        self, host: FileHost, store: Store, rule: OriginRule, peers: Peers, at: UploadsAt
    ) -> None:
        self._host = host
        self._store = store
        self._limits = host.limits
        self._rule = rule
        self._peers = peers
        self._at = at

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Have them called."""
        file = f"{PATH}/{{address}}"
        router.add_post(PATH, self.bring, expect_handler=_later)
        router.add_options(PATH, self.options)
        router.add_get(file, self.fetch)
        router.add_delete(file, self.remove)
        router.add_options(file, self.options)

    async def options(self, request: web.Request) -> web.Response:
        """What can be done here (RFC 9110 9.3.7), and what a page of another origin may do."""
        allowed = _FILE_METHODS if "address" in request.match_info else _METHODS
        headers = {"Allow": allowed}
        if allowed is _METHODS:
            headers["Accept-Post"] = "*/*"
        shared = self._shared(request)
        if shared:
            shared["Access-Control-Allow-Methods"] = allowed
            shared["Access-Control-Allow-Headers"] = (
                "Authorization, Content-Type, Content-Disposition"
            )
        return web.Response(status=204, headers=headers | shared)

    async def bring(self, request: web.Request) -> web.Response:
        """POST: the body is the file, `Content-Disposition` has its name."""
        return await self._shown(request, self._bring)

    async def _bring(self, request: web.Request) -> web.Response:
        self._check(request)
        kind = media.media_type(request.headers.get("Content-Type", ""))
        check_body(request, kind, self._limits.upload_bytes)
        account = await self._log_in(request)
        async with self._drafted(account, request.content_length) as draft:
            await _continue(request)
            await self._receive(request, draft)
            name = file_name(request.headers.get("Content-Disposition", ""))
            extension = media.extension(name, kind)
            file = await self._run(draft.keep, account.name, kind, name, extension)
        location = f"{PATH}/{file.address}"
        at = self._at.secure if self._peer(request).secure else self._at.plain
        text = f"{at.removesuffix(PATH)}{location}\n"
        return web.Response(status=201, text=text, headers={"Location": location})

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        """GET and HEAD: whoever knows the address may."""
        file, path = await self._find(request)
        headers = _HEADERS | {
            "Content-Type": media.served_type(file.kind),
            "Content-Disposition": attachment(file.name),
        }
        return _Bounded(path, self._limits.upload_s, headers)

    async def remove(self, request: web.Request) -> web.Response:
        """DELETE: for its owner."""
        return await self._shown(request, self._remove)

    async def _remove(self, request: web.Request) -> web.Response:
        self._check(request)
        account = await self._log_in(request)
        file, _ = await self._find(request)
        if file.account != account.account:
            raise web.HTTPForbidden(text="This file is somebody else's.\n")
        await self._run(self._store.remove, file)
        return web.Response(status=204)

    # -- who asks ------------------------------------------------------------------------

    def _peer(self, request: web.Request) -> Peer:
        peer = None if request.transport is None else self._peers.get(request.transport)
        if peer is None:
            raise web.HTTPBadRequest
        return peer

    def _asker(self, request: web.Request) -> Asker:
        headers = request.headers
        secure = self._peer(request).secure
        return Asker(
            headers.get("Origin"), headers.get("Host"), headers.get("Sec-Fetch-Site"), secure
        )

    def _check(self, request: web.Request) -> None:
        """Browsers add passwords that they remember to what any page asks for."""
        if refusal := self._rule.refusal(self._asker(request)):
            raise web.HTTPForbidden(text=f"{refusal}\n")

    async def _shown(
        self,
        request: web.Request,
        answer: Callable[[web.Request], Awaitable[web.Response]],
    ) -> web.Response:
        """The answer, which the page that asked may see if it may ask."""
        shared = self._shared(request)
        try:
            response = await answer(request)
        except web.HTTPException as refused:
            refused.headers.update(shared)
            raise
        response.headers.update(shared)
        return response

    def _shared(self, request: web.Request) -> dict[str, str]:
        """What lets a page see the answer (CORS), if it may ask at all."""
        asker = self._asker(request)
        if asker.origin is None or self._rule.refusal(asker):
            return {}
        return {
            "Access-Control-Allow-Origin": asker.origin,
            "Access-Control-Expose-Headers": "Location",
            "Vary": "Origin",
        }

    async def _log_in(self, request: web.Request) -> LoggedInAs:
        shown = proof(request.headers.get("Authorization", ""))
        if shown is None:
            refuse_login(Rejection(Code.LOGIN_FAILED))
        peer = self._peer(request)
        logging_in = self._host.logins.log_in(shown, peer.counted(self._limits), peer.host)
        waiting = asyncio.wrap_future(logging_in)
        try:
            async with asyncio.timeout(_LOGIN_S):
                result = await waiting
        except TimeoutError:
            result = Rejection(Code.TRY_AGAIN, "", "the server is busy")
        if isinstance(result, Rejection):
            refuse_login(result)
        return result

    # -- the file ------------------------------------------------------------------------

    @asynccontextmanager
    async def _drafted(self, account: LoggedInAs, size: int | None) -> AsyncIterator[Draft]:
        """Room for a file; whatever goes wrong, it is free again."""
        beginning = self._host.submit(self._store.begin, account.account, size)
        try:
            draft = await self._blocking(asyncio.wrap_future(beginning))
        except BaseException:
            beginning.add_done_callback(_drop)
            raise
        if isinstance(draft, Full):
            refuse_room(draft, self._limits.upload_bytes)
        try:
            yield draft
        finally:
            # Not waited for: this request may be at its end for a reason that does not wait.
            self._host.later(draft.discard)

    async def _receive(self, request: web.Request, draft: Draft) -> None:
        """Write the body as it comes: little more of it is in memory than one read."""
        limits, content = self._limits, request.content
        try:
            async with asyncio.timeout(limits.upload_s):
                while True:
                    async with asyncio.timeout(limits.upload_pause_s):
                        data = await content.readany()
                    if not data:
                        break
                    full = await self._run(draft.write, data)
                    if full is not None:
                        refuse_room(full, limits.upload_bytes)
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="That took too long.\n") from None
        except (web.RequestPayloadError, ConnectionError):
            raise web.HTTPBadRequest(text="The file did not come whole.\n") from None
        if not draft.size:
            raise web.HTTPBadRequest(text="There is nothing in this file.\n")

    async def _find(self, request: web.Request) -> tuple[File, Path]:
        found = await self._run(self._store.find, request.match_info["address"])
        if found is None:
            raise web.HTTPNotFound(text="There is no such file.\n")
        return found

    async def _run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._blocking(asyncio.wrap_future(self._host.submit(call, *args, **kwargs)))

    async def _blocking(self, waiting: Awaitable[T]) -> T:
        """What a thread of the host's does; when it fails, whoever asks is told no more than that,
        and who runs the server is told why."""
        try:
            async with asyncio.timeout(_DISK_S):
                return await waiting
        except TimeoutError:
            self._host.notice("the disk does not answer: a file was refused")
            refuse_for_now()
        except FilesError as error:
            self._host.notice(str(error))
            refuse_for_now()
        except OSError as error:
            self._host.notice(f"a file cannot be written: {error}")
            raise web.HTTPInsufficientStorage(text="The file cannot be written.\n") from error


class _Bounded(web.FileResponse):
    """A file that is sent within a time, or not to its end."""

    def __init__(self, path: Path, seconds: float, headers: dict[str, str]) -> None:
        super().__init__(path, headers=headers)
        self._seconds = seconds

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """As the library does it."""
        try:
            async with asyncio.timeout(self._seconds):
                return await super().prepare(request)
        except TimeoutError:
            if isinstance(request.transport, asyncio.Transport):
                request.transport.abort()
            raise ConnectionResetError("A file was fetched too slowly") from None


async def _later(request: web.Request) -> None:
    """For `Expect` (RFC 9110 10.1.1): the body is asked for once it is wanted."""
    if request.headers.get("Expect", "").lower() != "100-continue":
        raise web.HTTPExpectationFailed(headers=HEADERS)


async def _continue(request: web.Request) -> None:
    if "Expect" in request.headers and request.version == HttpVersion11:
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # as the library does: no answer has begun


def _drop(beginning: Future[Draft | Full]) -> None:
    """A draft that nobody waited for."""
    if not beginning.cancelled() and beginning.exception() is None:
        draft = beginning.result()
        if isinstance(draft, Draft):
            draft.discard()
