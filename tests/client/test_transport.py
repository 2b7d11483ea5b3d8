"""The client on a real socket."""

import asyncio
import contextlib
import socket
from collections.abc import Callable

import pytest

from tests.client.fake_server import FakeServer
from veche.client.address import Address
from veche.client.events import Acknowledged, Ended, Event, How, Joined, Registered, Said
from veche.client.transport import Link, UnreachableError, connect


async def _connect(port: int) -> Link:
    return await connect(Address(port=port), "alice", "alice", tls=False)


async def _until(link: Link, kind: type[Event]) -> list[Event]:
    events: list[Event] = []
    while not any(isinstance(event, kind) for event in events):
        assert link.client.ended is None
        events += await link.events()
    return events


def _run(talk: Callable[[Link], object], server: FakeServer) -> None:
    async def main() -> None:
        async with asyncio.timeout(20):
            link = await _connect(server.port)
            try:
                await talk(link)  # type: ignore[misc]
            finally:
                await link.close()

    asyncio.run(main())


def test_a_conversation() -> None:
    """From CAP LS to the server's goodbye; each message once, each acknowledged."""

    async def talk(link: Link) -> None:
        await _until(link, Registered)
        link.client.join("#a")
        await _until(link, Joined)
        link.client.say("#a", "привет")
        link.client.leave()
        events = await _until(link, Ended)
        assert [e.text for e in events if isinstance(e, Said)] == ["old", "привет"]
        assert Acknowledged(1) in events
        assert events[-1] == Ended(How.LEFT, "")

    with FakeServer() as server:
        server.history = ["@msgid=1 :bob!b@h PRIVMSG #a :old"]
        _run(talk, server)
        assert server.texts() == ["привет"]


def test_what_is_asked_while_waiting_goes_out_and_its_deadline_holds() -> None:
    """`flush` from another task; no event has to come first."""

    async def talk(link: Link) -> None:
        await _until(link, Registered)
        waiting = asyncio.ensure_future(_until(link, Ended))
        await asyncio.to_thread(server.wait_for_command, "USER")
        link.client.abort()
        link.flush()
        assert (await waiting)[-1] == Ended(How.LEFT, "")

    with FakeServer() as server:
        _run(talk, server)
        server.wait_for_command("QUIT")


def test_a_dropped_connection_is_lost() -> None:
    """Whether closed or reset."""

    async def talk(link: Link) -> None:
        await _until(link, Registered)
        server.drop()
        [ended] = (await _until(link, Ended))[-1:]
        assert isinstance(ended, Ended)
        assert ended.how is How.LOST

    with FakeServer() as server:
        _run(talk, server)


def _refused(port: int, *, tls: bool = False, connect_s: float = 10.0) -> str:
    async def main() -> None:
        address = Address(port=port)
        await connect(address, "alice", "alice", tls=tls, connect_s=connect_s)

    with pytest.raises(UnreachableError) as caught:
        asyncio.run(main())
    return str(caught.value)


def test_nobody_listens() -> None:
    """The reason is a phrase, without numbers and addresses."""
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        reason = _refused(taken.getsockname()[1])
    assert "refused" in reason or "failed" in reason


def test_a_silent_port_is_given_up() -> None:
    """A TLS handshake that is never answered does not hang."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as silent:
        port = silent.getsockname()[1]
        assert _refused(port, tls=True, connect_s=0.05) == "no answer within 0 s"


def test_tls_with_a_port_that_has_none() -> None:
    """A sentence, not a traceback."""

    async def shout(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b":s NOTICE * :Hello\r\n" * 10)
        await writer.drain()
        writer.close()

    async def main() -> str:
        server = await asyncio.start_server(shout, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            await connect(Address(port=port), "alice", "alice", tls=True)
        except UnreachableError as error:
            return str(error)
        finally:
            server.close()
            await server.wait_closed()
        return ""

    assert asyncio.run(main()) == "it does not speak TLS there"
