"""The rows of one entry."""

from datetime import date

import pytest

from tests.terminal.screen.conversations import START, said
from veche.terminal.screen.columns import columns
from veche.terminal.screen.entries import Entry
from veche.terminal.screen.labels import ENGLISH
from veche.terminal.screen.pieces import body
from veche.terminal.screen.rows import Row, day_row, entry_rows, unread_row

TODAY = date(2024, 3, 12)


def text(row: Row) -> str:
    """Return what stands in a row."""
    return "".join(piece.text for piece in row)


def drawn(entry: Entry, width: int, *, named: bool = True) -> list[str]:
    """Return the rows of an entry."""
    shape = columns(width)
    pieces = body(entry, ENGLISH, shape.nick > 0)
    return [text(row) for row in entry_rows(entry, START, pieces, shape, named=named)]


def test_wide() -> None:
    """Time, name, mark and text have columns; a name may be left out."""
    entry = said(0, "one two three four five six seven eight nine ten eleven twelve")
    assert drawn(entry, 72) == [
        "22:00        alice   one two three four five six seven eight nine ten",
        "                     eleven twelve",
    ]
    assert drawn(entry, 72, named=False)[0] == (
        "22:00                one two three four five six seven eight nine ten"
    )


def test_narrow() -> None:
    """The name stands in the text; rows that go on begin under it."""
    assert drawn(said(0, "one two three four five"), 30) == [
        "22:00 alice: one two three",
        "      four five",
    ]
    assert drawn(said(0, "hi"), 20) == [" alice: hi"]


@pytest.mark.parametrize(
    ("entry", "row"),
    [
        (said(0, "x", mention=True), "22:00        alice ▌ x"),
        (said(0, "x", own=True, pending=1), "22:00        alice … x"),
        (said(0, "x", own=True, failed=True, reason="no"), "22:00        alice ✗ x (not sent: no)"),
        (said(0, "x", who="a_very_long_name"), "22:00 a_very_long…   x"),
        (said(0, "x", who="山田山田山田山"), "22:00  山田山田山…   x"),
    ],
)
def test_marks_and_long_names(entry: Entry, row: str) -> None:
    """What is the matter with a message is seen without colours; names keep to their column."""
    assert drawn(entry, 80) == [row]


def test_rules() -> None:
    """A line as wide as it may be, with its words in the middle."""
    assert text(day_row(TODAY, TODAY, ENGLISH, 20)) == "────── Today ───────"
    assert text(unread_row(ENGLISH, 11)) == "─── new ───"
    assert len(text(unread_row(ENGLISH, 3))) == 3
