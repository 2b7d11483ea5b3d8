"""What one client reads of what was said: on entry, on return; and messages that it means."""

import pytest

from tests.protocols.plain.helpers import Client, happened, said, view, who
from veche.core.commands import (
    Command,
    Direction,
    EditMessage,
    HistoryQuery,
    MoveMarker,
    ReadHistory,
    ReadUnread,
    Redact,
    SendMessage,
    SendTags,
)
from veche.core.events import (
    MessageRedacted,
    MessageSent,
    Reacted,
    Record,
    SessionAttached,
    Stored,
    TextBody,
    UserPresent,
    Who,
)
from veche.core.exchange import Done
from veche.core.ids import to_msgid
from veche.core.rejections import Code, Rejection
from veche.core.replies import HistoryPage, Unread, UnreadPage, Welcome

ALICE = Who("alice", "alice", "127.0.0.1", "alice")
MINUTE_MS = 60_000


def returned(*names: str, absent: int = 5) -> tuple[Client, list[Command]]:
    """Alice is back in these channels; what the door asks."""
    client = Client()
    client.send(b"alice\n")
    views = tuple(view(name, "alice", "bob", channel=n) for n, name in enumerate(names, 1))
    events = (
        happened(SessionAttached(1, 0, 7), None),
        Stored(9, None, Record(1, 0, None, UserPresent(7))),
    )
    welcome = Welcome(7, ALICE, channels=views, attached=True, absent=absent)
    return client, client.answer(Done(events, welcome))


def test_a_return() -> None:
    """First where it is, then what it has missed, then what is newer."""
    client, asked = returned("#lobby", "#tea")
    latest = HistoryQuery(Direction.LATEST, 20)
    assert asked == [ReadHistory("#lobby", latest), ReadUnread(9, 5)]
    client.deliver(said(10, "bob", "now"))
    assert client.text() == ""
    old, new = said(1, "bob", "old"), said(2, "bob", "new")
    client.show(old, new, said(10, "bob", "now"))
    client.answer(Done(reply=Unread((UnreadPage("#lobby", MINUTE_MS, (new,)),), 200, 0)))
    assert client.text() == (
        "Welcome back, alice. You are in #lobby and #tea. /help lists the commands.\n"
        "What you type goes to #lobby.\n"
        "bob: old\n-- 1 new message since 00:01 UTC --\nbob: new\nbob: now\n"
    )
    assert client.send(b"hi\n") == [SendMessage("#lobby", "hi")]


def test_what_was_shown_is_read() -> None:
    """The markers move after a while; at the end at once."""
    client, _ = returned("#lobby")
    client.show(said(1, "bob", "old"))
    client.answer(Done(reply=Unread((), 200, 0)))
    assert client.pass_time(31.0) == [MoveMarker("#lobby", MINUTE_MS)]
    client.deliver(said(2, "bob", "new"))
    assert client.send(b"") == [MoveMarker("#lobby", 2 * MINUTE_MS)]
    assert client.plain.deadline is None


def test_nothing_could_be_read() -> None:
    """It is in all the same, and sees what is new."""
    client, _ = returned("#tea")
    client.answer(Rejection(Code.TRY_AGAIN, "", "busy"))
    client.answer(Rejection(Code.TRY_AGAIN, "", "busy"))
    assert client.text() == "Welcome back, alice. You are in #tea. /help lists the commands.\n"
    assert not client.plain.paced


def test_it_was_nowhere() -> None:
    """So it goes to the lobby, as everybody."""
    _, asked = returned()
    assert [getattr(command, "channel", "") for command in asked] == ["#lobby"]


def inside() -> Client:
    """Alice, who has seen the lobby."""
    client = Client()
    client.register("alice")
    client.taken()
    return client


FOUND = (
    said(11, "bob", "first", user=3),
    said(12, "alice", "helo", user=7),
    said(13, "carol", "last", user=4),
)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/react 👍", SendTags("#lobby", (("+draft/react", "👍"), ("+draft/reply", to_msgid(13))))),
        (
            "/react 👍 Bob",
            SendTags("#lobby", (("+draft/react", "👍"), ("+draft/reply", to_msgid(11)))),
        ),
        ("/reply bob yes", SendMessage("#lobby", "yes", tags=(("+draft/reply", to_msgid(11)),))),
        ("/edit hello", EditMessage("#lobby", 12, "hello")),
        ("/redact", Redact("#lobby", 12)),
        ("/redact carol spam", Redact("#lobby", 13, "spam")),
    ],
)
def test_the_message_that_is_meant(line: str, command: Command) -> None:
    """The last of somebody's, of anybody else's, or one's own."""
    client = inside()
    query = HistoryQuery(Direction.LATEST, 100)
    assert client.send(line.encode() + b"\n") == [ReadHistory("#lobby", query)]
    assert client.answer(Done(reply=page(*FOUND))) == [command]


def page(*events: Stored) -> HistoryPage:
    return HistoryPage("#lobby", events)


def test_which_it_was_is_told() -> None:
    """To whom it was done, since on this door nobody sees ids; or why it was not."""
    client = inside()
    tags = (("+draft/react", "👍"), ("+draft/reply", to_msgid(13)))
    client.send("/react 👍\n".encode())
    client.show(*FOUND)
    reacted = happened(Reacted(7), TextBody(who("alice"), "#lobby", "", tags), 20)
    client.answer(Done((reacted,)))
    assert client.text() == "-- alice reacted 👍 to carol: last\n"
    client.send(b"/redact bob\n")
    client.show(*FOUND)
    gone = happened(MessageRedacted(7, 11), TextBody(who("alice"), "#lobby"), 21)
    client.answer(Done((gone,)))
    assert client.text() == "-- alice took back a message of bob\n"
    client.send(b"/edit hello\n")
    client.show(*FOUND)
    edited = happened(MessageSent(7, edits=12), TextBody(who("alice"), "#lobby", "hello"), 22)
    client.answer(Done((edited,)))
    assert client.text() == "alice edited: hello\n"
    client.send(b"/redact bob\n")
    client.show(*FOUND)
    client.answer(Rejection(Code.NOT_YOUR_MESSAGE, "#lobby"))
    assert client.text().startswith("Only who wrote it")


def test_an_edit_is_edited() -> None:
    """As the message in whose place it came."""
    client = inside()
    client.send(b"/edit hello\n")
    edit = Stored(
        14,
        14,
        Record(14, 0, 1, MessageSent(7, edits=12), TextBody(who("alice"), "#lobby", "hallo")),
    )
    assert client.answer(Done(reply=page(*FOUND, edit))) == [EditMessage("#lobby", 12, "hello")]


def test_where_one_said_it() -> None:
    """One's own last word may have been to somebody."""
    client = inside()
    client.send(b"/msg bob helo\n")
    client.answer(Done())
    (asked,) = client.send(b"/edit hello\n")
    assert getattr(asked, "target", "") == "bob"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"/redact", "You have said nothing in #lobby lately."),
        (b"/react x zoe", "zoe has said nothing in #lobby lately."),
        (b"/react x", "Others have said nothing in #lobby lately."),
    ],
)
def test_there_is_none(line: bytes, why: str) -> None:
    """So nothing is done."""
    client = inside()
    client.send(line + b"\n")
    assert client.answer(Done(reply=page())) == []
    assert client.text() == f"{why}\n"
    client.send(line + b"\n")
    client.answer(Rejection(Code.NOT_IN_CHANNEL, "#lobby"))
    assert client.text().startswith("You are not in #lobby.")
