"""Where a conversation is scrolled to.

Owns the anchor: an entry, not a row number, so that it stays when rows come, go, or are wrapped
anew. Must not know the screen.
"""

from veche.terminal.screen.layout import Layout


class Place:
    """The end of `layout`, or a row of an entry, which stands at the top of what is in sight."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.at_end = True
        self._number = 0
        self._row = 0

    def remember(self, row: int, at_end: bool) -> None:
        """Take the row of the layout that is at the top now."""
        self._number, self._row = self.layout.at(row)
        self.at_end = at_end

    def top_row(self) -> int:
        """Return the row of the layout to have at the top; its height for the end."""
        layout = self.layout
        if self.at_end or not len(layout.entries):
            return layout.height
        if self._number < layout.entries.first:
            return 0
        number = layout.told_by(self._number)
        return layout.top(number) + min(self._row, max(0, layout.rows_of(number) - 1))
