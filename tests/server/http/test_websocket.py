"""The transport over WebSocket: a real loop and socket, a library's client, and a fake worker."""

import asyncio
import inspect

import aiohttp
import pytest

from tests.server.http.sockets import WAIT_S, Stage, run, send_all, until
from veche.server.http.app import WebServer
from veche.server.http.seam import Web, WebOwner
from veche.server.http.websocket import MESSAGE_BYTES, to_line
from veche.server.loop_thread import LoopThread


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
