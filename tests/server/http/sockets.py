"""A real loop and socket, a library's client, and a fake worker."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp

from veche.core.ids import Id
from veche.protocols.base import Peer
from veche.server.http.app import WebServer
from veche.server.http.page import Address
from veche.server.http.websocket import WebSocketTransport

WAIT_S = 10.0


class Owner:
    """Keeps what it is told; `refusal` is what it says of everybody who comes."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.refusal = ""
        self.peers: list[Peer] = []
        self.transports: list[WebSocketTransport] = []
        self.told: list[tuple[Id, str]] = []
        self.received: list[bytes] = []

    def readmit(self, peer: Peer) -> str:
        return self.refusal

    def on_websocket(self, transport: WebSocketTransport, peer: Peer) -> Id:
        self.transports.append(transport)
        self.peers.append(peer)
        return 40 + len(self.transports)

    def on_received(self, session: Id, data: bytes) -> None:
        self.received.append(data)

    def on_ended_input(self, session: Id) -> None:
        self.told.append((session, "end"))

    def on_drained(self, session: Id) -> None:
        self.told.append((session, "drained"))

    def on_closed(self, session: Id, reason: str) -> None:
        self.told.append((session, f"closed {reason}"))


class Stage:
    """A server's loop with a listening socket, and its clients."""

    def __init__(self, client: aiohttp.ClientSession, port: int, owner: Owner) -> None:
        self.owner = owner
        self._client = client
        self._port = port

    async def connect(
        self, *protocols: str
    ) -> tuple["aiohttp.ClientWebSocketResponse[bool]", WebSocketTransport]:
        """Both ends of a connection, once the worker has it."""
        count = len(self.owner.transports)
        url = f"http://127.0.0.1:{self._port}/irc"
        client = await self._client.ws_connect(url, protocols=protocols, max_msg_size=0)
        await until(lambda: len(self.owner.transports) > count)
        return client, self.owner.transports[-1]

    async def refused(self) -> aiohttp.WSMessage:
        """What somebody is told who is not let in."""
        client = await self._client.ws_connect(f"http://127.0.0.1:{self._port}/irc")
        return await client.receive(WAIT_S)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(WAIT_S):
        for pause_s in itertools.repeat(0.001):
            if condition():
                return
            await asyncio.sleep(pause_s)


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    """A web server that hands its WebSockets to an `Owner`."""
    owner = Owner()
    web = WebServer("Veche", Address("127.0.0.1", 0), WAIT_S)
    web.attach(owner)
    loop = owner.loop
    peer = Peer("127.0.0.1")
    first = await web.protocol(b"", peer)
    protocols = [first] + [await web.protocol(b"", peer) for _ in range(3)]
    listening = await loop.create_server(protocols.pop, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        async with aiohttp.ClientSession() as client:
            yield Stage(client, port, owner)
    finally:
        listening.close()
        await web.close()


def run(test: Callable[[Stage], Awaitable[None]]) -> None:
    """Run a test on a stage of its own."""

    async def staged_test() -> None:
        async with staged() as stage, asyncio.timeout(3 * WAIT_S):
            await test(stage)

    asyncio.run(staged_test())


async def send_all(client: "aiohttp.ClientWebSocketResponse[bool]", lines: list[bytes]) -> None:
    """One message each."""
    for line in lines:
        await client.send_bytes(line)
