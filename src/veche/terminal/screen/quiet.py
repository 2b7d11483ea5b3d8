"""A view of rows whose number changes all the time.

Owns how height and position reach the scroll bar, without the whole screen being arranged and
painted for each new row. Must not know what the rows are.
"""

from math import ceil

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar

_EIGHTHS = 8  # of a row: so finely a scroll bar is drawn


class QuietScrollView(ScrollView):
    """A ScrollView that paints no more than what is seen to change."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._thumb_seen = (-1, -1)

    def take_height(self, width: int, height: int) -> None:
        """Have so many rows from now on."""
        size = Size(width, height)
        if (height > self.size.height) != self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        # Assigned, it would have the whole screen arranged and painted anew.
        self.set_reactive(QuietScrollView.virtual_size, size)
        self._move_bar()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Paint what is in sight now; and the scroll bar, which ScrollView paints every time."""
        self._move_bar()
        if round(old_value) != round(new_value):
            self.refresh()
            self.scrolled()

    def scrolled(self) -> None:
        """Called after another row is at the top."""

    def _move_bar(self) -> None:
        if not self.show_vertical_scrollbar:
            return
        bar, height = self.vertical_scrollbar, self.virtual_size.height
        bar.set_reactive(ScrollBar.window_virtual_size, height)
        bar.set_reactive(ScrollBar.position, self.scroll_y)
        thumb = thumb_of(height, self.size.height, self.scroll_y)
        if thumb != self._thumb_seen:
            self._thumb_seen = thumb
            bar.refresh()


def thumb_of(rows: int, in_sight: int, top: float) -> tuple[int, int]:
    """Return where the thumb of a scroll bar begins and how long it is, in eighths of a row.

    As textual draws it (ScrollBarRender), so that what is equal here looks equal.
    """
    if rows <= in_sight:
        return 0, 0
    length = max(1.0, in_sight * in_sight / rows)
    begin = (in_sight - length) * top / (rows - in_sight)
    return int(begin * _EIGHTHS), ceil(length * _EIGHTHS)
