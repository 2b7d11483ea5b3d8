"""The timeline on a screen, driven as a person would."""

import pytest
from textual.pilot import Pilot

from tests.terminal.screen.conversations import conversation, said
from tests.terminal.screen.timelines import Screen, drive, marked, said_rows, seen, wheel_up
from veche.terminal.screen.entries import Entries
from veche.terminal.screen.timeline import Timeline


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_the_newest_are_in_sight_and_stay_so() -> None:
    """At the bottom, however few there are."""

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        assert seen(timeline)[-1].endswith("message 1")
        assert seen(timeline)[0] == ""
        for number in range(2, 30):
            app.shown.add(said(number))
        await pilot.pause()
        assert said_rows(timeline) == [f"message {n}" for n in range(19, 30)]
        assert timeline.at_end
        assert "moved" not in app.told

    drive(conversation(2), steps)


def test_what_one_reads_does_not_move() -> None:
    """When newer ones are added, older ones put before, one settled, and the oldest dropped."""
    entries = conversation(100, bound=160)
    entries.prepend([said(-1, "long " * 40, own=True, pending=1)])

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        await pilot.press("pageup", "up")
        before = seen(timeline)
        assert not timeline.at_end
        entries.add(said(100))
        await pilot.pause()
        assert seen(timeline) == before
        entries.prepend([said(number) for number in range(-51, -1)])
        entries.settle(1, ok=False, reason="why not " * 30)
        await pilot.pause()
        assert seen(timeline) == before
        for number in range(101, 130):
            entries.add(said(number))
        await pilot.pause()
        assert entries.first > -51
        assert seen(timeline) == before
        await pilot.press("end")
        assert said_rows(timeline)[-1] == "message 129"

    drive(entries, steps)


def test_a_resize_keeps_the_anchor() -> None:
    """The message at the top stays there; after coming back all is as before."""
    entries = Entries()
    for number in range(60):
        entries.add(said(number, f"message {number} " + "and so on " * 12))

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        await pilot.press("pageup", "pageup", "pageup")
        before = seen(timeline)
        top = timeline.layout_shown.at(timeline.scroll_offset.y)[0]
        for width in (60, 120, 30):
            await pilot.resize_terminal(width, 12)
            await pilot.pause()
            assert timeline.layout_shown.at(timeline.scroll_offset.y)[0] == top
        await pilot.resize_terminal(80, 12)
        await pilot.pause()
        assert seen(timeline) == before
        await pilot.press("end")
        await pilot.resize_terminal(50, 9)
        await pilot.pause()
        assert timeline.at_end
        assert timeline.scroll_offset.y == timeline.max_scroll_y > 0

    drive(entries, steps)


def test_keys_and_wheel() -> None:
    """Pages keep two rows; home and end go all the way; the wheel moves by rows."""

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        end = timeline.max_scroll_y
        assert timeline.scroll_offset.y == end
        await pilot.press("pageup")
        assert timeline.scroll_offset.y == end - 9
        await pilot.press("up", "down", "down")
        assert timeline.scroll_offset.y == end - 8
        await pilot.press("home")
        assert timeline.scroll_offset.y == 0
        assert app.told == ["moved", "top"]
        await pilot.press("end")
        assert app.told[2:] == ["end"]
        await wheel_up(timeline, pilot)
        assert timeline.scroll_offset.y < end
        assert not timeline.at_end

    drive(conversation(50), steps)


def test_older_history_is_wanted_at_the_top() -> None:
    """Again at each further try, by key or wheel; not while there is some above."""

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        await pilot.press("home")
        assert app.told.count("top") == 1
        await pilot.press("up")
        assert app.told.count("top") == 2
        await wheel_up(timeline, pilot)
        assert app.told.count("top") == 3
        app.shown.prepend([said(number) for number in range(-40, 0)])
        await pilot.press("up")
        await wheel_up(timeline, pilot)
        assert app.told.count("top") == 3

    drive(conversation(50), steps)


def test_few_messages_want_older_ones() -> None:
    """When they do not fill the screen."""

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        assert "top" in app.told

    drive(conversation(3), steps)


def test_each_conversation_keeps_its_place() -> None:
    """Scrolled up where it was; at the end if it was there, though more came meanwhile."""
    other = conversation(80)

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        await pilot.press("pageup")
        before = seen(timeline)
        timeline.show(other)
        await pilot.pause()
        assert timeline.at_end
        assert said_rows(timeline)[-1] == "message 79"
        app.shown.add(said(50))
        timeline.show(app.shown)
        await pilot.pause()
        assert seen(timeline) == before
        other.add(said(80))
        timeline.show(other)
        await pilot.pause()
        assert said_rows(timeline)[-1] == "message 80"
        timeline.forget(app.shown)
        assert app.shown.observers == []

    drive(conversation(50), steps)


def test_going_to_an_entry() -> None:
    """It comes into sight with what was looked for marked; the end takes the mark away."""

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        timeline.go_to(20, "MESSAGE 20")
        await pilot.pause()
        assert marked(timeline) == ["message 20"]
        before = seen(timeline)
        timeline.go_to(21, "message")
        assert seen(timeline) == before
        assert marked(timeline) == ["message"]
        timeline.go_to(999, "message")
        timeline.to_end()
        await pilot.pause()
        assert marked(timeline) == []
        assert timeline.at_end

    drive(conversation(50), steps)
