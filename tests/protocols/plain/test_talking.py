"""What people say about messages, as it is typed."""

import pytest

from veche.core.commands import Command, Echo, EditMessage, Redact, Refuse, SendMessage, SendTags
from veche.core.ids import to_msgid
from veche.core.rejections import Code, Rejection
from veche.protocols.plain.commands import parse
from veche.protocols.plain.wishes import Seek

NINE = to_msgid(9)


def reply(text: str) -> Command:
    return SendMessage("#x", text, tags=(("+draft/reply", NINE),))


def react(emoji: str, tag: str = "+draft/react") -> Command:
    return SendTags("#x", ((tag, emoji), ("+draft/reply", NINE)))


@pytest.mark.parametrize(
    ("line", "place", "nick", "own", "command"),
    [
        ("/reply bob at  noon", "#lobby", "bob", False, reply("at  noon")),
        ("/react 👍", "#lobby", "", False, react("👍")),
        ("/react 👍 bob", "#lobby", "bob", False, react("👍")),
        ("/unreact 👍 bob", "#lobby", "bob", False, react("👍", "+draft/unreact")),
        ("/edit good  morning", "", "", True, EditMessage("#x", 9, "good  morning")),
        ("/redact", "", "", True, Redact("#x", 9)),
        ("/redact bob too loud", "#lobby", "bob", False, Redact("#x", 9, "too loud")),
    ],
)
def test_what_is_sought_and_done(
    line: str, place: str, nick: str, own: bool, command: Command
) -> None:
    """The last message of somebody, or one's own."""
    asked = parse(line, "#lobby")
    assert isinstance(asked, Echo)
    seek = asked.payload
    assert isinstance(seek, Seek)
    assert (seek.target, seek.nick, seek.own) == (place, nick, own)
    assert seek.make("#x", 9) == command


@pytest.mark.parametrize("line", ["/reply", "/reply bob", "/react", "/unreact", "/edit", "/edit "])
def test_something_is_missing(line: str) -> None:
    """It is said which command needs more."""
    assert parse(line, "#lobby") == Refuse(Rejection(Code.NEED_MORE, line.split()[0]))


@pytest.mark.parametrize("line", ["/reply bob x", "/react 👍", "/redact bob"])
def test_nowhere(line: str) -> None:
    """Who is in no channel means nobody's message there."""
    assert parse(line, "") == Refuse(Rejection(Code.NO_RECIPIENT))


def test_a_reaction_is_no_speech() -> None:
    """It stands behind a message, so it is short."""
    refused = parse("/react " + "x" * 65, "#lobby")
    assert isinstance(refused, Refuse)
    assert refused.rejection.code is Code.TOO_LONG
