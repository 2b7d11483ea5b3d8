"""Selected text in rows."""

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.selection import SELECT_ALL, Selection
from textual.strip import Strip

from veche.terminal.screen.selecting import selected_text, with_selection

MARK = Style(reverse=True)
ROW = Strip([Segment("ab "), Segment("日本 x"), Segment("   ")])


def marked(strip: Strip) -> str:
    """Return what is marked of a row."""
    return "".join(segment.text for segment in strip if segment.style and segment.style.reverse)


def test_a_part_of_a_row() -> None:
    """Counted in letters, not in cells; the row is as wide as before."""
    part = Selection(Offset(1, 7), Offset(4, 7))
    strip = with_selection(ROW, part, 7, MARK)
    assert marked(strip) == selected_text(ROW, part, 7) == "b 日"
    assert strip.text == ROW.text
    assert strip.cell_length == ROW.cell_length


def test_whole_rows() -> None:
    """The spaces at the end are not copied."""
    assert selected_text(ROW, SELECT_ALL, 3) == "ab 日本 x"
    assert marked(with_selection(ROW, SELECT_ALL, 3, MARK)) == ROW.text
    assert selected_text(ROW, Selection(Offset(3, 1), None), 1) == "日本 x"


def test_another_row() -> None:
    """Nothing is taken of it."""
    part = Selection(Offset(1, 7), Offset(4, 7))
    assert selected_text(ROW, part, 8) == ""
    assert with_selection(ROW, part, 8, MARK) is ROW
