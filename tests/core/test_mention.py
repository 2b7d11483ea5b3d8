"""Whether a text names somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.mention import mentions, odd, stands_in, words
from veche.core.names import check_nick, fold


@pytest.mark.parametrize(
    ("text", "nick", "named"),
    [
        ("alice: hello", "alice", True),
        ("hello, Alice!", "alice", True),
        ("@alice", "Alice", True),
        ("Привет, АЛИСА", "алиса", True),
        ("malice", "alice", False),
        ("alice_ and alices", "alice", False),
        ("alices, alice", "alice", True),
        ("x-alice", "alice", False),
        ("(alice)", "alice", True),
        ("alice", "al", False),
        ("anything", "", False),
        ("", "alice", False),
    ],
)
def test_a_name_is_a_word(text: str, nick: str, named: bool) -> None:
    """In letters of any size; not a part of another name."""
    assert mentions(text, nick) is named


_LETTERS = st.sampled_from("aя1_^-\\`|[ ,.é\u0301\u0915\u093f\u00ab\U0001f600\u00b2\u2160\u200d")


@given(st.text(_LETTERS, max_size=12), st.text(_LETTERS | st.characters(), min_size=1, max_size=4))
def test_words_find_every_nick_without_odd_signs(text: str, nick: str) -> None:
    """And those with one are not in a text that has none of theirs."""
    if check_nick(nick, 32) is not None:
        return
    for said in (fold(text), fold(f"{text} {nick}:"), fold(f"{nick}{text}")):
        signs = odd(said)
        found = fold(nick) in words(said)
        found = found or (not signs.isdisjoint(fold(nick)) and stands_in(said, fold(nick)))
        assert found is stands_in(said, fold(nick))


def test_it_takes_linear_time() -> None:
    """In squared time, so much of it would outlast the time that a test has."""
    assert not mentions("a" * 500_000, "a")
