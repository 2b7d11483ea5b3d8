"""The client library and a server that is not ours: with all that IRCv3 has, and with nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.inspircd import IRCV3_MODULES, InspIRCd
from veche.client import Chat, Kind, NotLetInError, RefusedError
from veche.client.events import Disconnected, Event, Members, Registered

Talk = Callable[[Chat, Chat], Awaitable[None]]


@pytest.fixture(name="server", params=[IRCV3_MODULES, ()], ids=["ircv3", "bare"])
def running_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[InspIRCd]:
    """Start each kind."""
    with InspIRCd(tmp_path, request.param) as server:
        yield server


def run(talk: Talk, address: str) -> None:
    """Let two talk who are in one channel, the second since before the first."""

    async def main() -> None:
        async with (
            asyncio.timeout(40),
            Chat(address, "#room", nick="bob") as bob,
            Chat(address, "#room", nick="alice") as alice,
        ):
            await talk(alice, bob)

    asyncio.run(main())


async def heard(chat: Chat, count: int) -> list[tuple[str, str, str]]:
    """Return who said what where, the next `count` messages."""
    found: list[tuple[str, str, str]] = []
    async for message in chat.messages():
        found.append((message.who, message.where, message.text))
        if len(found) == count:
            break
    return found


async def answer_once(chat: Chat) -> None:
    """Reply to the next message."""
    async for message in chat.messages():
        await message.reply(f"yes, {message.who}")
        return


async def until(chat: Chat, *kinds: type[Event]) -> None:
    """Wait until each of these has happened once more, in this order."""
    wanted = [*kinds]
    async for event in chat.events():
        if isinstance(event, wanted[0]):
            wanted.pop(0)
        if not wanted:
            return


def test_a_conversation(server: InspIRCd) -> None:
    """In the channel and between two people; long, foreign and often."""

    async def talk(alice: Chat, bob: Chat) -> None:
        members = alice.client.channels["#room"].members
        assert {key: member.ranks for key, member in members.items()} == {"alice": "", "bob": "@"}
        long = " ".join(f"слово{n}" for n in range(100))
        pieces = len(await alice.say("#room", long))
        assert pieces > 1
        await alice.say("#room", "waves", kind=Kind.ACTION)
        await asyncio.gather(*(alice.say("#room", f"{n}") for n in range(50)))
        await alice.say("bob", "between us")
        found = await heard(bob, pieces + 52)
        assert " ".join(text for _, _, text in found[:pieces]) == long
        assert found[pieces] == ("alice", "#room", "waves")
        assert [text for _, _, text in found[pieces + 1 : -1]] == [str(n) for n in range(50)]
        assert found[-1] == ("alice", "alice", "between us")
        await bob.say("alice", "noted", kind=Kind.NOTICE)
        answering = asyncio.create_task(answer_once(bob))
        await alice.say("bob", "again?")
        await answering
        # No notice is among the messages.
        assert await heard(alice, 1) == [("bob", "bob", "yes, alice")]

    run(talk, f"irc://{server.host}:{server.port}")


def test_refusals(server: InspIRCd) -> None:
    """A nick that is taken, a message that may not be, a channel that lets nobody in."""

    async def talk(alice: Chat, bob: Chat) -> None:
        address = f"bob@{server.host}:{server.port}"
        async with Chat(address, "#room") as other:
            assert other.nick == "bob_"
        with pytest.raises(NotLetInError, match="bob: "):
            async with Chat(address, spare_nicks=0):
                pass
        bob.client.command("MODE", "#room", "+mi")
        bob.flush()
        await bob.say("#room", "quiet now")
        with pytest.raises(RefusedError, match="#room"):
            await alice.say("#room", "but")
        with pytest.raises(RefusedError, match="nobody"):
            await alice.say("nobody", "hello")
        async with Chat(f"carol@{server.host}:{server.port}") as carol:
            with pytest.raises(RefusedError, match="#room"):
                await carol.join("#room")
        assert await heard(alice, 1) == [("bob", "#room", "quiet now")]

    run(talk, f"irc://{server.host}:{server.port}")


def test_killed_and_started_again(server: InspIRCd) -> None:
    """Both come back by themselves, are where they were, and what was said meanwhile goes out."""

    async def talk(alice: Chat, bob: Chat) -> None:
        await alice.say("bob", "before")
        assert await heard(bob, 1) == [("alice", "alice", "before")]
        server.kill()
        await until(alice, Disconnected)
        saying = asyncio.create_task(alice.say("#room", "meanwhile"))
        await asyncio.to_thread(server.start)
        await asyncio.gather(until(alice, Registered, Members), until(bob, Registered, Members))
        await saying
        await bob.say("#room", "after")
        found = await heard(alice, 1)
        assert found == [("bob", "#room", "after")]
        assert (alice.nick, bob.nick) == ("alice", "bob")
        assert set(alice.client.channels["#room"].members) == {"alice", "bob"}

    run(talk, f"irc://{server.host}:{server.port}")


def test_through_its_websocket(tmp_path: Path) -> None:
    """The same conversation in messages of a WebSocket."""

    async def talk(alice: Chat, bob: Chat) -> None:
        await asyncio.gather(*(alice.say("#room", f"привет {n}") for n in range(50)))
        found = await heard(bob, 50)
        assert found == [("alice", "#room", f"привет {n}") for n in range(50)]

    with InspIRCd(tmp_path, IRCV3_MODULES) as server:
        run(talk, f"ws://{server.host}:{server.web_port}")
