"""What single lines mean."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.client.events import (
    AwayChanged,
    Event,
    Invited,
    Joined,
    Kind,
    Left,
    Problem,
    Read,
    Redacted,
    Renamed,
    Said,
    Told,
    TopicSet,
)
from veche.client.message import parse
from veche.client.translate import is_refusal, parse_time, translate

BOB = ":bob!b@h"
NEW_YEAR = datetime(2026, 1, 2, tzinfo=UTC)


def _read(line: str, *, past: bool = False) -> Event | None:
    message = parse(line)
    assert message is not None
    return translate(message, "alice", past=past)


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (f"{BOB} PRIVMSG #a :hi", Said("bob", "#a", "hi", Kind.TEXT, own=False)),
        (":ALICE!a@h PRIVMSG #a :hi", Said("ALICE", "#a", "hi", Kind.TEXT, own=True)),
        (f"{BOB} NOTICE alice :hi", Said("bob", "alice", "hi", Kind.NOTICE, own=False)),
        (f"{BOB} PRIVMSG #a :\1ACTION waves\1", Said("bob", "#a", "waves", Kind.ACTION, own=False)),
        (f"{BOB} PRIVMSG #a :\1ACTION cut", Said("bob", "#a", "cut", Kind.ACTION, own=False)),
        (f"{BOB} PRIVMSG alice :\1VERSION\1", None),
        (":irc.example NOTICE * :Looking", Told("Looking")),
        (f"{BOB} JOIN #a", Joined("bob", "#a", own=False)),
        (f"{BOB} PART #a :bye", Left("bob", "#a", "bye", "", own=False)),
        (f"{BOB} KICK #a alice :out", Left("alice", "#a", "out", "bob", own=True)),
        (f"{BOB} QUIT :gone", Left("bob", "", "gone", "", own=False)),
        (f"{BOB} NICK rob", Renamed("bob", "rob", own=False)),
        (f"{BOB} TOPIC #a :new", TopicSet("#a", "new", "bob")),
        (":s 332 alice #a :old", TopicSet("#a", "old", "")),
        (
            f"@draft/target-msgid=1;draft/edit-text=hi\\sall;msgid=2 {BOB} EDIT #a",
            Said("bob", "#a", "hi all", Kind.TEXT, own=False, msgid="2", edits="1"),
        ),
        (f"@draft/target-msgid=1 {BOB} EDIT #a", None),
        (f"{BOB} REDACT #a m1 :why", Redacted("bob", "#a", "m1", "why")),
        (f"{BOB} REDACT alice m1", Redacted("bob", "bob", "m1", "")),
        (f"{BOB} REDACT alice :m 1", None),
        (":alice!u@h REDACT bob m1", Redacted("alice", "bob", "m1", "")),
        (":s MARKREAD #a *", Read("#a", None)),
        (":s MARKREAD #a timestamp=2026-01-02T00:00:00.000Z", Read("#a", NEW_YEAR)),
        (":s MARKREAD #a timestamp=never", None),
        (f"{BOB} INVITE alice #b", Invited("bob", "#b")),
        (f"{BOB} MODE #a +o bob", Told("bob set mode #a +o bob")),
        (":s 301 alice bob :lunch", Told("bob lunch")),
        (":s 482 alice #a :You're no operator", Problem("482", "#a: You're no operator")),
        (":s FAIL JOIN BANNED #a :No entry", Problem("BANNED", "#a: No entry")),
        (":s NOTE * CODE :Hello", Told("Hello", "CODE")),
        (":s NOTE * :Hello", Told("Hello")),
        (":s 372 alice :- motd", None),
        (f"{BOB} AWAY :lunch", AwayChanged("bob", "lunch")),
        (f"{BOB} AWAY", AwayChanged("bob", None)),
        (":s 263 alice LIST :Busy", Problem("263", "LIST: Busy")),
        (":s 319 alice bob :@#a", Told("bob @#a")),
    ],
)
def test_lines(line: str, event: Event | None) -> None:
    """To the user alice."""
    assert _read(line) == event


def test_tags_are_read() -> None:
    """msgid and server-time; history is past."""
    tags = "@msgid=x;time=2026-01-02T03:04:05.678Z;veche/seq=7;+draft/reply=w"
    said = _read(f"{tags} {BOB} PRIVMSG #a :hi", past=True)
    at = datetime(2026, 1, 2, 3, 4, 5, 678_000, UTC)
    assert said == Said("bob", "#a", "hi", Kind.TEXT, False, at, "x", True, 7, "w")


@pytest.mark.parametrize("tag", ["msgid=a\\sb", f"msgid={'x' * 300}", "veche/seq=9a", "msgid="])
def test_tags_that_could_not_be_sent_back_are_none(tag: str) -> None:
    """An id with a space in it would be two words."""
    said = _read(f"@{tag} {BOB} PRIVMSG #a :hi")
    assert said == Said("bob", "#a", "hi", Kind.TEXT, own=False)


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "2026-01-02T03:04:05", "9" * 5_000, "0001-01-01T00:00:00+14:00"],
)
def test_a_bad_time_is_none(value: str) -> None:
    """Also one without a zone, and one that another zone could not tell."""
    assert parse_time(value) is None


@given(st.text(), st.booleans())
def test_no_line_raises(line: str, past: bool) -> None:
    """Whatever a server sends."""
    message = parse(line)
    if message is not None:
        translate(message, "alice", past=past)


@pytest.mark.parametrize(
    "command",
    ["PRIVMSG", "NOTICE", "JOIN", "PART", "KICK", "QUIT", "NICK", "TOPIC", "332", "INVITE",
     "MODE", "WARN", "NOTE", "301", "404", "FAIL"],
)  # fmt: skip
def test_missing_parameters_do_not_raise(command: str) -> None:
    """They are read as empty."""
    _read(command)
    _read(f"{BOB} {command}")


def test_refusals() -> None:
    """FAIL, 400 to 599, and nothing that only looks so."""
    found = [c for c in ("FAIL", "404", "599", "263", "372", "4", "4٣٣", "4000") if _is_refusal(c)]
    assert found == ["FAIL", "404", "599", "263"]


def _is_refusal(command: str) -> bool:
    message = parse(command)
    return message is not None and is_refusal(message)
