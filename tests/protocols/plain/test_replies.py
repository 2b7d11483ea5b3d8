"""Answers as lines of text."""

import pytest

from tests.protocols.plain.helpers import view, who
from veche.core.replies import (
    AwayNotice,
    Channels,
    ChannelView,
    Counts,
    Echoed,
    ListedChannel,
    Member,
    Names,
    NoTopic,
    Reply,
    Topic,
    TopicView,
    Whois,
)
from veche.protocols.plain.replies import ROWS, already_in, greeting, left, told

ALICE = Member(who("alice"), "o", "Alice A.")
BOB = Member(who("bob"), "")
TEA = TopicView("tea", "bob", 0)


@pytest.mark.parametrize(
    ("reply", "lines"),
    [
        (None, []),
        (Echoed(("a", "b")), ["a", "b"]),
        (Echoed(1), []),
        (Names("#dev", False, (ALICE, BOB)), ["In #dev (2): @alice, bob"]),
        (Names("#dev", False, ()), ["Nobody that you can see is in #dev."]),
        (Channels(()), ["There is no such channel."]),
        (
            Channels((ListedChannel("#a", 2, "tea"), ListedChannel("#b", 1, ""))),
            ["#a (2): tea", "#b (1)"],
        ),
        (Topic("#dev", TEA), ["The topic of #dev: tea"]),
        (NoTopic("#dev"), ["#dev has no topic."]),
        (AwayNotice("bob", "tea"), ["bob is away: tea"]),
        (
            Whois(ALICE, "", (("#a", "o"), ("#b", "")), "tea", 1, 0, False),
            ["alice (Alice A.) is in @#a, #b", "alice is away: tea"],
        ),
        (Whois(ALICE, "", (), "", 1, 0, True), ["alice (Alice A.) is here"]),
        (Counts(1, 1, 1, 1), []),
    ],
)
def test_answers(reply: Reply | None, lines: list[str]) -> None:
    """What the door never asks for says nothing."""
    assert list(told(reply)) == lines


def test_long_answers_are_cut() -> None:
    """With a word on the rest."""
    names = list(told(Names("#dev", False, (BOB,) * (ROWS + 5))))
    assert len(names) == 1
    assert names[0].startswith(f"In #dev ({ROWS + 5}): bob, ")
    assert names[0].endswith("bob and 5 more")
    rows = list(told(Channels((ListedChannel("#a", 1, ""),) * (ROWS + 5))))
    assert len(rows) == ROWS + 1
    assert rows[-1].startswith("And 5 more.")


@pytest.mark.parametrize(
    ("entered", "lobby", "line"),
    [
        (
            view("#lobby", "alice"),
            True,
            "You are alice in #lobby, alone so far. /help lists the commands.",
        ),
        (
            view("#lobby", "bob", "alice"),
            True,
            "You are alice in #lobby, with 1 other. /help lists the commands.",
        ),
        (
            view("#dev", "bob", "carol", "alice"),
            False,
            "You are in #dev, with 2 others. What you type goes there.",
        ),
    ],
)
def test_greeting(entered: ChannelView, lobby: bool, line: str) -> None:
    """Who you are, where, with how many."""
    assert list(greeting("alice", entered, lobby)) == [line]


def test_greeting_with_a_topic() -> None:
    """The topic is a second line."""
    entered = ChannelView(1, "#dev", False, TEA, (ALICE,), 0)
    assert list(greeting("alice", entered, lobby=False))[1:] == ["The topic of #dev: tea"]


def test_where_text_goes_now() -> None:
    """After joining twice, and after leaving."""
    assert already_in("#dev") == "You are in #dev already. What you type goes there."
    assert left("#dev", "#lobby") == "You left #dev. What you type goes to #lobby."
    assert "/join CHANNEL" in left("#dev", "")
    assert left("#dev", "#Dev") == "You left #dev."
