"""The width of a text is the same for us, for the library that paints, and for the terminal."""

import pytest
from hypothesis import given
from rich.cells import cell_len

from tests.terminal.screen.conversations import nasty_texts
from veche.terminal.sanitise import clean_text
from veche.terminal.screen.cells import fit, indices, shape, tame, width


@pytest.mark.parametrize(
    ("text", "tamed", "cells"),
    [
        ("hello", "hello", 5),
        ("Привет — «мир»", "Привет — «мир»", 14),
        ("日本", "日本", 4),
        ("👩\u200d👩\u200d👧", "👩👩👧", 6),
        ("👍🏽 ❤\ufe0f", "👍 ❤", 4),
        ("a\u200db\u200dc", "abc", 3),
        ("e\u0301x", "e\u0301x", 2),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 4, 1),
        ("\u0301x", "x", 1),
        ("\u3164\u115fx", "x", 1),
        ("می\u200cخواهم", "می\u200cخواهم", 7),
        ("각", "각", 2),
    ],
)
def test_widths(text: str, tamed: str, cells: int) -> None:
    """What terminals disagree about is gone, the rest has its width."""
    assert tame(text) == tamed
    assert width(tame(text)) == cells


@given(nasty_texts)
def test_the_width_is_the_sum_of_the_letters(text: str) -> None:
    """In whatever order letters come: no letter changes what another takes."""
    tamed = tame(clean_text(text))
    assert len(shape(tamed)) == width(tamed) == cell_len(tamed) == sum(map(cell_len, tamed))
    assert len(indices(tamed)) == width(tamed) + 1
    assert tame(tamed) == tamed


@pytest.mark.parametrize(
    ("text", "cells", "fitted"),
    [
        ("alice", 5, "alice"),
        ("alice", 4, "ali…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("alice", 1, "…"),
        ("alice", 0, ""),
        ("alice", -3, ""),
    ],
)
def test_what_does_not_fit_is_cut(text: str, cells: int, fitted: str) -> None:
    """At a whole letter, and it is seen that something is gone."""
    assert fit(text, cells) == fitted
    assert width(fitted) <= max(cells, 0)


def test_a_mark_on_nothing_is_left_out() -> None:
    """At the beginning and after a space: breaking a row there would lose it anyway."""
    assert tame("\u0301a \u0301b \u1161") == "a b "
