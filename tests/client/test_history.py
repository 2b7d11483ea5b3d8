"""History and live messages in one order, each once."""

from veche.client.events import Event, Joined, Kind, Left, Renamed, Said
from veche.client.history import Timeline


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


def test_order_yields_to_memory() -> None:
    """A server that never sends its page cannot make us keep everything."""
    timeline = Timeline()
    timeline.hold("#a")
    told = timeline.order(_said(str(n)) for n in range(1_500))
    assert [event for event in told if isinstance(event, Said)] == [
        _said(str(n)) for n in range(1_500)
    ]


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
