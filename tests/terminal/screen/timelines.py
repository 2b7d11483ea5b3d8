"""A timeline on a screen, and what stands on it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date

from textual.app import App, ComposeResult
from textual.events import MouseScrollUp
from textual.pilot import Pilot
from textual.widgets import Static

from veche.terminal.screen.entries import Entries
from veche.terminal.screen.timeline import Timeline


class Screen(App[None]):
    """A timeline above a line of something else."""

    def __init__(self, entries: Entries) -> None:
        super().__init__()
        self.shown = entries
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        """Make both."""
        yield Timeline(zone=UTC, today=lambda: date(2024, 3, 12))
        yield Static("composer")

    def on_mount(self) -> None:
        """Show the conversation."""
        self.query_one(Timeline).show(self.shown)
        self.query_one(Timeline).focus()

    def on_timeline_reached_top(self) -> None:
        """Write it down."""
        self.told.append("top")

    def on_timeline_moved_from_end(self) -> None:
        """Write it down."""
        self.told.append("moved")

    def on_timeline_at_end(self) -> None:
        """Write it down."""
        self.told.append("end")


Steps = Callable[[Screen, Pilot[None], Timeline], Awaitable[None]]


def drive(entries: Entries, steps: Steps, size: tuple[int, int] = (80, 12)) -> None:
    """Run `steps` on a screen that shows `entries`."""

    async def run() -> None:
        app = Screen(entries)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(app, pilot, app.query_one(Timeline))

    asyncio.run(run())


def seen(timeline: Timeline) -> list[str]:
    """Return the rows in sight, without spaces at their ends."""
    return [timeline.render_line(y).text.rstrip() for y in range(timeline.size.height)]


def said_rows(timeline: Timeline) -> list[str]:
    """Return the texts in sight of messages that say their number."""
    return [f"message {row.partition('message ')[2]}" for row in seen(timeline) if "message" in row]


async def wheel_up(timeline: Timeline, pilot: Pilot[None]) -> None:
    """Turn the wheel by one notch."""
    timeline.post_message(
        MouseScrollUp(timeline, 1, 1, 0, -1, 0, shift=False, meta=False, ctrl=False)
    )
    await pilot.pause()


def marked(timeline: Timeline) -> list[str]:
    """Return what is marked as found."""
    rows = [timeline.render_line(y) for y in range(timeline.size.height)]
    return [seg.text for row in rows for seg in row if seg.style and seg.style.reverse]
