"""Selected text in rows.

Owns what a selection takes of a row. Must not know which rows there are.
"""

from rich.segment import Segment
from rich.style import Style
from textual.selection import Selection
from textual.strip import Strip


def selected_text(strip: Strip, selection: Selection, row: int) -> str:
    """Return what is selected of the row with this number, without spaces at its end."""
    span = _span(strip, selection, row)
    return strip.text[slice(*span)].rstrip() if span else ""


def with_selection(strip: Strip, selection: Selection, row: int, style: Style) -> Strip:
    """Return the row with this number with `style` on what is selected of it."""
    span = _span(strip, selection, row)
    if span is None:
        return strip
    cells = [Strip([Segment(strip.text[:place])]).cell_length for place in span]
    before, chosen, *after = strip.divide([*cells, strip.cell_length])
    return Strip.join([before, chosen.apply_style(style), *after])


def _span(strip: Strip, selection: Selection, row: int) -> tuple[int, int] | None:
    """Return first letter and end; textual says -1 for the end of the row."""
    span = selection.get_span(row)
    if span is None:
        return None
    start, end = span
    return start, len(strip.text) if end < 0 else end
