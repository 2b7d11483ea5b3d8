"""Who is where."""

import pytest

from veche.client import roster as module
from veche.client.channel import Member
from veche.client.events import AwayChanged, Event, Joined, Left, Renamed, Told, TopicSet
from veche.client.reports import Named, RankChanged
from veche.client.roster import MAX_CHANNELS, Roster


def _roster() -> Roster:
    """We are in two channels, bob in both, carol in one."""
    roster = Roster()
    for where in ("#A", "#b"):
        assert roster.enter(where)
    roster.named(Named("#a", (Member("alice"), Member("bob", "@"))))
    roster.named(Named("#b", (Member("alice"), Member("bob"), Member("carol"))))
    return roster


def _nicks(roster: Roster, where: str) -> list[str]:
    return [member.nick for member in roster.channels[where].members.values()]


@pytest.mark.parametrize(
    ("event", "seen_in"),
    [
        (Left("bob", "", "bye", "", own=False), ("#A", "#b")),
        (Left("bob", "#a", "bye", "", own=False), ("#A",)),
        (Left("bob", "#x", "bye", "", own=False), ()),
        (Left("alice", "#a", "", "bob", own=True), ("#A",)),
        (Renamed("carol", "karl", own=False), ("#b",)),
        (AwayChanged("bob", "lunch"), ("#A", "#b")),
    ],
)
def test_where_it_was_seen(event: Left | Renamed | AwayChanged, seen_in: tuple[str, ...]) -> None:
    """Known before it happens, gone after it."""
    told = _roster().apply(event)
    assert isinstance(told, Left | Renamed | AwayChanged)
    assert told.seen_in == seen_in


def test_members_stay_true() -> None:
    """Through coming, going, names, ranks, absence and topics."""
    roster = _roster()
    events: list[Event] = [
        Joined("dan", "#a", own=False),
        Renamed("bob", "rob", own=False),
        Left("carol", "#b", "", "", own=False),
        AwayChanged("rob", "lunch"),
        TopicSet("#a", "tea", "rob"),
        Told("nothing"),
    ]
    for event in events:
        roster.apply(event)
    roster.rank(RankChanged("#a", "dan", "+", True), "@+")
    roster.rank(RankChanged("#x", "dan", "+", True), "@+")
    assert _nicks(roster, "#a") == ["alice", "dan", "rob"]
    assert _nicks(roster, "#b") == ["alice", "rob"]
    members = roster.channels["#a"].members
    assert members["rob"] == Member("rob", "@", away=True)
    assert members["dan"].ranks == "+"
    assert roster.channels["#a"].topic == "tea"
    roster.apply(AwayChanged("rob", None))
    assert not members["rob"].away


def test_a_loss_makes_channels_stale() -> None:
    """They stay to be seen, and are entered anew."""
    roster = _roster()
    roster.lost()
    assert not roster.has("#a")
    assert _nicks(roster, "#a") == ["alice", "bob"]
    assert roster.enter("#a")
    assert not roster.enter("#a")
    assert roster.channels["#a"].name == "#a"
    roster.leave("#b")
    assert list(roster.channels) == ["#a"]


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of channels, and of members in all of them."""
    roster = Roster()
    entered = [roster.enter(f"#{n}") for n in range(MAX_CHANNELS + 1)]
    assert entered.count(True) == MAX_CHANNELS
    monkeypatch.setattr(module, "_MAX_MEMBERS_IN_ALL", 5)
    roster.named(Named("#0", tuple(Member(f"u{n}") for n in range(4))))
    roster.named(Named("#1", tuple(Member(f"u{n}") for n in range(4))))
    roster.apply(Joined("dan", "#2", own=False))
    assert [len(roster.channels[f"#{n}"].members) for n in range(3)] == [4, 1, 0]
    roster.named(Named("#0", (Member("only"),)))
    assert _nicks(roster, "#0") == ["only"]
