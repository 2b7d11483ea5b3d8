"""Our own messages: shown at once, and once."""

from tests.terminal.screen.fakes import AT, said
from veche.client.events import Acknowledged
from veche.terminal.screen.echoes import Echoes
from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.rooms import Room, RoomKind


def shown(text: str = "hi", tickets: tuple[int, ...] = (1,)) -> tuple[Echoes, Room]:
    """Return a room with our message, which is on its way."""
    echoes, room = Echoes(lambda: AT), Room("#a", RoomKind.CHANNEL)
    echoes.show(room, "alice", text, EntryKind.SAID, tickets)
    return echoes, room


def test_a_message_is_there_before_the_answer() -> None:
    """It says that it is pending."""
    _, room = shown()
    entry = room.entries[0]
    assert (entry.text, entry.who, entry.own, entry.pending) == ("hi", "alice", True, 1)


def test_its_echo_settles_it() -> None:
    """Though the server has made something else of the text."""
    echoes, room = shown()
    echo = said("alice", "#a", "hi!", own=True, msgid="m1")
    echoes.expect([echo, Acknowledged(1, "m1")])
    assert echoes.settles(room, echo)
    assert (room.entries[0].pending, room.entries[0].msgid) == (None, "m1")
    assert len(room.entries) == 1


def test_an_echo_that_comes_later_is_known_by_its_id() -> None:
    """The acknowledgement was first: it is pending no more, but its place is still to come."""
    echoes, room = shown()
    echoes.acknowledge(1, "m1")
    assert room.entries[0].pending is None
    room.entries.add(Entry(EntryKind.SAID, "missed", who="bob"))
    assert echoes.settles(room, said("alice", "#a", "hi!", own=True, msgid="m1"))
    room.entries.add(Entry(EntryKind.SAID, "after", who="bob"))
    assert [room.entries[n].text for n in range(3)] == ["missed", "hi", "after"]
    assert room.entries[1].msgid == "m1"


def test_what_is_acknowledged_and_never_told_gets_a_place() -> None:
    """That of the next one of ours."""
    echoes, room = shown()
    echoes.show(room, "alice", "ho", EntryKind.SAID, [2])
    echoes.acknowledge(1, "")
    assert echoes.settles(room, said("alice", "#a", "ho", own=True))
    room.entries.add(Entry(EntryKind.SAID, "after", who="bob"))
    assert [room.entries[n].text for n in range(3)] == ["hi", "ho", "after"]


def test_without_ids_the_text_tells() -> None:
    """The oldest of the same text in the same room."""
    echoes, room = shown()
    echoes.show(room, "alice", "hi", EntryKind.SAID, [2])
    assert echoes.settles(room, said("alice", "#a", "hi", own=True))
    assert [room.entries[n].pending for n in (0, 1)] == [None, 2]


def test_what_another_client_of_ours_said_is_new() -> None:
    """There is nothing that it could settle."""
    echoes, room = shown()
    assert not echoes.settles(room, said("alice", "#a", "other", own=True, msgid="m1"))
    other = Room("#b", RoomKind.CHANNEL)
    assert not echoes.settles(other, said("alice", "#b", "hi", own=True, msgid="m2"))


def test_a_refused_message_says_why() -> None:
    """Where it stands."""
    echoes, room = shown()
    assert echoes.refuse(1, "no")
    assert (room.entries[0].failed, room.entries[0].reason) == (True, "no")
    assert not echoes.refuse(1, "no")


def test_one_entry_for_a_message_in_pieces() -> None:
    """The echoes of the other pieces are known by their acknowledgements."""
    echoes, room = shown("long text", (1, 2))
    assert len(room.entries) == 1
    echo = said("alice", "#a", "text", own=True, msgid="m2")
    echoes.expect([echo, Acknowledged(2, "m2")])
    assert echoes.settles(room, echo)
