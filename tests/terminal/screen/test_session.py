"""A session without a screen."""

import pytest

from tests.terminal.screen.fakes import FakeClient, begin, left, said
from veche.client.client import State
from veche.client.events import (
    CaughtUp,
    Disconnected,
    Ended,
    How,
    NickRefused,
    Page,
    Refused,
    Registered,
    TopicSet,
)
from veche.terminal.exits import Exit
from veche.terminal.screen.rooms import RoomKind
from veche.terminal.screen.session import Session


class Life:
    """A session in #a, and its clock."""

    def __init__(self, language: str = "en") -> None:
        self.now = 100.0
        self.client = FakeClient()
        self.client.enter("#a", "@alice", "bob", "eve")
        self.session = Session(
            self.client.as_client, language, lambda: self.now, {"TERM": "xterm"}, {}
        )
        self.session.enter(["#a", "#b"])
        self.session.take(begin(self.client, "#a", "#b"))


@pytest.fixture
def life() -> Life:
    """A session."""
    return Life()


def test_it_enters_and_shows_the_first(life: Life) -> None:
    """The second is there."""
    assert life.client.asked_for("join") == [("#a", ""), ("#b", "")]
    assert life.session.rooms.current.name == "#a"


def test_a_mention_rings_once(life: Life) -> None:
    """For many at the same time as well."""
    sound = life.session.take([said("bob", "#b", "alice"), said("bob", "alice", "psst")])
    assert sound.count("notify;") == 1
    assert life.session.take([said("bob", "#b", "alice")]) == ""


def test_a_refused_nick_waits_for_another(life: Life) -> None:
    """Before we are in; later it is only said."""
    refusal = NickRefused("alice", True, "in use")
    life.session.take([refusal])
    assert life.session.refusal is None
    fresh = Session(life.client.as_client, "en", lambda: 0.0, {}, {})
    fresh.take([refusal])
    assert fresh.refusal is refusal
    fresh.take([Registered("alice_")])
    assert fresh.refusal is None


def test_older_messages_are_asked_for_once(life: Life) -> None:
    """From the oldest that is there; again after a while without an answer."""
    session, room = life.session, life.session.rooms.current
    session.take([CaughtUp("#a")])
    assert not session.ask_older(room), "there is nothing to ask from"
    session.take([said("bob", "#a", "hi", msgid="m5")])
    assert session.ask_older(room)
    assert session.ask_older(room)
    assert life.client.asked_for("older") == [("#a", "m5", 50)]
    life.now += 60
    assert session.ask_older(room)
    assert len(life.client.asked_for("older")) == 2
    session.take([Page("#a", (), True)])
    assert not session.ask_older(room)


def test_older_messages_wait_for_the_first_ones(life: Life) -> None:
    """And for a connection; the server's room has none."""
    session, room = life.session, life.session.rooms.current
    session.take([said("bob", "#a", "hi", msgid="m5")])
    assert not session.ask_older(room)
    session.take([CaughtUp("#a")])
    life.client.state = State.WAITING
    assert not session.ask_older(room)
    assert not session.ask_older(session.rooms.server)
    assert life.client.asked_for("older") == []


def test_older_messages_wait_for_those_that_were_missed(life: Life) -> None:
    """They are told first, after a loss."""
    session, room = life.session, life.session.rooms.current
    session.take([CaughtUp("#a"), said("bob", "#a", "hi", msgid="m5")])
    session.take([Disconnected("reset", 1.0, 1), Registered("alice", again=True)])
    assert not session.ask_older(room)
    session.take([CaughtUp("#a")])
    assert session.ask_older(room)


def test_recent_speakers_are_completed_first(life: Life) -> None:
    """Never ourselves, and nobody who is gone."""
    life.session.take([said("eve", "#a", "hi"), said("gone", "#a", "hi"), said("alice", "#a", "")])
    assert life.session.candidates().nicks == ["eve", "bob"]
    assert life.session.candidates().channels == ["#a", "#b"]
    life.session.rooms.go(life.session.rooms.open("zoe", RoomKind.PERSON))
    assert life.session.candidates().nicks == ["zoe"]


