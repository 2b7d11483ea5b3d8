"""MODE and ranks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.client.modes import rank_changes
from veche.client.reports import RankChanged
from veche.client.supports import Supports

SUPPORTS = Supports()
SUPPORTS.take(["PREFIX=(qov)~@+", "CHANMODES=beI,k,l,imnst", "CHANTYPES=#"])


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("#a +o bob", [("bob", "@", True)]),
        ("#a +o-v bob carol", [("bob", "@", True), ("carol", "+", False)]),
        ("#a +bkl-l mask key 5", []),
        ("#a +lo 5 bob", [("bob", "@", True)]),
        ("#a -lo bob", [("bob", "@", False)]),
        ("#a +io", []),
        ("alice +i", []),
        ("#a", []),
    ],
)
def test_letters_and_their_arguments(words: str, changes: list[tuple[str, str, bool]]) -> None:
    """Each kind of mode takes what CHANMODES and PREFIX say."""
    expected = [RankChanged("#a", *change) for change in changes]
    assert rank_changes(words.split(), SUPPORTS) == expected


@given(st.lists(st.text(max_size=8), max_size=6), st.lists(st.text(max_size=12), max_size=4))
def test_nothing_raises(params: list[str], tokens: list[str]) -> None:
    """Whatever a server says, of itself and of modes."""
    supports = Supports()
    supports.take([f"PREFIX={token}" for token in tokens])
    supports.take([f"CHANMODES={token}" for token in tokens])
    rank_changes(params, supports)
