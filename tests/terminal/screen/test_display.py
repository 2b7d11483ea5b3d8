"""What stands on the screen."""

import pytest
from textual import events

from tests.terminal.screen.fakes import (
    begin,
    in_loop,
    said,
)
from tests.terminal.screen.stage import Stage, stage
from veche.client.client import State
from veche.client.events import Acknowledged, Disconnected, Page, Registered


@in_loop
async def test_the_layout() -> None:
    """Channels left, members right, the state below."""
    async with stage(120) as it:
        await it.happen(said("eve", "#b", "news"), said("bob", "alice", "psst"))
        first, *_, last = it.lines()
        assert first.startswith("#a ")
        assert "3 members" in first
        assert any(line.startswith("bob") and "1▕" in line for line in it.lines())
        assert any(line.endswith("▏+eve") for line in it.lines())
        assert last.startswith(" online · alice")
        assert last.endswith("^Q quit")


@pytest.mark.parametrize(
    ("columns", "rooms", "members"), [(100, True, True), (80, True, False), (60, False, False)]
)
def test_columns_fold_on_a_narrow_terminal(columns: int, rooms: bool, members: bool) -> None:
    """F7 and F8 bring them nevertheless, and take them away."""

    async def shown(it: Stage) -> tuple[bool, bool]:
        await it.settle()
        return it.app.query_one("#rooms").display, it.app.query_one("#members").display

    async def look() -> None:
        async with stage(columns) as it:
            assert await shown(it) == (rooms, members)
            await it.press("f7", "f8")
            assert await shown(it) == (not rooms, not members)
            assert "Write in #a" in it.text()

    in_loop(look)()


@in_loop
async def test_a_resize_folds_and_unfolds() -> None:
    """What one reads stays in sight."""
    async with stage(120) as it:
        await it.happen(*(said("bob", "#a", f"line {n}") for n in range(50)))
        for size in ((60, 20), (120, 36), (80, 24)):
            await it.pilot.resize_terminal(*size)
            await it.settle()
            assert "line 49" in it.text()
            assert "Write in #a" in it.text()
        assert it.app.query_one("#rooms").display
        assert not it.app.query_one("#members").display


@in_loop
async def test_every_room_has_its_draft() -> None:
    """It is there again, and the sidebar says so."""
    async with stage() as it:
        await it.press("x", "alt+2")
        assert it.composer.text == ""
        assert it.lines()[0].startswith("#a …")
        await it.press("y", "alt+1")
        assert it.composer.text == "x"


@in_loop
async def test_what_is_typed_while_getting_in_is_kept() -> None:
    """It is for the first channel."""
    async with stage(entered=False) as it:
        await it.press("h", "i")
        it.client.enter("#a", "alice")
        await it.happen(*begin(it.client, "#a"))
        assert it.current.name == "#a"
        assert it.composer.text == "hi"


@in_loop
async def test_older_messages_come_when_one_scrolls_up() -> None:
    """What one reads does not move; what comes meanwhile is counted."""
    async with stage() as it:
        await it.happen(*(said("bob", "#a", f"line {n}", msgid=f"m{n}") for n in range(60)))
        assert it.client.asked_for("older") == []
        await it.press(*["pageup"] * 6)
        assert it.client.asked_for("older") == [("#a", "m0", 50)]
        top = it.lines()[2]
        await it.happen(Page("#a", tuple(said("bob", "#a", f"old {n}") for n in range(5)), False))
        assert it.lines()[2] == top or "line 0" in it.text()
        await it.happen(said("bob", "#a", "now"), said("bob", "#a", "and now"))
        assert "2 new below" in it.lines()[-1]
        await it.press("ctrl+end")
        assert "and now" in it.text()
        assert "new below" not in it.lines()[-1]


@in_loop
async def test_the_connection_is_lost_and_comes_back() -> None:
    """One sees when it is tried again; what is typed is kept; Enter hurries."""
    async with stage() as it:
        it.client.state = State.WAITING
        await it.happen(Disconnected("reset", 30.0, 1))
        assert "Again in 30 s" in it.lines()[-1]
        await it.enter("later")
        assert "…alice: later" in it.text()
        assert "1 message kept" in it.lines()[-1]
        await it.press("enter")
        assert it.client.asked_for("retry_now") == [()]
        it.client.state, it.client.unfinished = State.ONLINE, 0
        again = said("alice", "#a", "later", own=True, msgid="m9")
        await it.happen(Registered("alice", True, True), again, Acknowledged(1, "m9"))
        assert it.lines()[-1].startswith(" online")
        assert it.text().count("later") == 1


@in_loop
async def test_nobody_looks() -> None:
    """What is said then is unread when somebody looks again."""
    async with stage() as it:
        it.app.post_message(events.AppBlur())
        await it.happen(said("bob", "#a", "hello"))
        assert it.current.unread
        it.app.post_message(events.AppFocus())
        await it.settle()
        assert not it.current.unread
        assert "─ new ─" in it.text()


@in_loop
async def test_in_russian() -> None:
    """All that we say ourselves."""
    async with stage(language="ru") as it:
        assert it.lines()[-1].startswith(" на связи · alice")
        assert "3 участника" in it.text()
        assert "Написать в #a" in it.text()


@in_loop
async def test_nothing_that_comes_is_markup() -> None:
    """Or an escape sequence."""
    evil = "[bold red]x[/] \x1b[2J\x9b31m \u202eend [link=y]"
    async with stage(120) as it:
        it.client.channels["#a"].topic = evil
        it.client.channels["#a"].enter("ev[/]il")
        await it.happen(said("b[/]ob", "#a", evil), said("p[/]erson", "alice", evil))
        shown = it.text()
        assert shown.replace("\n", "").isprintable()
        assert shown.count("[bold red]x[/]") == 2
        assert "ev[/]il" in shown
        assert "p[/]erson" in shown


@in_loop
async def test_who_calls_is_seen_without_the_column() -> None:
    """Below, on a narrow terminal."""
    async with stage(60) as it:
        await it.happen(said("bob", "alice", "psst"))
        assert "bob 1" in it.lines()[-1]
        await it.press("f7")
        assert "bob 1" not in it.lines()[-1]
