"""Looking for something that was said."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Label

from tests.terminal.screen.fakes import in_loop
from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.finder import MAX_PAGES, Finder
from veche.terminal.screen.rooms import Room, RoomKind
from veche.terminal.screen.words import ENGLISH


class Desk(App[None]):
    """Nothing but a finder, over a room that has pages of older messages."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room("#a", RoomKind.CHANNEL)
        self.found: list[int] = []
        self.wanted = 0
        self.closed = 0

    def compose(self) -> ComposeResult:
        """The finder."""
        yield Finder(ENGLISH, id="finder")

    def on_finder_found(self, event: Finder.Found) -> None:
        """Note it."""
        self.found.append(event.number)

    def on_finder_wants_older(self, event: Finder.WantsOlder) -> None:
        """Note it."""
        assert event.room is self.room
        self.wanted += 1

    def on_finder_closed(self) -> None:
        """Note it."""
        self.closed += 1

    @property
    def says(self) -> str:
        """What stands at the right."""
        return str(self.query_one("#found", Label).render())


@asynccontextmanager
async def desk(*texts: str) -> AsyncIterator[tuple[Desk, Finder, Pilot[None]]]:
    """Somebody who looks in a room where this was said."""
    app = Desk()
    for text in texts:
        app.room.entries.add(Entry(EntryKind.SAID, text, who="bob"))
    async with app.run_test(size=(80, 10)) as pilot:
        finder = app.query_one(Finder)
        finder.open(app.room)
        await pilot.pause()
        yield app, finder, pilot


def older(app: Desk, *texts: str) -> None:
    """Let a page of older messages be there."""
    app.room.entries.prepend([Entry(EntryKind.SAID, text, who="eve") for text in texts])


@in_loop
async def test_the_newest_place_is_found_while_one_types() -> None:
    """Then the one before, and back again."""
    async with desk("hay one", "hay two", "straw", "hay three") as (app, _, pilot):
        await pilot.press(*"hay")
        await pilot.press("enter", "up", "down", "down", "down")
        await pilot.pause()
        assert app.found == [3, 3, 3, 1, 0, 1, 3]
        assert app.wanted == 0


@in_loop
async def test_typing_asks_for_nothing() -> None:
    """Enter does, page after page, until it is found."""
    async with desk("hay") as (app, finder, pilot):
        await pilot.press(*"needle")
        await pilot.pause()
        assert (app.found, app.wanted) == ([], 0)
        assert app.says == ENGLISH.search_stopped
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert app.wanted == 1, "one page at a time"
        older(app, "hay")
        finder.page_came(app.room)
        await pilot.pause()
        assert app.wanted == 2
        older(app, "a needle", "hay")
        finder.page_came(app.room)
        await pilot.pause()
        assert app.found == [-3]


@in_loop
async def test_what_is_nowhere_is_not_found() -> None:
    """When there are no older messages, and when none can be asked for."""
    async with desk("new") as (app, finder, pilot):
        await pilot.press("x", "enter")
        await pilot.pause()
        finder.no_more()
        assert app.says == ENGLISH.search_none
        app.room.exhausted = True
        await pilot.press("enter")
        await pilot.pause()
        assert app.says == ENGLISH.search_none
        assert app.wanted == 1


@in_loop
async def test_one_enter_asks_for_so_many_pages() -> None:
    """Another one goes on."""
    async with desk("new") as (app, finder, pilot):
        await pilot.press("x", "enter")
        for _ in range(MAX_PAGES + 5):
            await pilot.pause()
            older(app, "hay")
            finder.page_came(app.room)
        assert app.wanted == MAX_PAGES
        assert app.says == ENGLISH.search_stopped
        await pilot.press("enter")
        await pilot.pause()
        assert app.wanted == MAX_PAGES + 1


@in_loop
async def test_esc_stops_asking_and_then_closes() -> None:
    """A page that comes later is not looked through."""
    async with desk("new") as (app, finder, pilot):
        await pilot.press("x", "enter", "escape")
        await pilot.pause()
        assert not finder.waiting
        assert app.closed == 0
        older(app, "x")
        finder.page_came(app.room)
        await pilot.press("escape")
        await pilot.pause()
        assert (app.found, app.closed) == ([], 1)
        assert not finder.display


@in_loop
async def test_another_room_does_not_answer() -> None:
    """Its pages are its own."""
    async with desk("new") as (app, finder, pilot):
        await pilot.press("x", "enter")
        await pilot.pause()
        finder.page_came(Room("#b", RoomKind.CHANNEL))
        assert finder.waiting
        assert app.wanted == 1
