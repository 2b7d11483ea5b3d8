"""Where events go."""

from dataclasses import replace

import pytest

from tests.terminal.screen.fakes import AT, FakeClient, begin, said
from veche.client.events import (
    Acknowledged,
    CaughtUp,
    ChannelList,
    ChannelRow,
    Disconnected,
    Event,
    Joined,
    JoinRefused,
    Kind,
    Left,
    Members,
    NickRefused,
    Page,
    Problem,
    Refused,
    Renamed,
    Told,
    TopicSet,
)
from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.feed import Alert, Feed
from veche.terminal.screen.rooms import Room, RoomKind, Rooms
from veche.terminal.words import words_in


class Scene:
    """A feed in #a (shown) and #b."""

    def __init__(self) -> None:
        self.client = FakeClient()
        self.rooms = Rooms()
        self.feed = Feed(self.client.as_client, self.rooms, words_in("en"), lambda: AT)
        self.feed.wanted.add("#a")
        self.take(*begin(self.client, "#a", "#b"), CaughtUp("#a"), CaughtUp("#b"))

    def take(self, *events: Event) -> list[Alert]:
        """Let these happen."""
        return self.feed.take(events)

    def room(self, name: str) -> Room:
        """Return a room that must be there."""
        room = self.rooms.find(name)
        assert room is not None
        return room

    def entries(self, name: str) -> list[Entry]:
        """Return what is in a room."""
        entries = self.room(name).entries
        return [entries[number] for number in range(entries.first, entries.end)]

    def texts(self, name: str) -> list[str]:
        """Return what is said in a room."""
        return [entry.text for entry in self.entries(name)]


@pytest.fixture
def scene() -> Scene:
    """A feed in two channels."""
    return Scene()


def test_the_wanted_channel_is_shown(scene: Scene) -> None:
    """The other one is there as well."""
    assert scene.rooms.current is scene.room("#a")
    assert scene.room("#b").inside


def test_what_is_said_is_in_its_room(scene: Scene) -> None:
    """And whoever looks at the room has seen it."""
    scene.take(said("bob", "#a", "hi", msgid="m1"), said("bob", "#B", "ho"))
    entry = scene.entries("#a")[-1]
    assert (entry.kind, entry.who, entry.text, entry.at) == (EntryKind.SAID, "bob", "hi", AT)
    assert not scene.room("#a").unread
    assert scene.room("#b").unread
    assert list(scene.room("#b").speakers) == ["bob"]


@pytest.mark.parametrize(
    ("kind", "expected"), [(Kind.ACTION, EntryKind.ACTION), (Kind.NOTICE, EntryKind.NOTICE)]
)
def test_how_it_was_said_is_kept(scene: Scene, kind: Kind, expected: EntryKind) -> None:
    """An action and a notice look different."""
    scene.take(replace(said("bob", "#a", "hi"), kind=kind))
    assert scene.entries("#a")[-1].kind is expected


def test_a_mention_elsewhere_rings(scene: Scene) -> None:
    """Not in the room that is looked at; in it too when nobody looks."""
    assert scene.take(said("bob", "#b", "hi Alice!")) == [Alert("bob #b", "hi Alice!")]
    assert scene.room("#b").mentions == 1
    assert scene.take(said("bob", "#a", "alice")) == []
    assert scene.take(said("bob", "#b", "malice")) == []
    scene.feed.focused = False
    assert scene.take(said("bob", "#a", "alice")) == [Alert("bob #a", "alice")]


def test_somebody_writes_to_us(scene: Scene) -> None:
    """That opens a room, rings, and shows nothing else."""
    assert scene.take(said("bob", "alice", "psst")) == [Alert("bob", "psst")]
    assert scene.room("bob").kind is RoomKind.PERSON
    assert scene.room("bob").mentions == 1
    assert scene.rooms.current is scene.room("#a")


def test_what_we_write_to_somebody_is_in_their_room(scene: Scene) -> None:
    """From another client of ours."""
    assert scene.take(said("alice", "bob", "hi", own=True)) == []
    assert scene.texts("bob") == ["hi"]


def test_a_server_opens_no_room(scene: Scene) -> None:
    """Nor does a channel that we are not in."""
    scene.take(said("irc.example", "alice", "notice"), said("bob", "#other", "hi"))
    assert scene.texts("")[-2:] == ["notice", "hi"]
    assert scene.rooms.find("irc.example") is None
    assert scene.rooms.find("#other") is None


def test_what_is_for_operators_says_so(scene: Scene) -> None:
    """It is in the channel's room (STATUSMSG)."""
    scene.take(said("bob", "@#a", "psst"))
    assert scene.texts("#a")[-1] == "[@#a] psst"


def test_old_messages_are_not_news() -> None:
    """The backlog of a channel that is entered; what comes after a loss is."""
    scene = Scene()
    old = replace(said("bob", "#c", "alice: hi"), past=True)
    scene.take(*begin(scene.client, "#c"))
    assert scene.take(old, CaughtUp("#c")) == []
    assert not scene.room("#c").unread
    missed = replace(said("bob", "#c", "alice?"), past=True)
    assert scene.take(missed) == [Alert("bob #c", "alice?")]
    assert scene.room("#c").mentions == 1
    assert scene.room("#c").entries.unread_from == 1


