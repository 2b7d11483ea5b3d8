"""Line mode when the connection is lost, and at the end."""

import asyncio
from collections.abc import Sequence

import pytest

from tests.client.fake_server import FakeServer
from tests.terminal.consoles import (
    FakeConsole,
    asked,
    done,
    join_with,
    said,
    told,
)
from veche.terminal.exits import Exit
from veche.terminal.wording import Line


def test_ctrl_c_waits_for_nothing() -> None:
    """Not even for what is in flight."""
    with FakeServer() as server:
        server.acknowledge = False
        assert join_with(server, FakeConsole("hi", None)) is Exit.INTERRUPTED
        server.wait_for_command("QUIT")


def test_a_connection_lost_before_it_lets_us_in() -> None:
    """Is the end: there is nothing to come back to."""
    with FakeServer() as server:
        server.answer_registration = False
        console = FakeConsole(
            done(lambda: server.wait_for_command("USER")), done(server.drop), "hi"
        )
        assert join_with(server, console) is Exit.UNREACHABLE
    [words] = console.status
    assert words.startswith("The connection is lost: ")


def test_a_pipe_survives_a_loss() -> None:
    """With a line for each attempt; nothing is said twice, or missed."""
    with FakeServer() as server:
        console = FakeConsole(
            "one",
            said("one"),
            done(server.drop),
            told("Connection lost"),
            "two",
            told("Connected again"),
            "three",
        )
        assert join_with(server, console) is Exit.DONE
        assert server.texts() == ["one", "two", "three"]
    assert console.shown == ["alice: one", "alice: two", "alice: three"]
    assert "Connection lost: the server closed the connection. Again in 1 s" in console.status
    assert console.status.count("You joined #a") == 1
    assert sum(words.startswith("In #a") for words in console.status) == 1


def test_a_person_sees_it_count_down() -> None:
    """What is typed meanwhile is kept, said to be kept, and reported; Enter hurries it."""
    with FakeServer() as server:
        console = FakeConsole(
            told("You joined"),
            done(server.drop),
            told("The connection is lost"),
            "kept",
            "",
            told("The kept message is delivered"),
            interactive=True,
        )
        assert join_with(server, console) is Exit.DONE
        assert server.texts() == ["kept"]
    assert console.shown == ["alice: kept"]
    assert "Kept until the connection is back: kept" in console.status
    notices = [notice for _, notice in console.prompts if notice]
    assert notices[0].startswith("Connection lost. Again in 1 s (Enter: now)")
    assert "Connection lost. Connecting ... · 1 message kept" in notices
    assert console.prompts[-1][1] == ""


def test_a_password_that_is_being_typed_stays_one() -> None:
    """Though the connection is lost and comes back meanwhile: it is not said to all."""
    with FakeServer() as server:
        console = FakeConsole(
            told("You joined"),
            "/login",
            asked("Password of alice"),
            done(server.drop),
            told("The connection is lost"),
            told("Connected again"),
            "sesame",
            told("Not logged in"),
            interactive=True,
        )
        assert join_with(server, console) is Exit.DONE
        assert server.texts() == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("kept", None), Exit.UNREACHABLE),
        (("kept", "exit"), Exit.UNREACHABLE),
        (("kept",), Exit.UNREACHABLE),
        (("exit",), Exit.DONE),
        ((None,), Exit.INTERRUPTED),
    ],
)
def test_giving_up_during_the_countdown(typed: Sequence[str | None], code: Exit) -> None:
    """Ends it at once, with what was not acknowledged."""
    with FakeServer() as server:
        console = FakeConsole(
            told("You joined"),
            done(server.drop),
            told("The connection is lost"),
            *typed,
            interactive=True,
        )
        assert join_with(server, console) is code
        assert server.texts() == []
    kept = "kept" in typed
    assert ("Not sent: kept" in console.status) is kept
    assert ("Not acknowledged: 1" in console.status) is kept


def test_a_channel_that_is_closed_to_us_when_we_come_back() -> None:
    """Ends a pipe that has no other; what waited for it is refused."""
    with FakeServer() as server:

        def close() -> None:
            server.refused_joins = {"#a": "474 * #a :Banned"}
            server.drop()

        console = FakeConsole(told("You joined"), done(close), told("Connection lost"), "hi")
        assert join_with(server, console) is Exit.REFUSED
        assert server.texts() == []
    assert "Not in #a: #a: Banned" in console.status or "Not in #a: Banned" in console.status
    assert any(words.startswith("Not sent: hi") for words in console.status)


def test_nobody_reads_what_is_shown() -> None:
    """It leaves, and what was sent is acknowledged before."""

    class Closing(FakeConsole):
        def show(self, line: Line) -> None:
            self.closed = not line.status

    async def for_ever(_: FakeConsole) -> None:
        await asyncio.Event().wait()

    with FakeServer() as server:
        assert join_with(server, Closing("hi", for_ever)) is Exit.DONE
        assert server.texts() == ["hi"]
