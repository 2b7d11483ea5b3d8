"""A web server that takes files, on a real loop and sockets; who logs in is played by the test.

`alice` and `bob` have accounts whose passwords are `of-alice` and `of-bob`.
"""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec

from veche.config import Config
from veche.core.commands import LogIn, PasswordProof
from veche.core.exchange import Answer, Ask, Done
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import LoggedInAs
from veche.protocols.base import Peer, UploadsAt
from veche.server.files.host import FileHost
from veche.server.files.store import Store
from veche.server.http.app import WebServer
from veche.server.http.page import Address

WAIT_S = 10.0
AT = UploadsAt("http://chat.test:8080/upload", "https://chat.test/upload")
SMALL = Limits(
    upload_bytes=1_000,
    uploads_per_account=2,
    file_bytes_per_account=2_500,
    disk_free_bytes=1,
)
_ACCOUNTS = {"alice": LoggedInAs(1, "alice"), "bob": LoggedInAs(2, "bob")}


def basic(name: str, password: str = "") -> str:
    """The header by which somebody says who they are."""
    text = f"{name}:{password or f'of-{name}'}"
    return "Basic " + base64.b64encode(text.encode()).decode()


ALICE = basic("alice")


class Desk:
    """The server and its clients. `refusal`: what everybody is refused with who logs in."""

    def __init__(self, host: FileHost, store: Store, client: aiohttp.ClientSession) -> None:
        self.host = host
        self.store = store
        self.client = client
        self.told: list[str] = []
        self.logins: list[LogIn] = []
        self.refusal: Rejection | None = None
        self.silent = False
        self.port = 0

    @property
    def url(self) -> str:
        """Where files are brought."""
        return f"http://127.0.0.1:{self.port}/upload"

    def answer(self, asks: Sequence[Ask]) -> None:
        """The hub."""
        for ask in asks:
            command = ask.commands[0]
            assert isinstance(command, LogIn)
            self.logins.append(command)
            result = self.refusal or self._outcome(command)
            if not self.silent:
                self.host.published([Answer(ask.origin, (result,))])

    def _outcome(self, command: LogIn) -> Done | Rejection:
        proof = command.proof
        if isinstance(proof, PasswordProof) and proof.password.value == f"of-{proof.account}":
            return Done(reply=_ACCOUNTS[proof.account])
        return Rejection(Code.LOGIN_FAILED)

    async def bring(self, data: bytes, name: str = "alice", **headers: str) -> str:
        """Bring a file, which must be taken; where it is then."""
        said = {"Authorization": basic(name)} | {k.replace("_", "-"): v for k, v in headers.items()}
        async with self.client.post(self.url, data=data, headers=said) as response:
            assert response.status == 201, await response.text()
            return f"http://127.0.0.1:{self.port}{response.headers['Location']}"

    async def status(self, method: str, url: str, **headers: str) -> int:
        """The status of an answer."""
        said = {k.replace("_", "-"): v for k, v in headers.items()}
        async with self.client.request(method, url, headers=said) as response:
            return response.status

    async def raw(self, request: bytes) -> bytes:
        """All that is answered to these bytes, until the server hangs up."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        try:
            return await asyncio.wait_for(reader.read(), WAIT_S)
        finally:
            await hang_up(writer)


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Close the connection, and have it closed: what is left to the collector is a warning."""
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


@asynccontextmanager
async def opened_desk(
    path: Path, limits: Limits = SMALL, *, origins: tuple[str, ...] = (), secure: bool = False
) -> AsyncIterator[Desk]:
    """A server that keeps its files there."""
    told: list[str] = []
    host = FileHost(Config(limits=limits), path, told.append)
    assert host.store is not None
    async with aiohttp.ClientSession() as client:
        it = Desk(host, host.store, client)
        it.told = told
        host.connect(it.answer, lambda job, done: done(job, None), (1, 2))
        web = WebServer("Veche", Address("127.0.0.1", 0), WAIT_S, origins, (host, AT))
        peer = msgspec.structs.replace(Peer("127.0.0.1"), secure=secure, loopback=False)
        protocols = [await web.protocol(b"", peer) for _ in range(40)]
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(protocols.pop, "127.0.0.1", 0)
        it.port = listening.sockets[0].getsockname()[1]
        try:
            async with asyncio.timeout(6 * WAIT_S):
                yield it
        finally:
            listening.close()
            await web.close()
            host.close()


def at_desk(
    path: Path,
    test: Callable[[Desk], Awaitable[None]],
    limits: Limits = SMALL,
    *,
    origins: tuple[str, ...] = (),
) -> None:
    """Run it on a desk of its own."""

    async def run() -> None:
        async with opened_desk(path, limits, origins=origins) as it:
            await test(it)

    asyncio.run(run())


def left(path: Path) -> list[str]:
    """What is half there on the disk."""
    return [entry.name for entry in (path / "files" / "new").iterdir()]
