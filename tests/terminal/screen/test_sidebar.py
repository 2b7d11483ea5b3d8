"""The column of rooms."""

from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.listing import Line
from veche.terminal.screen.rooms import Room, RoomKind, Rooms
from veche.terminal.screen.sidebar import calling, room_of, room_rows, row_key
from veche.terminal.screen.words import ENGLISH


def hear(room: Room, count: int, *, mention: bool = False) -> None:
    """Let somebody say so much there, unseen."""
    room.entries.mark_unread()
    for _ in range(count):
        room.entries.add(Entry(EntryKind.SAID, "hi", who="bob", mention=mention))


def test_the_column() -> None:
    """Channels, people under a heading, the server."""
    rooms = Rooms()
    rooms.open("#a", RoomKind.CHANNEL)
    rooms.open("bob", RoomKind.PERSON)
    expected = ["#a", "", "people", "bob", "", "server"]
    assert [line.text for line in room_rows(rooms, ENGLISH)] == expected


def test_bold_is_unread_and_a_number_calls() -> None:
    """What is merely said in a channel has no number."""
    rooms = Rooms()
    hear(rooms.open("#a", RoomKind.CHANNEL), 3)
    hear(rooms.open("#b", RoomKind.CHANNEL), 2, mention=True)
    hear(rooms.open("bob", RoomKind.PERSON), 150)
    rooms.open("#c", RoomKind.CHANNEL).inside = False
    lines = {line.text: line for line in room_rows(rooms, ENGLISH)}
    assert lines["#a"] == Line("#a", "#a", "", "bold")
    assert lines["#b"] == Line("#b", "#b", "2", "bold")
    assert lines["bob"] == Line("bob", "bob", "99+", "bold")
    assert lines["#c"].look == "dim"


def test_who_calls_in_a_few_words() -> None:
    """Some of them, when there are many; what is merely said calls nobody."""
    rooms = Rooms()
    assert calling(rooms) == ""
    hear(rooms.open("#a", RoomKind.CHANNEL), 3)
    hear(rooms.open("bob", RoomKind.PERSON), 2)
    assert calling(rooms) == "bob 2"
    for number in range(5):
        hear(rooms.open(f"n{number}", RoomKind.PERSON), 1)
    assert calling(rooms) == "bob 2, n0 1, n1 1…"


def test_a_draft_shows() -> None:
    """Something is still to be sent there."""
    rooms = Rooms()
    rooms.open("#a", RoomKind.CHANNEL).draft = "unfinished"
    assert room_rows(rooms, ENGLISH)[0].text == "#a …"


def test_a_line_leads_to_its_room() -> None:
    """The server's too, whose name is empty."""
    rooms = Rooms()
    for room in (rooms.open("#A", RoomKind.CHANNEL), rooms.server):
        assert row_key(room)
        assert room_of(rooms, row_key(room)) is room


def test_a_name_is_clean() -> None:
    """It is the server's."""
    rooms = Rooms()
    rooms.open("#\x1b[31ma\u202e", RoomKind.CHANNEL)
    assert room_rows(rooms, ENGLISH)[0].text == "#a"
