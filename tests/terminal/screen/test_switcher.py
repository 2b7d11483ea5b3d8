"""Going elsewhere with some letters."""

import pytest
from textual.app import App
from textual.widgets import Input

from tests.terminal.screen.fakes import in_loop
from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.listing import Listing
from veche.terminal.screen.rooms import RoomKind, Rooms
from veche.terminal.screen.switcher import Choice, Switcher, Way, choices
from veche.terminal.screen.words import ENGLISH


@pytest.fixture
def rooms() -> Rooms:
    """Three channels, of which one is unread, and a person who has written."""
    rooms = Rooms()
    for name in ("#one", "#two", "#three"):
        rooms.open(name, RoomKind.CHANNEL)
    rooms.open("bob", RoomKind.PERSON)
    for name in ("#three", "bob"):
        room = rooms.find(name)
        assert room is not None
        room.entries.mark_unread()
        room.entries.add(Entry(EntryKind.SAID, "hi", who="bob"))
    rooms.go(rooms.open("#one", RoomKind.CHANNEL))
    return rooms


def names(typed: str, rooms: Rooms) -> list[str]:
    """Return the names of the choices."""
    return [choice.name for choice in choices(typed, rooms, ["bob", "theo"])]


def test_who_calls_is_first(rooms: Rooms) -> None:
    """Then what is unread; where one is already is no choice."""
    assert names("", rooms) == ["bob", "#three", "#two", "theo"]


def test_letters_choose(rooms: Rooms) -> None:
    """The nearest first, people too; unread first where they are equally near."""
    assert names("t", rooms)[:3] == ["#two", "theo", "#three"]
    assert choices("theo", rooms, ["theo"]) == [Choice(Way.WRITE, "theo")]
    assert names("zzz", rooms) == []


def test_a_channel_can_be_joined_by_its_name(rooms: Rooms) -> None:
    """One that is there already is only shown."""
    assert choices("#new", rooms, []) == [Choice(Way.JOIN, "#new")]
    assert choices("#two", rooms, []) == [Choice(Way.SHOW, "#two")]
    for wrong in ("#", "#a,#b", "#a b"):
        assert Choice(Way.JOIN, wrong) not in choices(wrong, rooms, [])


@in_loop
async def test_the_dialog(rooms: Rooms) -> None:
    """Typing, moving and Enter; a click; Esc."""
    app: App[None] = App()
    answers: list[Choice | None] = []
    async with app.run_test(size=(80, 24)) as pilot:

        async def ask(*keys: str) -> None:
            app.push_screen(Switcher(rooms, ["bob", "theo"], ENGLISH), answers.append)
            await pilot.pause()
            await pilot.press(*keys)

        await ask("t", "down", "enter")
        await ask("up", "enter")
        await ask("z", "z", "z", "enter", "down")
        assert [line.text for line in app.screen.query_one(Listing).lines] == ["nothing fits"]
        app.screen.query_one(Input).value = "#new"
        await pilot.pause()
        assert [line.text for line in app.screen.query_one(Listing).lines] == ["join #new"]
        await pilot.press("enter")
        await ask("escape")
        await ask()
        await pilot.click(Listing, offset=(3, 1))
        await pilot.pause()
    expected = ["theo", "theo", "#new", None, "#three"]
    assert [choice and choice.name for choice in answers] == expected
