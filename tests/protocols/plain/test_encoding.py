"""Events read as short sentences, one line each, the same bytes for all plain clients."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocols.plain.helpers import ENCODINGS, INFO, happened, message, said, who
from veche.core.events import (
    AwayChanged,
    Body,
    ChannelBody,
    ChannelCreated,
    Event,
    Invited,
    Joined,
    Kicked,
    MessageKind,
    MessageRedacted,
    MessageSent,
    ModeChange,
    ModesBody,
    ModesChanged,
    NickBody,
    NickChanged,
    Parted,
    Reacted,
    Record,
    Returned,
    SessionEnded,
    Stored,
    TargetBody,
    TextBody,
    TopicSet,
    UserDetached,
    UserLeft,
)
from veche.core.ids import to_msgid
from veche.protocols.plain.encoding import PlainEncodings, is_told

LINES = ENCODINGS.get()
QUIET = ENCODINGS.get(chunked=True)

ALICE = who("alice")
LOBBY = TextBody(ALICE, "#lobby")
DEV = TextBody(ALICE, "#dev", "bye")
COMINGS: list[tuple[Event, Body, str]] = [
    (Joined(1, 1), LOBBY, "-- alice joined"),
    (Joined(1, 1), TextBody(ALICE, "#LOBBY"), "-- alice joined"),
    (Joined(1, 1), TextBody(ALICE, "#dev"), "-- alice joined #dev"),
    (Returned(1, 1), LOBBY, "-- alice joined"),
    (Parted(1, 1), LOBBY, "-- alice left"),
    (Parted(1, 1), DEV, "-- alice left #dev (bye)"),
    (UserLeft(1), TextBody(ALICE), "-- alice is gone"),
    (UserLeft(1), TextBody(ALICE, "", "tired"), "-- alice is gone (tired)"),
    (UserDetached(1), TextBody(ALICE), "-- alice is gone"),
]
ACTS: list[tuple[Event, Body, str]] = [
    (NickChanged(1), NickBody(ALICE, "anna", "anna"), "-- alice is now called anna"),
    (TopicSet(1, 1), TextBody(ALICE, "#dev", "x"), "-- alice set the topic of #dev: x"),
    (TopicSet(1, 1), TextBody(ALICE, "#dev"), "-- alice cleared the topic of #dev"),
    (
        Kicked(1, 1, 2),
        TargetBody(ALICE, "#dev", "bob", "rude"),
        "-- alice removed bob from #dev (rude)",
    ),
    (
        Invited(1, 1, 2),
        TargetBody(ALICE, "#dev", "bob"),
        "-- alice invited bob to #dev: /join #dev",
    ),
    (
        ModesChanged(1, 1),
        ModesBody(ALICE, "#dev", (ModeChange(True, "o", "bob"), ModeChange(False, "t"))),
        "-- alice set the modes +o bob -t of #dev",
    ),
]
HIDDEN: list[tuple[Event, Body | None]] = [
    (ChannelCreated(1), ChannelBody("#dev", "#dev")),
    (AwayChanged(1), TextBody(ALICE, "", "tea")),
    (SessionEnded(1), TextBody(ALICE, "", "x")),
    (Joined(1, 1), None),
]


@pytest.mark.parametrize(("event", "body", "line"), COMINGS + ACTS)
def test_what_others_do(event: Event, body: Body, line: str) -> None:
    """As short sentences that no text of a user can look like."""
    assert LINES.encode(happened(event, body)) == line.encode() + b"\n"


@pytest.mark.parametrize(("event", "body", "line"), COMINGS)
def test_chunks_are_not_told_who_comes_and_goes(event: Event, body: Body, line: str) -> None:
    """For such a program all is a message."""
    assert QUIET.encode(happened(event, body)) == b""


@pytest.mark.parametrize(("event", "body", "line"), ACTS)
def test_chunks_are_told_the_rest(event: Event, body: Body, line: str) -> None:
    """In the same words."""
    assert QUIET.encode(happened(event, body)) == line.encode() + b"\n"


@pytest.mark.parametrize(("event", "body"), HIDDEN)
def test_what_is_not_shown(event: Event, body: Body | None) -> None:
    """Nor is what was erased."""
    assert LINES.encode(happened(event, body)) == b""


TEXT, NOTICE, ACTION = MessageKind.TEXT, MessageKind.NOTICE, MessageKind.ACTION


@pytest.mark.parametrize(
    ("name", "how", "target", "line"),
    [
        ("#lobby", TEXT, 0, "alice: hi"),
        ("#Lobby", TEXT, 0, "alice: hi"),
        ("#lobby", ACTION, 0, "* alice hi"),
        ("#lobby", NOTICE, 0, "-alice- hi"),
        ("#dev", TEXT, 0, "[#dev] alice: hi"),
        ("#dev", ACTION, 0, "[#dev] * alice hi"),
        ("#dev", NOTICE, 0, "[#dev] -alice- hi"),
        ("bob", TEXT, 2, "[alice -> bob] hi"),
        ("bob", ACTION, 2, "[alice -> bob] * alice hi"),
        ("bob", NOTICE, 2, "[alice -> bob] -alice- hi"),
    ],
)
def test_messages(name: str, how: MessageKind, target: int, line: str) -> None:
    """In the lobby just `alice: hi`; elsewhere it is said where."""
    event = message("alice", "hi", name, how, target)
    assert LINES.encode(event) == QUIET.encode(event) == line.encode() + b"\n"


@pytest.mark.parametrize("text", ["Привет", "مرحبا", "你好，世界", "👩‍👩‍👧 🇺🇦"])
def test_names_and_text_in_any_script(text: str) -> None:
    """UTF-8, unchanged."""
    assert LINES.encode(message("Алиса", text)).decode() == f"Алиса: {text}\n"


@given(st.text(), st.text())
def test_one_event_is_one_line(nick: str, text: str) -> None:
    """Whatever the core may have let through; of a message each line is one."""
    data = LINES.encode(message(nick, text)).decode()
    assert data.endswith("\n") or not text.strip("\n")
    said = [line for line in text.split("\n") if line]
    assert len(data.splitlines()) == (len(said) if "\n" in text else 1)
    for line in data.splitlines():
        assert all(c.isprintable() or ord(c) > 0x9F for c in line)


def test_several_lines() -> None:
    """Each says whose it is, so that none can pass for the server's own; no blank ones."""
    said = happened(MessageSent(1, cuts=(1,)), TextBody(ALICE, "#lobby", "one\n\n-- bob left"))
    assert LINES.encode(said) == b"alice: one\nalice: -- bob left\n"


