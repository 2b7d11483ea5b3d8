"""The conversation for bots and scripts, on real sockets."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.client.fake_server import FakeServer
from veche.client import chat as chat_module
from veche.client.address import Address
from veche.client.chat import Chat
from veche.client.driver import Driver
from veche.client.errors import (
    EndedError,
    NoSuchChannelError,
    NotLetInError,
    RefusedError,
    UnreachableError,
)
from veche.client.events import Disconnected, Ended, Event, How, Joined, Kind, Registered, Said

Talk = Callable[[Chat], Awaitable[None]]


def run(talk: Talk, chat: Chat) -> None:
    """Let `talk` use a chat that has begun."""

    async def main() -> None:
        async with asyncio.timeout(20), chat:
            await talk(chat)

    asyncio.run(main(), debug=True)


def on(server: FakeServer, *channels: str, backlog: int = 0, reconnect: bool = True) -> Chat:
    """A chat with the server as alice."""
    address = Address("alice", port=server.port)
    return Chat(address, *channels, backlog=backlog, reconnect=reconnect, spare_nicks=1)


async def texts(chat: Chat, count: int, *, past: bool = False) -> list[str]:
    """Return the next messages."""
    found: list[str] = []
    async for message in chat.messages(past=past):
        found.append(message.text)
        if len(found) == count:
            break
    return found


def test_saying_and_hearing() -> None:
    """What one says has its msgid once acknowledged, and is not among what one hears."""

    async def talk(chat: Chat) -> None:
        assert chat.nick == "alice"
        assert [*chat.client.channels["#a"].members] == ["bob", "alice"]
        assert await chat.say("#a", "one") == ("own1",)
        server.send(
            ":bob!b@h NOTICE #a :not this",
            "@msgid=b1 :bob!b@h PRIVMSG #a :hello",
            ":bob!b@h PRIVMSG alice :psst",
        )
        async for message in chat.messages():
            assert message.who == "bob"
            assert await message.reply(f"{message.text} yourself") != ("",)
            if message.where == "bob":
                break

    with FakeServer() as server:
        run(talk, on(server, "#a"))
        assert server.texts() == ["one", "hello yourself", "psst yourself"]
        sent = [line for line in server.received if "PRIVMSG" in line]
        assert "PRIVMSG #a :hello yourself" in sent[1]
        assert "PRIVMSG bob :psst yourself" in sent[2]
        assert "+draft/reply=b1" in sent[1]
        server.wait_for_command("QUIT")


def test_the_backlog_is_told_only_to_who_asks() -> None:
    """Before what is new, and in order."""
    for past in (False, True):

        async def talk(chat: Chat, past: bool = past) -> None:
            server.send("@msgid=9 :bob!b@h PRIVMSG #a :new")
            wanted = ["old", "new"] if past else ["new"]
            assert await texts(chat, len(wanted), past=past) == wanted

        with FakeServer() as server:
            server.history = ["@msgid=1 :bob!b@h PRIVMSG #a :old"]
            run(talk, on(server, "#a", backlog=10))


def test_an_edit_is_no_message() -> None:
    """What was obeyed is not obeyed once more; it is among the events."""

    async def talk(chat: Chat) -> None:
        edit = "draft/target-msgid=8;draft/edit-text=!ping\\sagain"
        server.send(
            "@msgid=8 :bob!b@h PRIVMSG #a :!ping",
            f"@msgid=9;{edit} :bob!b@h EDIT #a",
            "@msgid=10 :bob!b@h PRIVMSG #a :!pong",
            f"@msgid=11;{edit} :bob!b@h EDIT #a",
        )
        assert await texts(chat, 2) == ["!ping", "!pong"]
        async for event in chat.events():
            if isinstance(event, Said):
                assert (event.text, event.edits) == ("!ping again", "8")
                break

    with FakeServer() as server:
        run(talk, on(server, "#a"))


def test_refusals() -> None:
    """Of messages and joins: each raises, and the chat goes on."""

    async def talk(chat: Chat) -> None:
        with pytest.raises(RefusedError, match="too rude"):
            await chat.say("#a", "rude")
        with pytest.raises(NoSuchChannelError, match="#none"):
            await chat.join("#none")
        with pytest.raises(RefusedError, match="#shut") as caught:
            await chat.join("#shut")
        assert not isinstance(caught.value, NoSuchChannelError)
        with pytest.raises(ValueError, match="line break"):
            await chat.say("#a", "two\rlines")
        await chat.join("#b")
        await chat.join("#b")
        assert set(chat.client.channels) == {"#a", "#b"}
        assert await chat.say("#a", "fine", kind=Kind.ACTION)

    with FakeServer() as server:
        server.refused_texts["rude"] = "too rude"
        server.refused_joins["#none"] = "403 * #none :No such channel"
        server.refused_joins["#shut"] = "474 * #shut :Banned"
        run(talk, on(server, "#a"))


def test_a_nick_that_is_taken() -> None:
    """The next is tried, as many as are allowed."""

    async def talk(chat: Chat) -> None:
        assert chat.nick == "alice_"

    with FakeServer() as server:
        server.taken = {"alice"}
        run(talk, on(server))
    with FakeServer() as server:
        server.taken = {"alice", "alice_"}
        with pytest.raises(NotLetInError, match=r"alice_: .*in use"):
            run(talk, on(server))


def test_who_is_not_let_in_hears_why() -> None:
    """By the server, or by nobody; and a channel that is refused ends the beginning."""

    async def talk(_chat: Chat) -> None:
        raise AssertionError

    with FakeServer() as server:
        server.refused_joins["#a"] = "474 * #a :Banned"
        with pytest.raises(RefusedError, match="#a: Banned"):
            run(talk, on(server, "#a"))
        server.wait_for_command("QUIT")
        server.stop_listening()
        with pytest.raises(UnreachableError):
            run(talk, on(server))
    with pytest.raises(ValueError, match="is not"):
        Chat("alice")


def test_a_lost_connection_comes_back() -> None:
    """What was said meanwhile is acknowledged then."""

    async def talk(chat: Chat) -> None:
        server.drop()
        saying: asyncio.Task[tuple[str, ...]] | None = None
        async for event in chat.events():
            if isinstance(event, Disconnected):
                saying = asyncio.create_task(chat.say("#a", "kept"))
                chat.client.retry_now()
                chat.flush()
            if isinstance(event, Registered) and event.again:
                break
        assert saying is not None
        assert await saying == ("own1",)

    with FakeServer() as server:
        run(talk, on(server, "#a"))
        assert server.texts() == ["kept"]


def test_the_end() -> None:
    """Who waits, hears of it; so does who asks afterwards."""

    async def talk(chat: Chat) -> None:
        server.acknowledge = False
        saying = asyncio.create_task(chat.say("#a", "never"))
        listening = asyncio.create_task(texts(chat, 1))
        await asyncio.to_thread(server.wait_for_command, "PRIVMSG")
        server.drop()
        with pytest.raises(RefusedError, match="may have been sent"):
            await saying
        with pytest.raises(EndedError, match="closed the connection"):
            await listening
        with pytest.raises(EndedError, match="closed the connection"):
            await chat.say("#a", "too late")

    with FakeServer() as server:
        run(talk, on(server, "#a", reconnect=False))
        chat = on(server)
        with pytest.raises(EndedError, match="has not begun"):
            asyncio.run(_say(chat))


async def _say(chat: Chat) -> None:
    await chat.say("#a", "hello")


def test_everything_that_happens() -> None:
    """`events` ends with Ended, and `messages` without an error when one has left oneself."""

    async def talk(chat: Chat) -> None:
        async def listen() -> list[Event]:
            return [event async for event in chat.events()]

        listening = asyncio.create_task(listen())
        chat.client.leave()
        chat.flush()
        events = await listening
        assert isinstance(events[0], Registered)
        assert any(isinstance(event, Joined) for event in events)
        assert events[-1] == Ended(How.LEFT, "")
        assert await texts(chat, 1) == []

    with FakeServer() as server:
        run(talk, on(server, "#a"))


def test_what_is_said_last_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaving waits for acknowledgements, but not after an error, nor for ever."""

    async def talk(chat: Chat) -> None:
        server.acknowledge = False
        said = chat.client.say("#a", "last")
        assert said
        chat.flush()
        await asyncio.to_thread(server.wait_for_command, "PRIVMSG")
        asyncio.get_running_loop().call_later(0.05, server.release)

    async def fail(chat: Chat) -> None:
        server.acknowledge = False
        chat.client.say("#a", "last")
        raise LookupError

    with FakeServer() as server:
        run(talk, on(server, "#a"))
        server.wait_for_command("QUIT")
    with FakeServer() as server:
        chat = on(server, "#a")
        with pytest.raises(LookupError):
            run(fail, chat)
        with pytest.raises(RuntimeError, match="once"):
            run(fail, chat)

    async def forget(chat: Chat) -> None:
        server.acknowledge = False
        chat.client.say("#a", "last")

    monkeypatch.setattr(chat_module, "LEAVE_S", 0.05)
    with FakeServer() as server:
        run(forget, on(server, "#a"))
        server.wait_for_command("QUIT")


def test_a_bug_is_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception inside is not taken for the end of the conversation."""

    async def talk(chat: Chat) -> None:
        async def broken(_self: Driver) -> list[Event]:
            raise ZeroDivisionError

        monkeypatch.setattr(Driver, "events", broken)
        chat.flush()
        assert await texts(chat, 1) == []
        with pytest.raises(EndedError):
            await chat.say("#a", "hello")

    with FakeServer() as server, pytest.raises(ZeroDivisionError):
        run(talk, on(server, "#a"))
