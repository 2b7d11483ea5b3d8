"""How events read."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from veche.client.events import (
    Acknowledged,
    ChannelList,
    ChannelRow,
    Event,
    Joined,
    Kind,
    Left,
    Members,
    Problem,
    Refused,
    Renamed,
    Said,
    Told,
    TopicSet,
)
from veche.terminal.wording import Line, stamp, word


def _said(text: str, where: str = "#a", kind: Kind = Kind.TEXT, *, own: bool = False) -> Said:
    return Said("alice", where, text, kind, own=own)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (_said("hello"), "alice: hello"),
        (_said("waves", kind=Kind.ACTION), "* alice waves"),
        (_said("beep", kind=Kind.NOTICE), "-alice- beep"),
        (_said("hi", "#B"), "[#B] alice: hi"),
        (_said("hi", "@#a"), "[@#a] alice: hi"),
        (_said("psst", "me"), "[private] alice: psst"),
        (_said("psst", "bob", own=True), "[to bob] alice: psst"),
        (_said("\x1b[2Jx\u202e"), "alice: x"),
        (Joined("bob", "#A", own=False), "* bob joined"),
        (Joined("bob", "#b", own=False), "* bob joined #b"),
        (Joined("me", "#a", own=True), "You joined #a"),
        (Left("bob", "#a", "", "", own=False), "* bob left"),
        (Left("bob", "", "gone\n", "", own=False), "* bob left (gone )"),
        (Left("bob", "#b", "", "eve", own=False), "* bob was removed from #b by eve"),
        (Left("me", "#a", "out", "eve", own=True), "You were removed from #a by eve (out)"),
        (Left("me", "#a", "", "", own=True), "You left #a"),
        (Renamed("bob", "rob", own=False), "* bob is now rob"),
        (Renamed("me", "I", own=True), "You are now I"),
        (TopicSet("#a", "tea", "bob"), "* bob set the topic: tea"),
        (TopicSet("#b", "tea", ""), "Topic #b: tea"),
        (Members("#a", ("bob", "Алиса")), "In #a: bob, Алиса"),
        (Members("#a", ()), "In #a: nobody"),
        (Told("hello\x07"), "hello"),
        (Problem("482", "no"), "no"),
        (Refused(1, "#a", "text", "no"), "Not sent: text (no)"),
        (ChannelList(()), "No channels"),
        (ChannelList((ChannelRow("#a", "3", "tea"),)), "#a (3)  tea"),
    ],
)
def test_words(event: Event, words: str) -> None:
    """One clean line, for a person who talks in #a."""
    assert [line.plain() for line in word(event, "#a")] == [words]


def test_only_what_was_said_is_no_status() -> None:
    """In a pipe the two go different ways."""
    assert [line.status for line in word(_said("x"), "#a")] == [False]
    assert [line.status for line in word(Joined("b", "#a", own=False), "#a")] == [True]
    assert word(Acknowledged(1), "#a") == []


def test_long_lists_are_cut() -> None:
    """With a word about the rest."""
    [names] = word(Members("#a", tuple(f"n{n}" for n in range(100))), "#a")
    assert names.plain().endswith(" and 70 more")
    rows = tuple(ChannelRow(f"#{n}", "1", "") for n in range(100))
    assert word(ChannelList(rows), "#a")[-1].plain() == "and 50 more"


NOW = datetime(2026, 5, 6, 12, 0, tzinfo=timezone(timedelta(hours=3)))


def test_the_time_is_local() -> None:
    """With a date where it is not today's; none where a hostile clock has no local time."""
    assert stamp(datetime(2026, 5, 6, 8, 1, tzinfo=UTC), NOW) == "11:01 "
    assert stamp(datetime(2026, 5, 5, 8, 1, tzinfo=UTC), NOW) == "2026-05-05 11:01 "
    assert stamp(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), NOW) == ""


def test_colours() -> None:
    """The same name always in the same colour; status dim; without colours the words alone."""
    at = datetime(2026, 5, 6, 8, 1, tzinfo=UTC)
    line = Line("* ", "alice", " waves", at)
    assert line.coloured(NOW) == line.coloured(NOW)
    assert "\x1b[" in line.coloured(NOW)
    assert line.timed(NOW) == "11:01 * alice waves"
    status = Line(rest="You left", at=at, status=True)
    assert status.coloured(NOW) == "\x1b[2mYou left\x1b[0m"
    assert status.timed(NOW) == "You left"