def test_edits_and_redactions() -> None:
    """A plain follow-up, and that there was something."""
    edit = happened(MessageSent(1, edits=5), TextBody(ALICE, "#lobby", "an example"))
    assert LINES.encode(edit) == b"alice edited: an example\n"
    redacted = happened(MessageRedacted(1, 5), TextBody(ALICE, "#dev", "spam"))
    assert LINES.encode(redacted) == b"-- alice took back a message in #dev (spam)\n"
    assert QUIET.encode(redacted) == b""


def test_what_is_about_a_message() -> None:
    """Names it, if all who are here were told it: answers, reactions, taking back."""
    encodings = PlainEncodings(INFO)
    lines, quiet = encodings.get(), encodings.get(chunked=True)
    msgid = to_msgid(1)
    bob = who("bob")

    def told(seq: int, event: Event, text: str, *tags: tuple[str, str]) -> bytes:
        body = TextBody(bob, "#lobby", text, tags)
        stored = Stored(seq, seq, Record(seq, 0, 1, event, body))
        assert quiet.encode(stored) in (b"", lines.encode(stored))
        return lines.encode(stored)

    reply, react = ("+draft/reply", msgid), ("+draft/react", "👍")
    lines.encode(said(1, "alice", "tea?"))
    assert told(2, MessageSent(2), "yes", reply) == b'bob (to alice, "tea?"): yes\n'
    assert told(3, MessageSent(2), "so\nbe it", reply) == (
        b'bob (to alice, "tea?"): so\nbob: be it\n'
    )
    assert told(4, Reacted(2), "", react, reply).decode() == "-- bob reacted 👍 to alice: tea?\n"
    assert told(5, MessageRedacted(2, 1), "") == b"-- bob took back a message of alice\n"
    assert told(6, Reacted(2), "", react, reply).decode() == (
        "-- bob reacted 👍 to an earlier message\n"
    )
    assert told(7, Reacted(2), "", ("+draft/persist", "")) == b""


def test_a_page_knows_what_is_on_it() -> None:
    """And leaves what is remembered of what is newer alone."""
    encodings = PlainEncodings(INFO)
    lines = encodings.get()
    body = TextBody(who("bob"), "#lobby", "yes", (("+reply", to_msgid(1)),))
    answer = Stored(9, 9, Record(9, 0, 1, MessageSent(2), body))
    assert list(lines.page((said(1, "alice", "tea?"), answer))) == [
        b"alice: tea?\n",
        b'bob (to alice, "tea?"): yes\n',
    ]
    assert list(lines.page((answer,), everywhere=True)) == [b"[#lobby] bob: yes\n"]
    assert lines.encode(answer) == b"bob: yes\n"


def test_what_its_author_sees() -> None:
    """Not what it typed, but what became of it where that is more."""
    plain_ = TextBody(ALICE, "#lobby", "x")
    answer = TextBody(ALICE, "#lobby", "x", (("+reply", to_msgid(1)),))
    assert not is_told(happened(MessageSent(1), plain_))
    assert is_told(happened(MessageSent(1, edits=1), plain_))
    assert is_told(happened(MessageSent(1), answer))
    assert not is_told(happened(Joined(1, 1), LOBBY))
    assert is_told(happened(TopicSet(1, 1), LOBBY))


def test_to_some_of_a_channel() -> None:
    """The sign before its name says to whom."""
    said = happened(MessageSent(1, channel=5, letter="o"), TextBody(ALICE, "@#lobby", "help"))
    assert LINES.encode(said) == b"[@#lobby] alice: help\n"


def test_one_encoding_for_each_kind_of_client() -> None:
    """And the two can be told apart."""
    assert ENCODINGS.get() is LINES
    assert ENCODINGS.get(chunked=True) is QUIET
    assert (LINES.door, LINES.flags) == ("plain", 0)
    assert (QUIET.door, QUIET.flags) == ("plain", 1)
