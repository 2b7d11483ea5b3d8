"""The rooms and their order."""

from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.rooms import MAX_PEOPLE, RoomKind, Rooms

CHANNEL, PERSON = RoomKind.CHANNEL, RoomKind.PERSON


def names(rooms: Rooms) -> list[str]:
    """Return the names in the order of the sidebar."""
    return [room.name for room in rooms]


def some() -> Rooms:
    """Return rooms with two channels and a person, the first channel shown."""
    rooms = Rooms()
    rooms.open("bob", PERSON)
    rooms.open("#b", CHANNEL)
    rooms.open("#a", CHANNEL)
    rooms.go(rooms.open("#B", CHANNEL))
    return rooms


def say(rooms: Rooms, name: str, *, mention: bool = False) -> None:
    """Let somebody say something there."""
    room = rooms.find(name)
    assert room is not None
    if room.entries.unread_from is None:
        room.entries.mark_unread()
    room.entries.add(Entry(EntryKind.SAID, "hi", who="x", mention=mention))


def test_channels_come_before_people_and_the_server_is_last() -> None:
    """Each in the order of opening, so that a number stays a room's."""
    assert names(some()) == ["#b", "#a", "bob", ""]


def test_a_name_is_one_room_in_any_case() -> None:
    """As the server sees it."""
    rooms = some()
    assert rooms.find("#A") is rooms.find("#a")
    assert rooms.current.name == "#b"


def test_numbers_are_places() -> None:
    """From 1; there may be none."""
    rooms = some()
    second = rooms.numbered(2)
    assert second is not None
    assert second.name == "#a"
    assert rooms.numbered(9) is None


def test_up_and_down_go_round() -> None:
    """From the first up to the last."""
    rooms = some()
    above, below = rooms.beside(-1), rooms.beside(1)
    assert above is rooms.server
    assert below is rooms.find("#a")


def test_the_next_unread_is_one_that_calls() -> None:
    """A mention before what is merely new; nothing unread: nothing."""
    rooms = some()
    assert rooms.beside(1, unread=True) is None
    say(rooms, "#a")
    assert rooms.beside(1, unread=True) is rooms.find("#a")
    say(rooms, "bob")
    assert rooms.beside(1, unread=True) is rooms.find("bob")


def test_all_that_one_person_says_is_counted() -> None:
    """In a channel only what is meant for us."""
    rooms = some()
    say(rooms, "bob")
    say(rooms, "#a")
    say(rooms, "#a", mention=True)
    bob, channel = rooms.find("bob"), rooms.find("#a")
    assert bob is not None
    assert channel is not None
    assert (bob.mentions, channel.mentions) == (1, 1)
    assert channel.entries.unread == 2


def test_a_closed_room_shows_its_neighbour() -> None:
    """Of its kind, if there is one; the server's stays."""
    rooms = some()
    rooms.close(rooms.current)
    assert rooms.current.name == "#a"
    rooms.close(rooms.current)
    assert rooms.current.kind is not CHANNEL
    rooms.close(rooms.server)
    assert "" in names(rooms)


def test_a_person_takes_the_room_along() -> None:
    """Under the new name, at the old place; not onto somebody else's room."""
    rooms = some()
    bob = rooms.open("bob", PERSON)
    rooms.open("carol", PERSON)
    rooms.rename(bob, "Robert")
    assert rooms.find("robert") is bob
    assert rooms.find("bob") is None
    rooms.rename(bob, "carol")
    assert bob.name == "Robert"
    rooms.rename(bob, "ROBERT")
    assert names(rooms)[2:4] == ["ROBERT", "carol"]


def test_strangers_do_not_fill_the_memory() -> None:
    """The oldest room that nobody looks at goes."""
    rooms = some()
    bob = rooms.open("bob", PERSON)
    bob.draft = "unfinished"
    for number in range(MAX_PEOPLE + 10):
        rooms.open(f"stranger{number}", PERSON)
    people = [room for room in rooms if room.kind is PERSON]
    assert len(people) == MAX_PEOPLE
    assert bob in people


def test_who_spoke_last_is_last() -> None:
    """And their number is bounded."""
    room = some().current
    for number in range(500):
        room.heard(f"n{number}")
    room.heard("n400")
    assert list(room.speakers.values())[-1] == "n400"
    assert len(room.speakers) == 200