def test_people_are_those_in_our_channels(life: Life) -> None:
    """Without ourselves."""
    assert life.session.people() == ["bob", "eve"]


def test_the_topic_is_clean(life: Life) -> None:
    """A room that is no channel has none."""
    life.client.channels["#a"].topic = "about\x1b[31m all\u202e"
    life.session.take([TopicSet("#a", "x", "")])
    assert life.session.topic(life.session.rooms.current) == "about all"
    assert life.session.topic(life.session.rooms.server) == ""


def test_nobody_looks(life: Life) -> None:
    """What comes then is unread, though it is shown."""
    room = life.session.rooms.current
    life.session.look(False)
    life.session.take([said("bob", "#a", "hi")])
    assert room.unread
    life.session.look(True)
    assert not room.unread
    assert room.entries.unread_from == 0


def test_the_status_line(life: Life) -> None:
    """Online, with what is under way; the countdown; the end."""
    session, client = life.session, life.client
    assert session.status().state == "online"
    assert not session.status().trouble
    client.unfinished = 2
    assert session.status("note", "").notes == ("2 on the way", "note")
    session.take([Disconnected("reset", 4.0, 1)])
    client.state = State.WAITING
    status = session.status()
    assert "Again in 4 s" in status.state
    assert "2 messages kept" in status.state
    assert status.trouble
    life.now += 2
    assert "Again in 2 s" in session.status().state
    client.leaving = True
    assert "not acknowledged yet" in session.status().state
    client.ended = Ended(How.LOST, "gone")
    assert session.status().state == "ended: gone"


def test_before_one_is_in() -> None:
    """It says so."""
    life = Life()
    life.client.state = State.REGISTERING
    assert life.session.status().state == "signing in ..."


def test_one_can_hurry(life: Life) -> None:
    """Only while there is no connection."""
    life.session.hurry()
    assert life.client.asked_for("retry_now") == []
    life.session.take([Disconnected("reset", 40.0, 1)])
    life.session.hurry()
    assert life.client.asked_for("retry_now") == [()]
    assert life.session.status().state == "Connection lost. Connecting ..."
    life.session.take([Registered("alice", again=True)])
    assert life.session.status().state == "online"


@pytest.mark.parametrize(
    ("ended", "code", "last_words"),
    [
        (left(), Exit.DONE, ""),
        (Ended(How.REFUSED, "banned"), Exit.REFUSED, "The server does not let you in: banned"),
        (Ended(How.LOST, "reset"), Exit.UNREACHABLE, "The connection is lost: reset"),
        (Ended(How.TIMED_OUT, "x"), Exit.TIMED_OUT, "The server does not answer: x"),
    ],
)
def test_how_it_ends(life: Life, ended: Ended, code: Exit, last_words: str) -> None:
    """In the exit code, and in words."""
    life.client.ended = ended
    assert life.session.exit_code() is code
    assert life.session.farewell() == last_words


def test_a_refused_message_is_in_the_exit_code(life: Life) -> None:
    """0 means that all was acknowledged."""
    life.session.take([Refused(1, "#a", "hi", "no")])
    life.client.ended = left()
    assert life.session.exit_code() is Exit.REFUSED


def test_leaving_with_something_unsent(life: Life) -> None:
    """It is said, and in the exit code."""
    life.client.unfinished = 3
    life.session.abandon()
    assert life.client.asked_for("abort") == [()] or life.client.leaving
    assert life.session.exit_code() is Exit.TIMED_OUT
    assert life.session.farewell() == "not acknowledged: 3"


def test_in_russian() -> None:
    """All of it."""
    assert Life("ru").session.status().state == "на связи"
