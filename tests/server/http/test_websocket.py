"""The transport over WebSocket: a real loop and socket, a library's client, and a fake worker."""

import asyncio
import inspect
import itertools
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest

from veche.core.ids import Id
from veche.protocols.base import Peer
from veche.server.http.app import WebServer
from veche.server.http.page import Address
from veche.server.http.seam import Web, WebOwner
from veche.server.http.websocket import MESSAGE_BYTES, WebSocketTransport, to_line
from veche.server.loop_thread import LoopThread

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
    first = await web.protocol(b"")
    protocols = [first] + [await web.protocol(b"") for _ in range(3)]
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


@pytest.mark.parametrize(
    ("protocols", "kind"),
    [
        (("binary.ircv3.net", "text.ircv3.net"), aiohttp.WSMsgType.BINARY),
        (("text.ircv3.net", "binary.ircv3.net"), aiohttp.WSMsgType.TEXT),
        ((), aiohttp.WSMsgType.TEXT),
    ],
)
def test_lines_are_messages_both_ways(protocols: tuple[str, ...], kind: object) -> None:
    """As the client has wished; either kind is taken from it."""

    async def test(stage: Stage) -> None:
        client, transport = await stage.connect(*protocols)
        transport.write("один\r\ntwo\r\n".encode())
        messages = [await client.receive(WAIT_S) for _ in range(2)]
        assert [message.type for message in messages] == [kind, kind]
        texts = [m.data.encode() if isinstance(m.data, str) else m.data for m in messages]
        assert texts == ["один".encode(), b"two"]
        await client.send_str("три")
        await client.send_bytes(b"four")
        await until(lambda: len(stage.owner.received) == 2)
        assert stage.owner.received == ["три\r\n".encode(), b"four\r\n"]
        (peer,) = stage.owner.peers
        assert (peer.host, peer.loopback, peer.secure) == ("127.0.0.1", True, False)

    run(test)


def test_input_that_is_not_wanted_waits() -> None:
    """In order; also what is read already, and what the kernel holds when that is full."""

    async def test(stage: Stage) -> None:
        client, transport = await stage.connect()
        transport.reading(False)
        lines = [str(number).encode() * 5_000 for number in range(10, 60)]
        sending = asyncio.create_task(send_all(client, lines))
        for _ in range(200):  # rounds of the loop that both ends share
            await asyncio.sleep(0)
        assert stage.owner.received == []
        transport.reading(True)
        await sending
        await until(lambda: len(stage.owner.received) == len(lines))
        assert stage.owner.received == [line + b"\r\n" for line in lines]

    run(test)


async def send_all(client: "aiohttp.ClientWebSocketResponse[bool]", lines: list[bytes]) -> None:
    """One message each."""
    for line in lines:
        await client.send_bytes(line)


def test_output_that_is_not_read_is_pending() -> None:
    """And the worker hears when little of it is left."""

    async def test(stage: Stage) -> None:
        client, transport = await stage.connect()
        line = b"x" * 60_000 + b"\r\n"
        count = 0
        while transport.pending() < 1_000_000:
            transport.write(line)
            count += 1
        assert stage.owner.told == []
        for _ in range(count):
            assert len((await client.receive(WAIT_S)).data) == 60_000
        await until(lambda: stage.owner.told == [(41, "drained")])
        assert transport.pending() == 0

    run(test)


def test_the_server_ends_it() -> None:
    """After all that was written, with the goodbye's reason; nothing comes or goes any more."""

    async def test(stage: Stage) -> None:
        client, transport = await stage.connect()
        transport.reading(False)
        await client.send_str("not wanted")
        transport.write(b"one\r\nERROR :Closing link: (x)\r\n")
        transport.close(flush=True)
        transport.close(flush=True)
        transport.write(b"late\r\n")
        assert (await client.receive(WAIT_S)).data == "one"
        assert (await client.receive(WAIT_S)).data == "ERROR :Closing link: (x)"
        last = await client.receive(WAIT_S)
        assert (last.type, last.data, last.extra) == (
            aiohttp.WSMsgType.CLOSE,
            1000,
            "Closing link: (x)",
        )
        await until(lambda: bool(stage.owner.told))
        assert stage.owner.told == [(41, "closed ")]
        assert stage.owner.received == []

    run(test)


