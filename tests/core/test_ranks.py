"""Who stands over whom in a channel."""

import pytest

from veche.core.ranks import (
    ADMIN,
    FOUNDER,
    HALF_OPERATOR,
    NOBODY,
    OPERATOR,
    RANKS,
    VOICED,
    has_founder,
    letters_for,
    may_give,
    rank_of,
    stands_over,
)
from veche.core.state import Channel, User


def user(account: int = 0) -> User:
    """Somebody, perhaps with an account."""
    return User(7, "anna", "anna", "user", "host", "", 0, 0, account=account)


def channel(letters: str | None = None, access: dict[int, str] | None = None) -> Channel:
    """A channel where the user has these member letters; None: it is outside."""
    members = {} if letters is None else {7: letters}
    return Channel(1, "#a", "#a", 0, members=members, access=access or {})


@pytest.mark.parametrize(
    ("letters", "rank"),
    [
        (None, NOBODY),
        ("", NOBODY),
        ("v", VOICED),
        ("hv", HALF_OPERATOR),
        ("ov", OPERATOR),
        ("ao", ADMIN),
        ("qo", FOUNDER),
    ],
)
def test_the_highest_letter_counts(letters: str | None, rank: int) -> None:
    """However many there are."""
    assert rank_of(channel(letters), user()) == rank


@pytest.mark.parametrize(("letters", "rank"), [("o", FOUNDER), ("h", FOUNDER), ("v", VOICED)])
def test_the_access_list_counts_for_who_operates(letters: str, rank: int) -> None:
    """Who has put its powers down is as the others; a guest has no entry."""
    listed = channel(letters, {5: "q"})
    assert rank_of(listed, user(5)) == rank
    assert rank_of(listed, user()) == RANKS[letters]
    assert rank_of(listed, user(6)) == RANKS[letters]


def test_letters_on_entry() -> None:
    """Higher ranks operate as well, for clients that know no higher ones."""
    listed = channel(access={1: "q", 2: "a", 3: "o", 4: "v"})
    assert [letters_for(listed, account) for account in range(6)] == [
        *("", "qo", "ao", "o", "v", ""),
    ]
    assert has_founder(listed)
    assert not has_founder(channel(access={2: "a"}))


@pytest.mark.parametrize(
    ("letter", "least"),
    [("v", HALF_OPERATOR), ("h", OPERATOR), ("o", OPERATOR), ("a", FOUNDER), ("q", FOUNDER)],
)
def test_who_gives_what(letter: str, least: int) -> None:
    """Just this rank and higher ones."""
    assert [rank for rank in range(FOUNDER + 1) if may_give(rank, letter)] == list(
        range(least, FOUNDER + 1)
    )


def test_who_acts_against_whom() -> None:
    """A half-operator against those below, from operators on equals as well."""
    assert stands_over(HALF_OPERATOR, VOICED)
    assert not stands_over(HALF_OPERATOR, HALF_OPERATOR)
    assert stands_over(OPERATOR, OPERATOR)
    assert not stands_over(OPERATOR, ADMIN)
    assert not stands_over(VOICED, VOICED)
