"""What is sent, and what the commands do."""

import pytest

from tests.terminal.screen.test_feed import Scene
from veche.client.events import CaughtUp, Kind
from veche.terminal.screen.commands import Commands
from veche.terminal.screen.rooms import RoomKind


class Typing(Scene):
    """Somebody who types in #a."""

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[tuple[str, str]] = []
        act = {name: lambda rest, n=name: self.acts.append((n, rest)) for name in ("quit", "help")}
        words = self.feed._words
        self.commands = Commands(self.client.as_client, self.rooms, self.feed, words, act)
        self.client.asked.clear()

    def send(self, text: str, *, literal: bool = False) -> None:
        """Send this."""
        self.commands.send(text, literal=literal)

    def last(self) -> str:
        """Return the last text in the current room."""
        return self.texts(self.rooms.current.name)[-1]


@pytest.fixture
def typing() -> Typing:
    """Somebody who types."""
    return Typing()


def test_text_goes_to_the_room(typing: Typing) -> None:
    """Line after line, without the blank ones; each is shown at once."""
    typing.send("one\n\n  two  \n")
    expected = [("#a", "one", Kind.TEXT), ("#a", "  two", Kind.TEXT)]
    assert typing.client.asked_for("say") == expected
    assert [entry.pending for entry in typing.entries("#a")] == [1, 2]


def test_a_long_text_is_shown_as_it_is_sent(typing: Typing) -> None:
    """Each piece is an entry with a ticket of its own."""
    typing.send("word " * 200)
    pieces = [asked[1] for asked in typing.client.asked_for("say")]
    assert len(pieces) > 1
    assert typing.texts("#a") == pieces


def test_a_slash_may_be_text(typing: Typing) -> None:
    """When it was pasted, when it is doubled, and in a text of many lines."""
    typing.send("/join #x", literal=True)
    typing.send("//join #x")
    typing.send("/join #x\n/quit")
    texts = [asked[1] for asked in typing.client.asked_for("say")]
    assert texts == ["/join #x", "/join #x", "/join #x", "/quit"]
    assert typing.client.asked_for("join") == []


def test_me_is_an_action(typing: Typing) -> None:
    """In the room."""
    typing.send("/me waves")
    assert typing.client.asked_for("say") == [("#a", "waves", Kind.ACTION)]


def test_a_message_to_somebody_shows_their_room(typing: Typing) -> None:
    """Text sent there is for them."""
    typing.send("/msg bob hi there")
    typing.send("again")
    texts = [asked[:2] for asked in typing.client.asked_for("say")]
    assert texts == [("bob", "hi there"), ("bob", "again")]
    assert typing.rooms.current is typing.room("bob")


def test_a_room_of_somebody_opens_without_a_word(typing: Typing) -> None:
    """It is only asked what was said before, and once."""
    typing.send("/query bob")
    assert typing.rooms.current.kind is RoomKind.PERSON
    typing.send("/query Bob")
    assert typing.client.asked == [("converse", "bob")]


def test_a_channel_is_shown_once_we_are_in(typing: Typing) -> None:
    """One that we are in: now."""
    typing.send("/join #x key")
    assert typing.client.asked_for("join") == [("#x", "key")]
    assert typing.rooms.current.name == "#a"
    typing.send("/join #B")
    assert typing.rooms.current.name == "#b"
    assert typing.feed.wanted == {"#x"}


def test_a_channel_that_was_left_is_closed(typing: Typing) -> None:
    """The current one, or the one that is named."""
    typing.send("/leave see you")
    assert typing.client.asked_for("part") == [("#a", "see you")]
    assert typing.rooms.find("#a") is None
    typing.send("/part #b")
    assert typing.rooms.find("#b") is None
    assert typing.rooms.current is typing.rooms.server
    typing.send("/leave #nowhere")
    assert typing.last() == "You are in no channel: /join #channel"


def test_a_conversation_is_closed_without_a_word(typing: Typing) -> None:
    """Nobody is told."""
    typing.send("/query bob")
    typing.send("/close")
    assert typing.rooms.find("bob") is None
    assert typing.client.asked == [("converse", "bob")]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("/who", ("names", "#a")),
        ("/who #z", ("names", "#z")),
        ("/nick bob", ("take_nick", "bob")),
        ("/list", ("list_channels",)),
        ("/topic new one", ("set_topic", "#a", "new one")),
        ("/away", ("away", "away")),
        ("/back", ("away", "")),
        ("/kick bob", ("command", "KICK", "#a", "bob")),
    ],
)
def test_other_commands(typing: Typing, line: str, asked: tuple[str, ...]) -> None:
    """They are asked of the client."""
    typing.send(line)
    assert typing.client.asked == [asked]


def test_members_that_were_asked_for_are_told(typing: Typing) -> None:
    """Others are only in the column."""
    typing.send("/who #Z")
    assert typing.feed.asked_members == {"#z"}


@pytest.mark.parametrize("line", ["/msg", "/msg bob", "/msg #a hi", "/query", "/join", "/join x"])
def test_a_misused_command_is_explained(typing: Typing, line: str) -> None:
    """And nothing is asked."""
    typing.send(line)
    assert typing.last().startswith(("/msg", "/join"))
    assert typing.client.asked == []


def test_an_unknown_command_is_explained(typing: Typing) -> None:
    """It is not sent."""
    typing.send("/frob x")
    assert "/frob" in typing.last()
    assert typing.client.asked == []


def test_where_nobody_hears_nothing_is_sent(typing: Typing) -> None:
    """In the server's room, and where we are no longer."""
    typing.rooms.go(typing.rooms.server)
    typing.send("hi")
    typing.rooms.go(typing.room("#a"))
    typing.room("#a").inside = False
    typing.send("hi")
    assert typing.client.asked == []
    assert typing.last() == "You are in no channel: /join #channel"


def test_what_cannot_be_sent_is_said(typing: Typing) -> None:
    """The client refuses it with a sentence."""
    typing.client.fault = ValueError("too long")
    typing.send("hi")
    assert typing.last() == "Not sent: too long"


def test_what_only_a_screen_can_do(typing: Typing) -> None:
    """It is passed on."""
    typing.send("/quit bye")
    typing.send("exit")
    typing.send("/help")
    assert typing.acts == [("quit", "bye"), ("quit", ""), ("help", "")]


def test_entering_without_showing(typing: Typing) -> None:
    """The second of the channels that one begins with."""
    typing.commands.join("#x", show=False)
    typing.take(CaughtUp("#x"))
    assert typing.feed.wanted == set()
    assert {"join", "query", "quit"} <= set(typing.commands.names)
