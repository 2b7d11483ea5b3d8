"""IRC inside a WebSocket (https://ircv3.net/specs/extensions/websocket)."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest
from aiohttp import WSMsgType, web

from tests.client.test_transport import listening, read_all, unreachable
from veche.client.address import Address
from veche.client.buffer import MAX_LINE_BYTES
from veche.client.errors import UnreachableError
from veche.client.transport import dial

Peer = Callable[[web.WebSocketResponse], Awaitable[None]]


@contextlib.asynccontextmanager
async def serving(
    peer: Peer,
    protocols: Sequence[str] = ("binary.ircv3.net", "text.ircv3.net"),
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None,
) -> AsyncIterator[Address]:
    """Serve WebSockets with `peer`, or `handler`, at /irc, and a redirect to them at /moved."""

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.WebSocketResponse(protocols=protocols)
        await response.prepare(request)
        await peer(response)
        return response

    async def move(_request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/irc")

    app = web.Application()
    app.add_routes([web.get("/irc", handler or handle), web.get("/moved", move)])
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        await web.SockSite(runner, listener).start()
        try:
            yield Address("", "127.0.0.1", listener.getsockname()[1], "ws", "/irc")
        finally:
            await runner.cleanup()


async def _echo(peer: web.WebSocketResponse) -> None:
    """Send back what kind of message each was, and the message."""
    async for message in peer:
        if message.type is WSMsgType.TEXT:
            await peer.send_str(f"text {message.data}")
        else:
            await peer.send_bytes(b"binary " + message.data)
        if message.data in ("end", b"end"):
            await peer.close()


@pytest.mark.parametrize(
    ("protocols", "kind"),
    [
        (("binary.ircv3.net", "text.ircv3.net"), b"binary"),
        (("text.ircv3.net",), b"text"),
        ((), b"text"),
    ],
)
def test_a_line_is_a_message(protocols: Sequence[str], kind: bytes) -> None:
    """Without CR LF on the wire, with it in the stream; the end is b""."""

    async def main() -> None:
        async with serving(_echo, protocols) as address, asyncio.timeout(20):
            stream = await dial(address)
            stream.write("one\r\nдва\r\n".encode())
            stream.write(b"end\r\n")
            await stream.drain()
            expected = f"{kind.decode()} one\r\n{kind.decode()} два\r\n{kind.decode()} end\r\n"
            assert await read_all(stream) == expected.encode()
            await stream.close()

    asyncio.run(main())


def test_what_was_written_is_sent_before_the_close() -> None:
    """The last words of a client are heard."""
    heard: list[str] = []

    async def main() -> None:
        over = asyncio.Event()

        async def listen(peer: web.WebSocketResponse) -> None:
            heard.extend([message.data.decode() async for message in peer])
            over.set()

        async with serving(listen) as address, asyncio.timeout(20):
            stream = await dial(address)
            stream.write(b"QUIT :bye\r\n")
            await stream.close()
            await stream.close()
            await over.wait()

    asyncio.run(main())
    assert heard == ["QUIT :bye"]


def test_a_read_that_is_cancelled_loses_nothing() -> None:
    """What comes afterwards is read by the next."""

    async def main() -> None:
        async with serving(_echo) as address, asyncio.timeout(20):
            stream = await dial(address)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await stream.read()
            stream.write(b"end\r\n")
            assert await read_all(stream) == b"binary end\r\n"
            await stream.close()

    asyncio.run(main())


@pytest.mark.parametrize("size", [MAX_LINE_BYTES, MAX_LINE_BYTES + 1])
def test_a_message_without_end(size: int) -> None:
    """Is not taken in; the largest that is allowed is."""

    async def shout(peer: web.WebSocketResponse) -> None:
        await peer.send_bytes(b"x" * size)
        await peer.receive()

    async def main() -> bytes:
        async with serving(shout) as address, asyncio.timeout(20):
            stream = await dial(address)
            try:
                return await stream.read()
            finally:
                await stream.close()

    if size <= MAX_LINE_BYTES:
        assert asyncio.run(main()) == b"x" * size + b"\r\n"
    else:
        with pytest.raises(ConnectionError, match="line without end"):
            asyncio.run(main())


def test_a_peer_that_breaks_the_rules() -> None:
    """Is an error, not the end."""

    async def main() -> None:
        async def lie(peer: web.WebSocketResponse) -> None:
            # With bits that are reserved (RFC 6455 section 5.2).
            os.write(peer.get_extra_info("socket").fileno(), b"\xf3\x00")
            await peer.receive()

        async with serving(lie) as address, asyncio.timeout(20):
            stream = await dial(address)
            with pytest.raises(ConnectionError, match="rules of WebSocket"):
                await stream.read()
            await stream.close()

    asyncio.run(main())


def test_a_peer_that_does_not_read() -> None:
    """`drain` waits, and closing does not wait for the peer."""

    async def main() -> None:
        done = asyncio.Event()

        async def sleep(_peer: web.WebSocketResponse) -> None:
            await done.wait()

        async with serving(sleep) as address, asyncio.timeout(20):
            stream = await dial(address)
            stream.write((b"x" * 10_000 + b"\r\n") * 3_000)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await stream.drain()
            await stream.close()
            done.set()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/other", r"no WebSocket at /other \(HTTP status 404\)"), ("/moved", "redirects")],
)
def test_the_wrong_place(path: str, reason: str) -> None:
    """Each gets a phrase; nobody is followed elsewhere."""

    async def main() -> None:
        async with serving(_echo) as address, asyncio.timeout(20):
            await dial(Address("", address.host, address.port, "ws", path))

    with pytest.raises(UnreachableError, match=reason):
        asyncio.run(main())


def test_a_server_that_wants_an_origin() -> None:
    """Gets its own, and nobody gets one who does not ask for it."""
    origins: list[str | None] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        origins.append(request.headers.get("Origin"))
        if origins[-1] is None:
            raise web.HTTPBadRequest
        response = web.WebSocketResponse()
        await response.prepare(request)
        return response

    async def main() -> None:
        async with serving(_echo, handler=handle) as address, asyncio.timeout(20):
            stream = await dial(address)
            assert origins == [None, f"http://127.0.0.1:{address.port}"]
            await stream.close()

    asyncio.run(main())


def test_a_server_that_speaks_no_http() -> None:
    """Or closes at once."""

    async def shout(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b":s NOTICE * :Hello\r\n")
        await writer.drain()

    async def main() -> None:
        async with listening(shout) as port, asyncio.timeout(20):
            await dial(Address("", "127.0.0.1", port, "ws", "/irc"))

    with pytest.raises(UnreachableError, match="does not speak HTTP there"):
        asyncio.run(main())


def test_nobody_is_there() -> None:
    """The same words as without a WebSocket."""
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        reason = unreachable(Address("", "127.0.0.1", port, "ws", "/irc"))
    assert "refused" in reason or "failed" in reason
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as silent:
        address = Address("", "127.0.0.1", silent.getsockname()[1], "wss", "/irc")
        assert unreachable(address, connect_s=0.05) == "no answer within 0 s"
