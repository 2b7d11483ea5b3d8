"""The whole application with a client that a test plays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events
from textual.pilot import Pilot

from tests.terminal.screen.fakes import FakeClient, FakeDriver, begin, until
from veche.client.events import CaughtUp, Event
from veche.terminal.screen.app import VecheApp
from veche.terminal.screen.composer import Composer
from veche.terminal.screen.rooms import Room
from veche.terminal.screen.timeline import Timeline


class Stage:
    """An application in #a (shown) and #b, with bob and eve."""

    def __init__(self, language: str = "en") -> None:
        self.client = FakeClient()
        self.client.enter("#a", "@alice", "bob", "+eve")
        self.driver = FakeDriver(self.client)
        self.app = VecheApp(self.driver.as_driver, ["#a", "#b"], language)
        self.pilot: Pilot[None]

    @property
    def composer(self) -> Composer:
        """Where one types."""
        return self.app.query_one(Composer)

    @property
    def timeline(self) -> Timeline:
        """What one reads."""
        return self.app.query_one(Timeline)

    @property
    def current(self) -> Room:
        """The room that is shown."""
        return self.app.session.rooms.current

    def lines(self) -> list[str]:
        """Return what can be read on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def text(self) -> str:
        """Return it in one."""
        return "\n".join(self.lines())

    async def happen(self, *events_: Event) -> None:
        """Let these happen, and be drawn."""
        self.driver.put(*events_)
        await until(self.pilot.pause, lambda: self.driver.idle or self.client.ended is not None)
        await self.settle()

    async def happen_last(self, *events_: Event) -> None:
        """Let these happen; they are the end."""
        self.driver.put(*events_)
        await until(lambda: asyncio.sleep(0.01), lambda: not self.app.is_running)

    async def settle(self) -> None:
        """Let all be done that is to be done."""
        # The members are drawn a moment later than the rest.
        await until(self.pilot.pause, lambda: not self.app._view._members_due)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)
        await self.settle()

    async def enter(self, text: str) -> None:
        """Type a line, and Enter."""
        await self.press(*("space" if letter == " " else letter for letter in text), "enter")

    async def paste(self, text: str) -> None:
        """Paste a text."""
        self.composer.post_message(events.Paste(text))
        await self.settle()


@asynccontextmanager
async def stage(
    columns: int = 100, rows: int = 24, *, language: str = "en", entered: bool = True
) -> AsyncIterator[Stage]:
    """Run the application; `entered`: in its channels already."""
    it = Stage(language)
    async with it.app.run_test(size=(columns, rows)) as pilot:
        it.pilot = pilot
        if entered:
            joined = begin(it.client, "#a", "#b")
            await it.happen(*joined, CaughtUp("#a"), CaughtUp("#b"))
        yield it
