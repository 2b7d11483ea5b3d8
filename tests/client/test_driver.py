"""A client on real sockets, and its connections one after another."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable

import pytest

from tests.client.fake_server import FakeServer
from veche.client.address import Address
from veche.client.client import State
from veche.client.driver import Driver
from veche.client.errors import UnreachableError
from veche.client.events import (
    Acknowledged,
    Disconnected,
    Ended,
    Event,
    How,
    Joined,
    Registered,
    Said,
)
from veche.client.profile import Profile
from veche.client.timers import PATIENCE_S, Due
from veche.client.transport import CONNECT_S

Talk = Callable[[Driver], Awaitable[None]]


async def until(driver: Driver, *kinds: type[Event]) -> list[Event]:
    """Return what happens until there was one of these; a pause before dialling is cut short."""
    events: list[Event] = []
    while not any(isinstance(event, kinds) for event in events):
        assert driver.client.ended is None, f"only {events}"
        events += await driver.events()
        driver.client.retry_now()
    return events


def run(talk: Talk, port: int, *, tls: bool | None = None, reconnect: bool = True) -> None:
    """Let `talk` use a driver, and close it."""

    async def main() -> None:
        profile = Profile("alice", reconnect=reconnect)
        driver = Driver(Address(port=port), profile, tls=tls)
        try:
            async with asyncio.timeout(20):
                await talk(driver)
        finally:
            await driver.close()
            await driver.close()

    asyncio.run(main(), debug=True)


def test_a_conversation() -> None:
    """From CAP LS to the server's goodbye; each message once, each acknowledged."""

    async def talk(driver: Driver) -> None:
        await driver.connect()
        await until(driver, Registered)
        driver.client.join("#a")
        await until(driver, Joined)
        driver.client.say("#a", "привет")
        driver.client.leave()
        events = await until(driver, Ended)
        assert [e.text for e in events if isinstance(e, Said)] == ["old", "привет"]
        assert [e.ticket for e in events if isinstance(e, Acknowledged)] == [1]
        assert events[-1] == Ended(How.LEFT, "")

    with FakeServer() as server:
        server.history = ["@msgid=1 :bob!b@h PRIVMSG #a :old"]
        run(talk, server.port)
        assert server.texts() == ["привет"]


def test_what_is_asked_while_waiting_goes_out_and_its_deadline_holds() -> None:
    """`flush` from another task; no event has to come first."""

    async def talk(driver: Driver) -> None:
        await driver.connect()
        await until(driver, Registered)
        waiting = asyncio.ensure_future(until(driver, Ended))
        await asyncio.sleep(0)
        driver.client.abort()
        driver.flush()
        assert (await waiting)[-1] == Ended(How.LEFT, "")

    with FakeServer() as server:
        run(talk, server.port)
        server.wait_for_command("QUIT")


@pytest.mark.parametrize("how", ["closed", "reset"])
def test_a_lost_connection_is_made_again(how: str) -> None:
    """And again what was there before: the nick and the channels."""

    async def talk(driver: Driver) -> None:
        await driver.connect()
        await until(driver, Registered)
        driver.client.join("#a")
        await until(driver, Joined)
        server.drop(reset=how == "reset")
        lost = (await until(driver, Disconnected))[-1]
        assert isinstance(lost, Disconnected)
        assert lost.attempt == 1
        driver.client.say("#a", "kept")
        again = await until(driver, Registered)
        assert Registered("alice", again=True) in again
        await until(driver, Acknowledged)

    with FakeServer() as server:
        run(talk, server.port)
        assert server.connections == 2
        assert server.texts() == ["kept"]


def test_it_goes_on_while_nobody_listens() -> None:
    """Each attempt that fails is told, and the one that does not is as good as the first."""

    async def talk(driver: Driver) -> None:
        await driver.connect()
        await until(driver, Registered)
        server.stop_listening()
        server.drop()
        losses: list[Disconnected] = []
        while len(losses) < 3:
            events = await until(driver, Disconnected)
            losses += [event for event in events if isinstance(event, Disconnected)]
        assert [loss.attempt for loss in losses] == [1, 2, 3]
        assert "refused" in losses[-1].reason or "failed" in losses[-1].reason
        server.listen_again()
        assert Registered("alice", again=True) in await until(driver, Registered)

    with FakeServer() as server:
        run(talk, server.port)


