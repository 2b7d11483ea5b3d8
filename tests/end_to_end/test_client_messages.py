"""What our client does with messages of several lines and with edits, on a real server."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from tests.conftest import require_tool
from tests.end_to_end.irc import join
from tests.end_to_end.programs import screen
from tests.end_to_end.scripts import run
from tests.end_to_end.test_accounts import opened
from tests.harness import ServerProcess
from veche.client import Chat, parse_address
from veche.client.events import Event, Said


async def _said(events: AsyncIterator[Event]) -> Said:
    async with asyncio.timeout(20):
        async for event in events:
            if isinstance(event, Said):
                return event
    raise AssertionError("it is over")


def _bounds(text: str) -> bool:
    return len(text.encode()) <= 4_096 and text.count("\n") < 100


def test_several_lines_are_one_message() -> None:
    """For those who know such messages; live, echoed and in the history; with a key."""

    async def main(server: ServerProcess) -> None:
        alice = parse_address(f"alice@{server.host}:{server.port}")
        bob = parse_address(f"bob@{server.host}:{server.port}")
        text = f"one\n\n  two\n{'long ' * 200}end"
        async with Chat(alice, "#lobby") as one, Chat(bob, "#lobby") as other:
            events = other.events()
            (msgid,) = await one.say("#lobby", text)
            said = await _said(events)
            assert (said.who, said.text, said.msgid) == ("alice", text, msgid)
            assert (await _said(one.events())).text == text
            poem = "\n".join(f"line {number} {'of a long poem, ' * 3}." for number in range(450))
            msgids = await one.say("#lobby", poem)
            assert 5 <= len(msgids) < 12
            heard = [await _said(events) for _ in msgids]
            assert [said.msgid for said in heard] == list(msgids)
            assert "\n".join(said.text for said in heard) == poem
            assert all(_bounds(said.text) for said in heard)
        async with Chat(alice, "#lobby", backlog=50) as late:
            past = [said async for said in _backlog(late, 1 + len(msgids))]
            assert [said.msgid for said in past] == [msgid, *msgids]
            assert past[0].text == text

    with ServerProcess() as server:
        asyncio.run(main(server))


async def _backlog(chat: Chat, count: int) -> AsyncIterator[Said]:
    events = chat.events()
    for _ in range(count):
        yield await _said(events)


def test_an_edit() -> None:
    """Is one of what it names, live and in the history; a refusal is told."""

    async def main(server: ServerProcess) -> None:
        alice = parse_address(f"alice@{server.host}:{server.port}")
        bob = parse_address(f"bob@{server.host}:{server.port}")
        async with Chat(alice, "#lobby") as one, Chat(bob, "#lobby") as other:
            (msgid,) = await one.say("#lobby", "helo")
            events = other.events()
            assert (await _said(events)).text == "helo"
            one.client.edit("#lobby", msgid, "hello; \\o/")
            one.flush()
            edit = await _said(events)
            assert (edit.who, edit.text, edit.edits) == ("alice", "hello; \\o/", msgid)
            own = one.events()
            assert ((await _said(own)).edits, (await _said(own)).edits) == ("", msgid)
        async with Chat(bob, "#lobby", backlog=10) as late:
            past = [said async for said in _backlog(late, 2)]
            assert [(said.text, said.edits) for said in past] == [
                ("helo", ""), ("hello; \\o/", msgid),
            ]  # fmt: skip

    with ServerProcess() as server:
        asyncio.run(main(server))


def test_from_the_shell() -> None:
    """`veche send` with a text of several lines, and `veche tail --json`."""
    with ServerProcess() as server, join(server.connect, "carol", "#ops") as carol:
        done = run(server, "send", "#ops", "one\n\n  two")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert [said.text for said in carol.messages(2)] == ["one", "  two"]
        done = run(server, "tail", "#ops", "--json", "-n", "5", "--poll")
        told = [json.loads(line) for line in done.stdout.splitlines()]
        assert [each["text"] for each in told] == ["one\n\n  two"]


def test_at_a_terminal(tmp_path: Path) -> None:
    """An edit and another password in full screen; the edit in lines, from the history."""
    with ServerProcess() as server:
        opened(server, "alice", "sesame")
        command = [sys.executable, "-m", "veche", "join", f"alice@{server.host}:{server.port}"]
        with screen(require_tool("tmux"), tmp_path, command, 100, 30) as alice:
            alice.wait_for("Password", "alice is an account's")
            alice.enter("sesame")
            alice.wait_for("Write in #lobby")
            alice.enter("helo world")
            alice.wait_for("helo world")
            alice.enter("/edit hello world")
            shown = alice.wait_for("hello world (edited)")
            assert "helo" not in shown
            alice.enter("/passwd")
            for question, answer in (
                ("Your password now", "sesame"),
                ("The new password", "barley"),
                ("The same once more", "barley"),
            ):
                alice.wait_for(question)
                alice.enter(answer)
            shown = alice.wait_for("You have a new password")
            assert "barley" not in shown
        folder = tmp_path / "lines"
        folder.mkdir()
        command = [*command[:3], "join", "--plain", f"bob@{server.host}:{server.port}"]
        with screen(require_tool("tmux"), folder, command, 100, 30) as bob:
            shown = bob.wait_for("alice: hello world (edited)", "\n>")
            assert "helo" not in shown
            bob.enter("/edit hi")
            bob.wait_for("You have said nothing here that could be edited")
        assert "barley" not in server.errors()
