"""A conversation in which more comes than is read."""

import asyncio

import pytest

from tests.client.fake_server import FakeServer
from tests.client.test_chat import on, run
from veche.client import inbox
from veche.client.chat import Chat


def test_a_flood_waits_for_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is lost, and one can speak in the midst of it."""
    monkeypatch.setattr(inbox, "LIMIT", 50)
    count = 2_000

    async def talk(chat: Chat) -> None:
        for number in range(count):
            server.send(f":bob!b@h PRIVMSG #a :{number}")
        found: list[str] = []
        async for message in chat.messages():
            found.append(message.text)
            if len(found) % 500 == 0:
                await chat.say("#a", f"so far {len(found)}")
            if len(found) == count:
                break
        assert found == [str(number) for number in range(count)]

    with FakeServer() as server:
        run(talk, on(server, "#a"))
        assert len(server.texts()) == 4


def test_who_never_reads_can_speak_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that only says; what it does not read takes a bounded place."""
    monkeypatch.setattr(inbox, "LIMIT", 50)
    monkeypatch.setattr(inbox, "PATIENCE_S", 0.05)

    async def talk(chat: Chat) -> None:
        for number in range(30):
            for _ in range(20):
                server.send(":bob!b@h PRIVMSG #a :unread")
            await chat.say("#a", f"{number}")
        server.send(":bob!b@h PRIVMSG #a :end")
        await asyncio.to_thread(server.wait_for, lambda line: line.endswith(":29"))
        chat.client.command("PING", "still-there")
        chat.flush()
        await asyncio.to_thread(server.wait_for_command, "PING")

    with FakeServer() as server:
        run(talk, on(server, "#a"))
        assert server.texts() == [str(number) for number in range(30)]
