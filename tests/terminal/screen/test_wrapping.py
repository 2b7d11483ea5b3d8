"""Where a text breaks into rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.terminal.screen.conversations import nasty_texts
from veche.terminal.sanitise import clean_text
from veche.terminal.screen.cells import indices, shape, tame, width
from veche.terminal.screen.wrapping import MIN_WIDTH, count_rows, wrap


def rows(text: str, cells: int) -> list[str]:
    """Return the rows of `text`."""
    at = indices(text)
    return [text[at[start] : at[end]] for start, end in wrap(shape(text), cells)]


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("", 10, [""]),
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("one two three", 7, ["one two", "three"]),
        ("one   two", 4, ["one", "two"]),
        ("one      ", 4, ["one"]),
        ("see https://example.org/x", 8, ["see", "https://", "example.", "org/x"]),
        ("  ab abcdefgh", 8, ["  ab", "abcdefgh"]),
        ("  abcdefghi", 8, ["  abcdef", "ghi"]),
        ("日本語です", 5, ["日本", "語で", "す"]),
        ("ab 日本語", 6, ["ab 日", "本語"]),
        ("word日本 word", 8, ["word日本", "word"]),
        ("あいう。えお", 6, ["あい", "う。え", "お"]),
        ("。。。。", 4, ["。。", "。。"]),
        ("🎉🎉🎉", 2, ["🎉", "🎉", "🎉"]),
        ("🎉🎉", 0, ["🎉", "🎉"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
    ],
)
def test_rows(text: str, cells: int, expected: list[str]) -> None:
    """At spaces, beside wide letters, else anywhere; marks stay on their letters."""
    assert rows(text, cells) == expected


@given(nasty_texts, st.integers(0, 40))
def test_no_row_is_too_wide_and_nothing_is_lost(text: str, cells: int) -> None:
    """Whatever the text: it ends, it fits, and only spaces are left out."""
    tamed = tame(clean_text(text))
    wrapped = rows(tamed, cells)
    assert all(width(row) <= max(cells, MIN_WIDTH) for row in wrapped)
    assert "".join(wrapped).replace(" ", "") == tamed.replace(" ", "")
    assert count_rows(shape(tamed), max(cells, MIN_WIDTH)) == len(wrapped)
