"""Selecting, copying and reading all of a timeline."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.color import Color
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import Selection

from tests.terminal.screen.conversations import contrast, conversation, entry_values, said
from tests.terminal.screen.timelines import Screen, drive, seen
from veche.terminal.screen.entries import Entries, Entry, EntryKind
from veche.terminal.screen.timeline import Timeline


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_what_is_selected_is_copied() -> None:
    """As it is seen, row by row."""

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        row = timeline.layout_shown.top(48)
        start, end = Offset(21, row), Offset(28, row + 1)
        assert timeline.get_selection(Selection(start, end)) == (
            "message 48\n22:49                message",
            "\n",
        )

    drive(conversation(50), steps)


def test_selecting_with_the_mouse() -> None:
    """From where it is pressed to where it is let go."""

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        y = seen(timeline).index("22:48                message 48")
        await pilot.mouse_down(timeline, offset=(21, y))
        await pilot.hover(timeline, offset=(27, y))
        await pilot.mouse_up(timeline, offset=(27, y))
        assert app.screen.get_selected_text() == "message"

    drive(conversation(50), steps)


def test_all_can_be_read() -> None:
    """In a dark theme, and at once in a light one: contrast as WCAG 2.2, 1.4.3 asks for."""
    entries = Entries()
    entries.add(Entry(EntryKind.STATUS, "status"))
    entries.mark_unread()
    entries.add(said(0, "text", mention=True))
    entries.add(said(1, "text", own=True, pending=1))
    entries.add(said(2, "text", own=True, failed=True, reason="no"))
    entries.add(said(3, "text", "bob"))

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        for theme in ("textual-dark", "textual-light"):
            app.theme = theme
            await pilot.pause()
            rows = [timeline.render_line(y) for y in range(timeline.size.height)]
            styles = {seg.style for row in rows for seg in row if seg.text.strip()}
            assert len(styles) > 6
            for style in styles:
                assert style is not None
                assert style.color is not None
                assert style.bgcolor is not None
                colours = map(Color.from_rich_color, (style.color, style.bgcolor))
                assert contrast(*colours) >= 4.5, f"{style} in {theme}"

    drive(entries, steps)


@settings(max_examples=15, deadline=None)
@given(st.lists(entry_values, min_size=1, max_size=12), st.integers(2, 100))
def test_rows_are_exactly_as_wide_as_the_timeline(items: list[Entry], width: int) -> None:
    """Whatever was said, however narrow it is."""

    async def steps(app: Screen, pilot: Pilot[None], timeline: Timeline) -> None:
        for item in items:
            app.shown.add(item)
        await pilot.pause()
        room = timeline.scrollable_size.width
        for y in range(timeline.size.height):
            strip = timeline.render_line(y)
            assert cell_len(strip.text) == strip.cell_length == room

    drive(Entries(), steps, size=(width, 30))
