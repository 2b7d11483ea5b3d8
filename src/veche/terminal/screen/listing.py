"""A column of short lines of which some can be chosen.

Owns how they are drawn, scrolled and clicked, however many there are. Must not know what they
mean. The texts are clean and tame already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from veche.terminal.screen.cells import fit, width

LOOKS = ("plain", "bold", "dim", "heading")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `text` to the left, `right` to the right; `look` is one of LOOKS.

    `key` is what choosing it means; "" cannot be chosen.
    """

    text: str
    key: str = ""
    right: str = ""
    look: str = "plain"


class Listing(ScrollView):
    """Draws only what is seen: ten thousand lines cost what a screenful costs."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"listing--{look}" for look in LOOKS),
        "listing--right",
    }
    DEFAULT_CSS = """
    Listing { overflow-x: hidden; scrollbar-size-vertical: 1; }
    Listing .listing--bold { text-style: bold; }
    Listing .listing--dim { text-style: dim; }
    Listing .listing--heading { text-style: dim italic; }
    Listing .listing--right { text-style: bold; color: $text-error; }
    """

    class Chosen(Message):
        """A line was clicked."""

        def __init__(self, listing: "Listing", key: str) -> None:
            super().__init__()
            self.listing = listing
            self.key = key

        @property
        def control(self) -> "Listing":
            """The column, for handlers with a selector."""
            return self.listing

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.can_focus = False
        self._lines: tuple[Line, ...] = ()
        self._chosen = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show(self, lines: Sequence[Line], chosen: str = "") -> None:
        """Show these; the one whose key is `chosen` stands out and is scrolled into view."""
        new = tuple(lines)
        if new == self._lines and chosen == self._chosen:
            return
        moved = chosen != self._chosen
        self._lines, self._chosen = new, chosen
        self.virtual_size = Size(0, len(new))
        self.refresh()
        if moved and chosen:
            for at, line in enumerate(new):
                if line.key == chosen:
                    self._bring_into_sight(at)

    def render_line(self, y: int) -> Strip:
        """Return row `y` of what is seen."""
        at = y + self.scroll_offset.y
        cells = self.size.width
        if not 0 <= at < len(self._lines):
            return Strip.blank(cells, self.rich_style)
        line = self._lines[at]
        style = self.get_component_rich_style(f"listing--{line.look}")
        right = self.get_component_rich_style("listing--right")
        if line.key and line.key == self._chosen:
            mark = Style(reverse=True)
            style, right = style + mark, right + mark
        tail = f" {line.right}" if line.right else ""
        text = fit(line.text, cells - width(tail))
        gap = " " * (cells - width(text) - width(tail))
        return Strip([Segment(text + gap, style), Segment(tail, right)]).adjust_cell_length(cells)

    def _bring_into_sight(self, at: int) -> None:
        top, rows = self.scroll_offset.y, max(self.size.height, 1)
        if not top <= at < top + rows:
            # Forced, because right after a change there is no scrollbar yet.
            self.scroll_to(y=at if at < top else at - rows + 1, animate=False, force=True)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        at = event.y + self.scroll_offset.y
        if 0 <= at < len(self._lines) and (key := self._lines[at].key):
            self.post_message(self.Chosen(self, key))