def test_who_does_not_want_to_come_back_is_at_the_end() -> None:
    """`reconnect=False`: the first loss ends it."""

    async def talk(driver: Driver) -> None:
        await driver.connect()
        await until(driver, Registered)
        server.drop()
        ended = (await until(driver, Ended))[-1]
        assert isinstance(ended, Ended)
        assert ended.how is How.LOST

    with FakeServer() as server:
        run(talk, server.port, reconnect=False)
        assert server.connections == 1


def test_the_first_connection_may_be_tried_again() -> None:
    """Nobody there is an error, and no more."""

    async def talk(driver: Driver) -> None:
        server.stop_listening()
        with pytest.raises(UnreachableError, match=r"refused|failed"):
            await driver.connect()
        server.listen_again()
        await driver.connect()
        await until(driver, Registered)

    with FakeServer() as server:
        run(talk, server.port)


def test_cancelling_loses_nothing() -> None:
    """Each message is told once, however often one gives up waiting."""
    count = 300

    async def talk(driver: Driver) -> None:
        await driver.connect()
        await until(driver, Registered)
        texts: list[str] = []
        for number in range(count):
            server.send(f":bob!b@h PRIVMSG alice :{number}")
        cancelled = 0
        while len(texts) < count:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.0005 * (cancelled % 7) ** 2):
                    cancelled += 1
                    events = await driver.events()
                    cancelled -= 1
                    texts += [event.text for event in events if isinstance(event, Said)]
        assert texts == [str(number) for number in range(count)]
        assert cancelled

    with FakeServer() as server:
        run(talk, server.port)


def test_giving_up_while_dialling() -> None:
    """A handshake that hangs keeps nobody from leaving."""

    async def talk(driver: Driver) -> None:
        waiting = asyncio.ensure_future(until(driver, Ended))
        peer, _ = await asyncio.to_thread(silent.accept)
        with peer:
            driver.client.abort()
            driver.flush()
            async with asyncio.timeout(CONNECT_S / 2):  # the handshake would go on for twice that
                assert (await waiting)[-1] == Ended(How.LEFT, "")
                await driver.close()

    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as silent:
        run(talk, silent.getsockname()[1], tls=True)


def test_closing_while_another_task_waits() -> None:
    """The other gets nothing, and may not wait again."""

    async def talk(driver: Driver) -> None:
        await driver.connect()
        await until(driver, Registered)
        waiting = asyncio.ensure_future(driver.events())
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="another task"):
            await driver.events()
        await driver.close()
        assert await waiting == []
        with pytest.raises(RuntimeError, match="closed"):
            await driver.events()

    with FakeServer() as server:
        run(talk, server.port)


def test_waiting_costs_nothing() -> None:
    """Neither on a connection where nothing happens, nor between two."""

    async def turns(driver: Driver) -> int:
        count = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                while True:
                    await driver.events()
                    count += 1
        return count

    async def talk(driver: Driver) -> None:
        await driver.connect()
        await until(driver, Registered)
        await turns(driver)
        assert await turns(driver) <= 2
        server.stop_listening()
        server.drop()
        while driver.client.state is not State.WAITING:
            await driver.events()
        assert await turns(driver) <= 2

    with FakeServer() as server:
        run(talk, server.port)


def test_a_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client's deadlines are kept."""
    monkeypatch.setitem(PATIENCE_S, Due.REGISTER, 0.05)

    async def talk(driver: Driver) -> None:
        await driver.connect()
        ended = (await until(driver, Ended))[-1]
        assert isinstance(ended, Ended)
        assert ended.how is How.TIMED_OUT

    with FakeServer() as server:
        server.answer_registration = False
        run(talk, server.port)
