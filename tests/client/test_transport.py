"""The streams of TCP and TLS, on loopback."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.client.fake_server import let_begin
from veche.client import transport
from veche.client.address import Address, parse_address
from veche.client.errors import UnreachableError
from veche.client.transport import Stream, dial

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def listening(talk: Talk, host: str = "127.0.0.1") -> AsyncIterator[int]:
    """Serve with `talk` on a free port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, host, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await let_begin()


async def read_all(stream: Stream) -> bytes:
    """Read to the end."""
    data = b""
    while piece := await stream.read():
        data += piece
    return data


def unreachable(address: Address, *, tls: bool | None = None, connect_s: float = 10.0) -> str:
    """Dial, and return why that failed."""

    async def main() -> None:
        await dial(address, tls=tls, connect_s=connect_s)

    with pytest.raises(UnreachableError) as caught:
        asyncio.run(main())
    return str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_bytes_go_there_and_back(host: str) -> None:
    """In order; the end is b""."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline() + await reader.readline())
        await writer.drain()

    async def main() -> None:
        async with listening(echo, host) as port, asyncio.timeout(20):
            stream = await dial(Address(host=host, port=port))
            stream.write(b"one\r\n")
            stream.write("два\r\n".encode())
            await stream.drain()
            assert await read_all(stream) == "one\r\nдва\r\n".encode()
            await stream.close()

    asyncio.run(main())


def test_a_read_that_is_cancelled_loses_nothing() -> None:
    """What comes afterwards is read by the next."""

    async def main() -> None:
        say = asyncio.Event()

        async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await say.wait()
            writer.write(b"late\r\n")
            await writer.drain()

        async with listening(talk) as port, asyncio.timeout(20):
            stream = await dial(Address(port=port))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await stream.read()
            say.set()
            assert await read_all(stream) == b"late\r\n"
            await stream.close()

    asyncio.run(main())


def test_a_peer_that_does_not_read() -> None:
    """`drain` waits, can be given up, and closing does not wait for the peer."""

    async def main() -> None:
        done = asyncio.Event()

        async def talk(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
            await done.wait()

        async with listening(talk) as port, asyncio.timeout(20):
            stream = await dial(Address(port=port))
            stream.write(b"x" * 50_000_000)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await stream.drain()
            await stream.close()
            done.set()

    asyncio.run(main())


def test_the_second_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name whose first address answers nobody."""

    async def resolve(_host: str, _port: int) -> list[str]:
        return ["::1", "127.0.0.1"]

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello\r\n")

    async def main() -> None:
        async with listening(greet) as port, asyncio.timeout(20):
            stream = await dial(Address(host="chat.example", port=port))
            assert await read_all(stream) == b"hello\r\n"
            await stream.close()

    monkeypatch.setattr(transport, "resolve", resolve)
    asyncio.run(main())


def test_nobody_listens() -> None:
    """The reason is a phrase, without numbers and addresses."""
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        reason = unreachable(Address(port=taken.getsockname()[1]))
    assert "refused" in reason or "failed" in reason


def test_a_silent_port_is_given_up() -> None:
    """A TLS handshake that is never answered does not hang."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as silent:
        port = silent.getsockname()[1]
        reason = unreachable(Address(port=port), tls=True, connect_s=0.05)
        assert reason == "no answer within 0 s"


def test_tls_with_a_port_that_has_none() -> None:
    """A sentence, not a traceback."""

    async def shout(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b":s NOTICE * :Hello\r\n" * 10)
        await writer.drain()

    async def main() -> None:
        async with listening(shout) as port:
            await dial(Address(port=port), tls=True)

    with pytest.raises(UnreachableError, match=r"^it does not speak TLS there$"):
        asyncio.run(main())


def test_a_name_that_is_none() -> None:
    """A sentence as well."""
    assert unreachable(parse_address(f"{'a' * 64}.example:1")) == "it is not a host name"
