"""History and live messages in one order, each once."""

from dataclasses import replace
from datetime import UTC, datetime

from veche.client.events import Event, Joined, Kind, Left, Renamed, Said
from veche.client.history import MAX_HELD, Anchor, Timeline, conversation


def _said(msgid: str, *, past: bool = False, where: str = "#a") -> Said:
    return Said("bob", where, msgid, Kind.TEXT, own=False, msgid=msgid, past=past)


def test_a_message_is_told_once() -> None:
    """By its msgid; without one it cannot be known again."""
    timeline = Timeline()
    assert timeline.order([_said("1"), _said("1"), _said(""), _said("")]) == [
        _said("1"),
        _said(""),
        _said(""),
    ]


def test_live_events_wait_for_the_page() -> None:
    """Those of this channel; what the page held already is dropped."""
    timeline = Timeline()
    timeline.hold("#A")
    joined = Joined("carol", "#a", own=False)
    live: list[Event] = [_said("2"), joined, _said("3")]
    assert timeline.order(live) == []
    other: list[Event] = [_said("9", where="#b"), Renamed("x", "y", own=False)]
    assert timeline.order(other) == other
    page = [_said("1", past=True), _said("2", past=True)]
    assert timeline.order(page) == page
    assert timeline.held() == ["#a"]
    assert timeline.release("#a") == [joined, _said("3")]
    assert timeline.release("#a") == []


def test_what_is_held_is_bounded() -> None:
    """What is beyond the bound is dropped, and that is known: the server has it."""
    timeline = Timeline()
    timeline.hold("#a")
    assert timeline.order(_said(str(n)) for n in range(MAX_HELD)) == []
    assert not timeline.overflowed("#a")
    assert timeline.order([_said("one more")]) == []
    assert timeline.overflowed("#a")
    assert timeline.release("#a") == [_said(str(n)) for n in range(MAX_HELD)]
    assert not timeline.overflowed("#a")


def test_leaving_ends_the_hold() -> None:
    """What was kept is told before."""
    timeline = Timeline()
    timeline.hold("#a")
    left = Left("alice", "#a", "", "", own=True)
    assert timeline.order([_said("1"), left]) == [_said("1"), left]
    assert timeline.held() == []


def test_only_so_many_are_remembered() -> None:
    """An old msgid may be told again."""
    timeline = Timeline()
    timeline.order(_said(str(n)) for n in range(10_001))
    assert timeline.order([_said("1"), _said("0")]) == [_said("0")]


def test_the_second_line_of_a_long_message_shares_the_fate_of_the_first() -> None:
    """It has no msgid of its own."""
    timeline, at = Timeline(), datetime(2026, 1, 1, tzinfo=UTC)
    first = replace(_said("1"), at=at)
    second = replace(first, msgid="", text="and on")
    assert timeline.order([first, second]) == [first, second]
    assert timeline.order([first, second]) == []
    later = replace(second, at=datetime(2026, 1, 2, tzinfo=UTC))
    assert timeline.order([later]) == [later]


def test_the_anchor_is_the_last_that_was_told() -> None:
    """Of each conversation; a message without a msgid leaves it where it is."""
    timeline = Timeline()
    timeline.order([_said("1"), _said("9", where="#b"), _said("2"), _said("")])
    assert timeline.anchor("#A") == Anchor("2", None)
    timeline.start("#a", Anchor("0", None))
    assert timeline.anchor("#a") == Anchor("2", None)
    timeline.hold("#a")
    timeline.order([_said("3")])
    assert timeline.anchor("#a") == Anchor("2", None)
    timeline.release("#a")
    assert timeline.anchor("#a") == Anchor("3", None)
    timeline.forget("#a")
    assert timeline.anchor("#a") is None
    assert timeline.conversations() == ["#b"]


def test_a_message_of_ones_own_that_was_told_without_its_msgid() -> None:
    """It is not told again by history; the next with the same words is."""
    timeline = Timeline()
    own = replace(_said("7", past=True), own=True)
    timeline.told_unnamed("#a", "7")
    assert timeline.order([own]) == []
    again = replace(own, msgid="8")
    assert timeline.order([again]) == [again]


def test_whose_conversation_a_message_is() -> None:
    """A channel, also for those with a rank in it; or the other one of two people."""
    own = replace(_said("1"), own=True, where="bob")
    assert conversation(own) == "bob"
    assert conversation(replace(own, own=False, who="[x]", where="alice")) == "[x]"
    assert conversation(_said("1", where="@#a")) == "#a"


def test_a_conversation_follows_the_nick() -> None:
    """Two people are the same two by another name."""
    timeline = Timeline()
    timeline.order([_said("1", where="alice")])
    timeline.rename("bob", "Rob")
    assert timeline.conversations() == ["Rob"]
    assert timeline.anchor("rob") == Anchor("1", None)


def test_what_is_known() -> None:
    """What was told, and what is held."""
    timeline = Timeline()
    timeline.order([_said("1")])
    timeline.hold("#a")
    timeline.order([_said("2")])
    assert [timeline.knows(msgid) for msgid in ("1", "2", "3")] == [True, True, False]
