"""The timeline: one conversation on the screen, drawn row by row.

Owns the scroll position, and keeps what one reads where it is. Must not know the client.
"""

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.events import MouseScrollUp, Resize
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from veche.terminal.screen.entries import Entries
from veche.terminal.screen.folding import MAX_FOLDED
from veche.terminal.screen.labels import labels_in
from veche.terminal.screen.layout import Layout
from veche.terminal.screen.looks import PARTS, STYLE_SHEET, Looks
from veche.terminal.screen.place import Place
from veche.terminal.screen.quiet import QuietScrollView
from veche.terminal.screen.rows import Row
from veche.terminal.screen.selecting import selected_text, with_selection

_KEPT_DRAWINGS = 300  # entries; several screens full
_MIDNIGHT_CHECK_S = 30.0
_WIDTH_UNTIL_KNOWN = 80


class Timeline(QuietScrollView, can_focus=True):
    """Shows Entries, observes them, and remembers where each conversation was scrolled to."""

    class ReachedTop(Message):
        """The oldest entry is in sight: older history is wanted. Told again at each further try."""

        def __init__(self, entries: Entries) -> None:
            super().__init__()
            self.entries = entries

    class MovedFromEnd(Message):
        """The newest entry is out of sight."""

    class AtEnd(Message):
        """The newest entry is in sight again."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(PARTS.values())
    DEFAULT_CSS = STYLE_SHEET
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move_page(-1)", show=False),
        Binding("pagedown", "move_page(1)", show=False),
        Binding("home,ctrl+home", "to_start", show=False),
        Binding("end,ctrl+end", "to_end", show=False),
    ]

    def __init__(
        self,
        language: str = "en",
        *,
        zone: tzinfo | None = None,
        today: Callable[[], date] | None = None,
        id: str | None = None,
    ) -> None:
        """`language` is one of veche.terminal.words.LANGUAGES; `zone`: None is this machine's."""
        super().__init__(id=id)
        self._labels = labels_in(language)
        self._zone = zone
        self._today = today or (lambda: datetime.now(zone).astimezone(zone).date())
        self._day = self._today()
        self._places: dict[Entries, Place] = {}
        self._entries = Entries()
        self._place = self._place_of(self._entries)
        self._highlight: tuple[int, str] | None = None
        self._drawn: LRUCache[int, list[Strip]] = LRUCache(_KEPT_DRAWINGS)
        self._looks: Looks | None = None
        self._moving = False  # by ourselves, not by somebody who reads

    @property
    def layout_shown(self) -> Layout:
        """Which rows there are, and which entry has which."""
        return self._place.layout

    @property
    def at_end(self) -> bool:
        """The newest entry is in sight, and what comes next will be."""
        return self._place.at_end

    def show(self, entries: Entries) -> None:
        """Show this conversation instead, where it was left, or at its end."""
        if self in self._entries.observers:
            self._entries.observers.remove(self)
        self._entries = entries
        self._highlight = None
        was_at_end, self._place = self._place.at_end, self._place_of(entries)
        self._place.layout.resize(self._width())
        entries.observers.append(self)
        self._redraw()
        self._hold()
        self._tell_end(was_at_end)
        self._want_older()

    def forget(self, entries: Entries) -> None:
        """Let go of a conversation that will not be shown again, and is not shown now."""
        if entries is not self._entries and (place := self._places.pop(entries, None)):
            entries.observers.remove(place.layout)

    def go_to(self, number: int, highlight: str = "") -> None:
        """Bring an entry into sight, with the places marked that hold `highlight`."""
        if not self._entries.first <= number < self._entries.end:
            return
        layout = self._place.layout
        number = layout.told_by(number)
        self._highlight = (number, highlight.casefold())
        self._redraw()
        top, room = layout.top(number), self.size.height
        if not self.scroll_offset.y <= top <= self.scroll_offset.y + room - layout.rows_of(number):
            self._move_to(top - room // 3)

    def to_end(self) -> None:
        """Show the newest, take the highlight away, and stay at the end."""
        if self._highlight:
            self._highlight = None
            self._redraw()
        self._move_to(self._place.layout.height)

    def action_move(self, rows: int) -> None:
        """Scroll by so many rows."""
        self._move_to(self.scroll_offset.y + rows)

    def action_move_page(self, pages: int) -> None:
        """Scroll by so many screens, of which two rows stay."""
        self._move_to(self.scroll_offset.y + pages * max(1, self.size.height - 2))

    def action_to_start(self) -> None:
        """Scroll to the oldest entry there is."""
        self._move_to(0)

    action_to_end = to_end

    def entry_added(self) -> None:
        """Show it if the end is in sight; else nothing moves."""
        layout = self._place.layout
        number = layout.told_by(self._entries.end - 1)
        self._drawn.discard(number)
        self._drawn.discard(self._entries.first)
        below = layout.top(number) >= self.scroll_offset.y + self.size.height
        self._hold(repaint=self.at_end or not below)

    def entries_prepended(self, count: int) -> None:
        """Nothing moves: what is new stands above."""
        old = self._entries.first + count
        for number in range(old, old + MAX_FOLDED + 1):
            self._drawn.discard(number)
        self._hold()

    def entry_changed(self, number: int) -> None:
        """Draw it anew."""
        self._drawn.discard(number)
        self._hold()

    def entries_changed(self, number: int) -> None:
        """Draw them anew."""
        self._redraw()
        self._hold()

    def render_line(self, y: int) -> Strip:
        """Return the row at `y`, counted from the top of what is in sight."""
        layout = self._place.layout
        row = self.scroll_offset.y + y - self._blank_rows()
        if not 0 <= row < layout.height:
            return Strip.blank(self._width(), self.rich_style)
        number, index = layout.at(row)
        strip = self._strips(number)[index]
        if selection := self.text_selection:
            style = self.screen.get_component_rich_style("screen--selection")
            strip = with_selection(strip, selection, row, style)
        return strip.apply_offsets(0, row)

    def scrolled(self) -> None:
        """Remember what stands at the top, if somebody scrolled."""
        if not self._moving and self._place.layout.width == self._width():
            self._remember()
            self._want_older()

    def notify_style_update(self) -> None:
        """Take the colours of the theme anew."""
        super().notify_style_update()
        self._looks = None
        self._redraw()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text, and what ends it."""
        layout = self._place.layout
        first = selection.start.y if selection.start else 0
        last = selection.end.y if selection.end else layout.height - 1
        rows = []
        for row in range(max(0, first), min(last, layout.height - 1) + 1):
            number, index = layout.at(row)
            rows.append(selected_text(self._strips(number)[index], selection, row))
        return "\n".join(rows), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected."""
        del selection
        self.refresh()

    def on_mount(self) -> None:
        """Look now and then whether another day has begun."""
        self.set_interval(_MIDNIGHT_CHECK_S, self._check_day)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Ask for more when there is none above; else the wheel scrolls."""
        if self.scroll_offset.y <= 0:
            event.stop()
            self._want_older()

    def on_resize(self, event: Resize) -> None:
        """Wrap anew; what stands at the top, or at the end, stays there."""
        del event
        self._place.layout.resize(self._width())
        self._redraw()
        self._hold()
        self._want_older()

    def _place_of(self, entries: Entries) -> Place:
        if entries not in self._places:
            layout = Layout(entries, self._labels, self._zone, self._width())
            self._places[entries] = Place(layout)
        return self._places[entries]

    def _width(self) -> int:
        return self.scrollable_size.width or _WIDTH_UNTIL_KNOWN

    def _blank_rows(self) -> int:
        """How many rows are empty above the first, since the newest always stands at the bottom."""
        return max(0, self.size.height - self._place.layout.height)

    def _strips(self, number: int) -> list[Strip]:
        strips = self._drawn.get(number)
        if strips is None:
            marked, found = self._highlight or (None, "")
            rows = self._place.layout.draw(number, self._day, found if number == marked else "")
            strips = self._drawn[number] = [self._strip(row) for row in rows]
        return strips

    def _strip(self, row: Row) -> Strip:
        if self._looks is None:
            self._looks = Looks(
                self.get_component_rich_style, self.rich_style, dark=self.app.current_theme.dark
            )
        strip = Strip(Segment(text, self._looks.style(look)) for text, look in row)
        return strip.crop_extend(0, self._width(), self._looks.background)

    def _move_to(self, row: int) -> None:
        """Scroll there because somebody wants to."""
        before = self.scroll_offset.y
        self.scroll_to(y=row, animate=False)
        if self.scroll_offset.y == before:
            self._remember()
            if row <= 0:
                self._want_older()

    def _remember(self) -> None:
        was_at_end = self._place.at_end
        self._place.remember(self.scroll_offset.y, self.scroll_offset.y >= self.max_scroll_y)
        self._tell_end(was_at_end)

    def _hold(self, *, repaint: bool = True) -> None:
        """Scroll to where the reader was after rows came, went, or were wrapped anew."""
        place = self._place
        self._moving = True
        try:
            self.take_height(self._width(), place.layout.height)
            self.scroll_to(y=place.top_row(), animate=False, force=True)
        finally:
            self._moving = False
        if repaint:
            self.refresh()

    def _tell_end(self, was_at_end: bool) -> None:
        if was_at_end != self._place.at_end:
            self.post_message(self.AtEnd() if self._place.at_end else self.MovedFromEnd())

    def _want_older(self) -> None:
        """Tell that the oldest is in sight, if it is."""
        if self.scroll_offset.y <= 0 and self.size:
            self.post_message(self.ReachedTop(self._entries))

    def _redraw(self) -> None:
        self._drawn.clear()
        self.refresh()

    def _check_day(self) -> None:
        if (today := self._today()) != self._day:
            self._day = today
            self._redraw()
