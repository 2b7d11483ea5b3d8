"""The application as one sees it."""

import asyncio

import pytest
from textual.worker import WorkerFailed

from tests.terminal.screen.fakes import (
    FakeClient,
    FakeDriver,
    in_loop,
    left,
    said,
    until,
)
from tests.terminal.screen.stage import Stage, stage
from veche.client.client import State
from veche.client.events import Acknowledged, CaughtUp, Ended, How, Page
from veche.terminal.exits import Exit
from veche.terminal.screen import app as app_module
from veche.terminal.screen.finder import Finder
from veche.terminal.screen.timeline import Timeline


@in_loop
async def test_a_conversation() -> None:
    """What is said is there; our own at once, settled when it is acknowledged."""
    async with stage() as it:
        await it.happen(said("bob", "#a", "hello", msgid="m1"))
        await it.enter("hi all")
        assert "bob: hello" in it.text()
        assert "…alice: hi all" in it.text()
        assert it.composer.text == ""
        it.client.unfinished = 0
        await it.happen(said("alice", "#a", "hi all", own=True, msgid="m2"), Acknowledged(1, "m2"))
        assert " alice: hi all" in it.text()
        assert it.text().count("hi all") == 1


@in_loop
async def test_going_from_room_to_room() -> None:
    """By number, up and down, to what is unread, and with the mouse."""
    async with stage() as it:
        await it.press("alt+2")
        assert it.current.name == "#b"
        await it.press("alt+up")
        assert it.current.name == "#a"
        await it.happen(said("bob", "alice", "psst"))
        await it.press("alt+shift+down")
        assert it.current.name == "bob"
        assert not it.current.unread
        await it.pilot.click("#rooms", offset=(2, 0))
        await it.settle()
        assert it.current.name == "#a"
        await it.pilot.click("#members", offset=(2, 2))
        await it.settle()
        assert it.current.name == "eve"


@in_loop
async def test_tab_completes_who_spoke_last() -> None:
    """Before the other members."""
    async with stage() as it:
        await it.happen(said("eve", "#a", "hi"))
        await it.press("tab")
        assert it.composer.text == "eve: "


@in_loop
async def test_a_short_conversation_is_filled_up() -> None:
    """With older messages, as long as there are any."""
    async with stage() as it:
        await it.happen(said("bob", "#a", "one", msgid="m5"), CaughtUp("#a"))
        assert it.client.asked_for("older") == [("#a", "m5", 50)]
        await it.happen(Page("#a", (said("bob", "#a", "zero", msgid="m4"),), True))
        assert len(it.client.asked_for("older")) == 1


@in_loop
async def test_searching_goes_on_in_older_messages() -> None:
    """Esc goes back to the newest, and to typing."""
    async with stage() as it:
        await it.happen(*(said("bob", "#a", f"hay {n}", msgid=f"m{n}") for n in range(60)))
        await it.press("ctrl+f", *"needle", "enter")
        assert it.client.asked_for("older") == [("#a", "m0", 50)]
        page = tuple(said("bob", "#a", t, msgid=t) for t in ("a needle", *map(str, range(40))))
        await it.happen(Page("#a", page, False))
        assert "a needle" in it.text()
        await it.press("escape", "x")
        assert not it.app.query_one(Finder).display
        assert "hay 59" in it.text()
        assert it.composer.text == "x"


@in_loop
async def test_searching_where_nothing_can_be_asked() -> None:
    """It says that there is nothing; another room ends the search."""
    async with stage() as it:
        it.client.state = State.WAITING
        await it.happen(said("bob", "#a", "hay", msgid="m1"))
        await it.press("ctrl+f", "x", "enter")
        assert "not found" in it.text()
        await it.press("alt+2")
        assert not it.app.query_one(Finder).display
        assert it.app.focused is it.composer


@in_loop
async def test_leaving_waits_for_what_was_sent() -> None:
    """And says so; then it is over."""
    async with stage() as it:
        await it.enter("hi")
        await it.press("ctrl+q")
        assert it.client.asked_for("leave") == [("",)]
        assert "1 not acknowledged yet" in it.lines()[-1]
        assert it.app.is_running
        await it.happen_last(Acknowledged(1), left())
    assert it.app.session.exit_code() is Exit.DONE


@pytest.mark.parametrize("keys", [("ctrl+q", "ctrl+q"), ("ctrl+d", "ctrl+d")])
def test_leaving_at_once(keys: tuple[str, str]) -> None:
    """By the second time."""

    async def leave() -> Stage:
        async with stage() as it:
            it.client.unfinished = 1
            await it.pilot.press(*keys)
            await until(lambda: asyncio.sleep(0.01), lambda: not it.app.is_running)
            return it

    it = asyncio.run(leave())
    assert ("abort",) in it.client.asked or it.client.asked_for("abort")
    assert it.app.session.exit_code() is Exit.TIMED_OUT


@in_loop
async def test_quit_gives_a_reason() -> None:
    """As a command."""
    async with stage() as it:
        await it.enter("/quit see you")
        assert it.client.asked_for("leave") == [("see you",)]


@in_loop
async def test_ctrl_c_says_how_one_leaves() -> None:
    """It does not leave."""
    async with stage() as it:
        await it.press("ctrl+c")
        assert "Ctrl-Q leaves" in it.lines()[-1]


@in_loop
async def test_the_end_can_be_read() -> None:
    """When it was not us who wanted it."""
    async with stage() as it:
        await it.happen(said("bob", "#a", "hello"), Ended(How.REFUSED, "banned\x1b[31m"))
        assert "ended: banned" in it.lines()[-1]
        assert "bob: hello" in it.text()
        await it.pilot.press("ctrl+q")
    assert it.app.session.exit_code() is Exit.REFUSED


@in_loop
async def test_who_is_not_let_in_is_out() -> None:
    """There is nothing to read."""
    async with stage(entered=False) as it:
        await it.happen_last(Ended(How.REFUSED, "banned"))
    assert it.app.session.farewell() == "The server does not let you in: banned"


@in_loop
async def test_an_error_of_ours_is_loud() -> None:
    """It ends the application."""

    async def break_down() -> None:
        async with stage() as it:
            it.driver.fail(RuntimeError("nonsense"))
            await until(lambda: asyncio.sleep(0.01), lambda: not it.app.is_running)

    with pytest.raises(WorkerFailed, match="nonsense"):
        await break_down()


@in_loop
async def test_help_and_history_are_commands_too() -> None:
    """For who does not know the keys."""
    async with stage() as it:
        await it.happen(*(said("bob", "#a", f"line {n}", msgid=f"m{n}") for n in range(60)))
        await it.enter("/history")
        await it.enter("/help")
        assert "Ctrl-K" in it.text()
        await it.press("escape")
        assert it.app.focused is it.composer


@in_loop
async def test_a_click_on_the_timeline_leaves_one_typing() -> None:
    """It selects, and takes nothing away."""
    async with stage() as it:
        await it.pilot.click(Timeline)
        await it.press("x")
        assert it.composer.text == "x"


def test_run_returns_how_it_went(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With last words on the standard error."""
    client = FakeClient()
    client.ended = Ended(How.LOST, "reset")

    async def no_screen(self: app_module.VecheApp) -> None:
        return None

    async def talk() -> Exit:
        return await app_module.run(FakeDriver(client).as_driver, ["#a"])

    monkeypatch.setattr(app_module.VecheApp, "run_async", no_screen)
    assert asyncio.run(talk()) is Exit.UNREACHABLE
    assert capsys.readouterr().err == "The connection is lost: reset\n"