def test_our_own_message_is_shown_once(scene: Scene) -> None:
    """At once, and not again when the server tells it."""
    room = scene.room("#a")
    scene.feed.said(room, "hi", Kind.TEXT, [7])
    assert scene.entries("#a")[-1].pending == 7
    scene.take(said("alice", "#a", "hi", own=True, msgid="m1"), Acknowledged(7, "m1"))
    assert scene.texts("#a") == ["hi"]
    assert scene.entries("#a")[-1].pending is None


def test_a_refused_message_is_marked(scene: Scene) -> None:
    """One that is not shown is told of."""
    scene.feed.said(scene.room("#a"), "hi", Kind.TEXT, [7])
    scene.take(Refused(7, "#a", "hi", "no such nick"), Refused(8, "#b", "ho", "not now"))
    assert scene.entries("#a")[-1].failed
    assert scene.texts("#b")[-1] == "Not sent: ho (not now)"
    assert scene.feed.refused


def test_coming_and_going(scene: Scene) -> None:
    """In the rooms that it concerns."""
    scene.take(
        Joined("bob", "#a", False),
        Renamed("bob", "rob", False, ("#a",)),
        Left("rob", "#a", "bye", "", False),
        Left("eve", "", "gone", "", False, ("#b",)),
        Left("mallory", "#b", "spam", "bob", False),
    )
    kinds = [entry.kind for entry in scene.entries("#a")]
    assert kinds == [EntryKind.JOINED, EntryKind.RENAMED, EntryKind.LEFT]
    assert scene.entries("#b")[0].kind is EntryKind.LEFT
    assert scene.texts("#b")[1] == "mallory was removed by bob (spam)"


def test_who_is_renamed_keeps_the_conversation(scene: Scene) -> None:
    """And is completed by the new name."""
    scene.take(said("bob", "alice", "hi"), said("bob", "#a", "hi"))
    scene.take(Renamed("bob", "rob", False, ("#a",)))
    assert scene.texts("rob")[0] == "hi"
    assert list(scene.room("#a").speakers.values()) == ["rob"]


def test_being_removed_leaves_the_room(scene: Scene) -> None:
    """One can read why; and be in again."""
    scene.take(Left("alice", "#a", "", "bob", True))
    assert not scene.room("#a").inside
    assert scene.texts("#a")[-1] == "You were removed from #a by bob"
    scene.take(Joined("alice", "#a", True))
    assert scene.room("#a").inside


def test_a_channel_that_lets_nobody_in(scene: Scene) -> None:
    """It is said where one is."""
    scene.feed.wanted.add("#x")
    scene.take(JoinRefused("#x", "473", "invite only"), JoinRefused("#y", "", ""))
    assert scene.texts("#a") == ["Not in #x: invite only", "Not in #y: no answer"]
    assert not scene.feed.wanted


def test_older_messages_stand_before(scene: Scene) -> None:
    """In their order; and it is known when there are no more."""
    room = scene.room("#a")
    room.asked_at = 1.0
    scene.take(said("bob", "#a", "new"))
    page = (said("bob", "#a", "one"), said("eve", "#a", "alice: two"))
    scene.take(Page("#a", page, False))
    assert scene.texts("#a") == ["one", "alice: two", "new"]
    assert scene.entries("#a")[1].mention
    assert room.asked_at is None
    assert not room.exhausted
    scene.take(Page("#a", (), True))
    assert room.exhausted


def test_a_gap_that_cannot_be_filled_is_said(scene: Scene) -> None:
    """Where it is; when a channel is entered there is none."""
    scene.take(CaughtUp("#a", complete=False))
    assert scene.texts("#a") == ["Messages may be missing here"]
    scene.take(*begin(scene.client, "#c"), CaughtUp("#c", complete=False))
    assert scene.texts("#c") == []


def test_a_topic_is_told_when_somebody_sets_it(scene: Scene) -> None:
    """Else it stands above."""
    scene.take(TopicSet("#a", "old", ""), TopicSet("#a", "new", "bob"))
    assert scene.texts("#a") == ["bob set the topic: new"]


def test_answers_are_shown_where_one_is(scene: Scene) -> None:
    """Members only when they were asked for."""
    scene.take(Members("#b", ("bob",)))
    scene.feed.asked_members.add("#b")
    scene.take(
        Members("#b", ("bob", "eve")),
        ChannelList((ChannelRow("#x", "3", "about"),)),
        Told("away"),
        Problem("482", "no right"),
        NickRefused("bob", True, "in use"),
    )
    expected = ["In #b: bob, eve", "#x (3)  about", "away", "no right", "bob is taken"]
    assert scene.texts("#a") == expected


def test_a_loss_is_in_the_room_of_the_server(scene: Scene) -> None:
    """Not among what people say."""
    scene.take(Disconnected("reset", 4.2, 1))
    assert scene.texts("")[-1] == "Connection lost: reset. Again in 4 s"
    assert scene.texts("#a") == []


def test_nothing_hostile_gets_into_an_entry(scene: Scene) -> None:
    """Texts, names and reasons are clean wherever they come from."""
    evil = "a\x1b[31mb\u202ec"
    scene.take(
        said(evil, "#a", evil),
        Joined(evil, "#a", False),
        Left(evil, "#a", evil, evil, False),
        TopicSet("#a", evil, evil),
        Renamed(evil, evil + "2", False, ("#a",)),
        Told(evil),
        JoinRefused(evil, "", evil),
        Refused(99, "#a", evil, evil),
    )
    for entry in scene.entries("#a"):
        assert (entry.text + entry.who + entry.reason).isprintable()