@pytest.mark.parametrize("how", ["close", "abort", "hand_over"])
def test_at_once(how: str) -> None:
    """Without another word, whatever is pending."""

    async def test(stage: Stage) -> None:
        client, transport = await stage.connect()
        match how:
            case "close":
                transport.close(flush=False)
            case "abort":
                transport.abort()
            case _:
                transport.hand_over(b"GET / ")
        message = await client.receive(WAIT_S)
        assert message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
        assert client.close_code == 1006
        await until(lambda: bool(stage.owner.told))
        assert [told[0] for told in stage.owner.told] == [41]
        assert stage.owner.told[0][1].startswith("closed")

    run(test)


def test_the_client_ends_it() -> None:
    """It is answered; the worker may finish what was asked, and is heard no more."""

    async def test(stage: Stage) -> None:
        client, transport = await stage.connect()
        await client.send_str("last")
        assert await client.close(code=1001)
        await until(lambda: stage.owner.told == [(41, "end")])
        assert stage.owner.received == [b"last\r\n"]
        transport.write(b"too late\r\n")
        transport.close(flush=True)
        await until(lambda: stage.owner.told[1:] == [(41, "closed ")])

    run(test)


def test_a_client_that_is_done_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the worker is never done with it, it is over after a while all the same."""
    monkeypatch.setattr("veche.server.http.websocket.LINGER_S", 0.01)

    async def test(stage: Stage) -> None:
        client, _ = await stage.connect()
        await client.close()
        await until(lambda: stage.owner.told == [(41, "end"), (41, "closed ")])

    run(test)


def test_a_client_that_is_gone() -> None:
    """Also while nothing of it is wanted."""

    async def test(stage: Stage) -> None:
        for wanted in (True, False):
            stage.owner.told.clear()
            client, transport = await stage.connect()
            transport.reading(wanted)
            client.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
            await until(lambda: bool(stage.owner.told))
            ((_, told),) = stage.owner.told
            assert told.startswith("closed")
            assert not any(line.strip() for line in stage.owner.received)

    run(test)


def test_who_is_not_let_in() -> None:
    """Is told by the close frame, which a page can read."""

    async def test(stage: Stage) -> None:
        stage.owner.refusal = "Too many people from your address are here already."
        message = await stage.refused()
        assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1013)
        assert message.extra == stage.owner.refusal
        assert stage.owner.transports == []

    run(test)


def test_a_message_that_is_too_big() -> None:
    """The limit itself passes; one byte more ends it, with a code and a word to the others."""

    async def test(stage: Stage) -> None:
        client, _ = await stage.connect()
        await client.send_bytes(b"x" * MESSAGE_BYTES)
        await client.send_str("я" * (MESSAGE_BYTES // 2) + "x")
        message = await client.receive(WAIT_S)
        assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1009)
        await until(lambda: stage.owner.told == [(41, "closed Message too big")])
        assert stage.owner.received == [b"x" * MESSAGE_BYTES + b"\r\n"]

    run(test)


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (b"PING x", b"PING x\r\n"),
        (b"PING x\r\n", b"PING x\r\n"),
        (b"PING x\n", b"PING x\r\n"),
        (b"", b"\r\n"),
        (b"one\ntwo", b"one\rtwo\r\n"),
        (b"one\r\ntwo\n\n", b"one\r\rtwo\r\r\n"),
    ],
)
def test_a_message_is_one_line(message: bytes, line: bytes) -> None:
    """Whatever is in it: a line end that is not its last is a character that IRC refuses."""
    assert to_line(message) == line
    assert line.count(b"\n") == 1


def test_both_sides_are_what_the_seam_says() -> None:
    """Every call of either protocol is there, with the same parameters."""
    for protocol, made in ((WebOwner, LoopThread), (Web, WebServer)):
        for name, wanted in inspect.getmembers(protocol, inspect.isfunction):
            if not name.startswith("_"):
                found = inspect.signature(getattr(made, name)).parameters
                assert list(found) == list(inspect.signature(wanted).parameters), name
