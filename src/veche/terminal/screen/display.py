"""What stands on the screen, brought up to what the session is.

Owns which room is shown, which columns, and the drafts of the rooms that are not shown. Must not
know what a key does.
"""

from collections.abc import Callable

from rich.text import Text
from textual.screen import Screen
from textual.widgets import Static

from veche.terminal.sanitise import clean_name
from veche.terminal.screen.cells import fit, tame, width
from veche.terminal.screen.composer import Composer
from veche.terminal.screen.finder import Finder
from veche.terminal.screen.listing import Line, Listing
from veche.terminal.screen.members import member_rows
from veche.terminal.screen.rooms import Room, RoomKind
from veche.terminal.screen.session import Session
from veche.terminal.screen.sidebar import calling, room_rows, row_key
from veche.terminal.screen.status import StatusLine
from veche.terminal.screen.timeline import Timeline

# Narrower, a column is folded away unless it was asked for.
FOLDS_BELOW = {"rooms": 70, "members": 90}
_MEMBERS_S = 0.1


class Display:
    """The widgets of the main screen, filled."""

    def __init__(self, screen: Screen[object], session: Session) -> None:
        """`screen` has its widgets already; call `fold` before anything is drawn."""
        self.shown: Room = session.rooms.current
        self.hint = ""
        self._session = session
        self._screen = screen
        self._rooms = screen.query_one("#rooms", Listing)
        self._members = screen.query_one("#members", Listing)
        self._topic = screen.query_one("#topic", Static)
        self._status = screen.query_one(StatusLine)
        self.timeline = screen.query_one(Timeline)
        self.composer = screen.query_one(Composer)
        self.finder = screen.query_one(Finder)
        self._asked: dict[str, bool] = {}  # columns that were asked for, or asked away
        self._missed_from: int | None = None  # the end, when it went out of sight
        self._members_due = False
        self._cells = 0
        self.timeline.show(self.shown.entries)

    def draw(self, later: Callable[[float, Callable[[], None]], object]) -> None:
        """Bring everything up to date; `later` calls something after some seconds."""
        session = self._session
        if session.rooms.current is not self.shown:
            self._change_room()
        self._rooms.show(room_rows(session.rooms, session.words), row_key(self.shown))
        self.draw_topic()
        self.draw_status()
        if not self._members_due:
            # Many may come and go at once.
            self._members_due = True
            later(_MEMBERS_S, self.draw_members)

    def draw_topic(self) -> None:
        """Say where one is, and what it is about; how many are there, where nobody is shown."""
        session, room = self._session, self.shown
        words = session.words
        name = words.server if room.kind is RoomKind.SERVER else tame(clean_name(room.name))
        count = len(channel.members) if (channel := session.channel(room)) else 0
        right = f"  {words.members(count)}" if count and not self._members.display else ""
        cells = self._topic.size.width
        line = Text(name, style="bold", no_wrap=True, end="")
        rest = cells - width(name) - width(right)
        topic = fit(f"  {session.topic(room)}", max(rest, 0))
        line.append(topic, style="not bold")
        line.append(" " * max(rest - width(topic), 0) + right, style="not bold dim")
        self._topic.update(line)
        nowhere = room.kind is RoomKind.SERVER or not room.inside
        where = words.composer.format(where=name)
        self.composer.placeholder = words.composer_nowhere if nowhere else where

    def draw_members(self) -> None:
        """Show who is in the room that is shown."""
        self._members_due = False
        channel = self._session.channel(self.shown)
        shown = channel is not None and self._is_wanted("members")
        if shown is not self._members.display:
            self._members.display = shown
            self._screen.call_after_refresh(self.draw_topic)
        if channel is not None and shown:
            ranks = self._session.client.supports.ranks
            lines = member_rows(channel.members.values(), ranks)
            head = Line(self._session.words.members(len(lines)), look="heading")
            self._members.show([head, *lines])

    def draw_status(self) -> None:
        """Fill the bottom line."""
        words = self._session.words
        missed = self.shown.entries.end - self._missed_from if self._missed_from is not None else 0
        status = self._session.status(
            self.hint,
            "" if self._rooms.display else calling(self._session.rooms),
            words.as_text if self.composer.literal else "",
            words.below(missed) if missed > 0 else "",
        )
        self._status.status = status
        self._status.set_class(status.trouble and self._session.entered, "trouble")

    def tick(self, flush: Callable[[], None]) -> None:
        """Let time pass: what is seen becomes read, unless one looks at older things."""
        self.draw_status()
        if self._missed_from is None and self._session.mark_read():
            flush()

    def fold(self, cells: int) -> None:
        """Show the columns for which there is room in a width, or that were asked for."""
        self._cells = cells
        self._fold()

    def _fold(self) -> None:
        self._rooms.display = self._is_wanted("rooms")
        self.draw_status()
        self.draw_members()
        self._screen.call_after_refresh(self.draw_topic)

    def toggle(self, column: str) -> None:
        """Show or hide a column, however narrow it gets."""
        self._asked[column] = not self._screen.query_one(f"#{column}").display
        self._fold()

    def end_in_sight(self, is_it: bool) -> None:
        """Count what comes while the newest is out of sight."""
        self._missed_from = None if is_it else self.shown.entries.end
        self.draw_status()

    def _is_wanted(self, column: str) -> bool:
        return self._asked.get(column, self._cells >= FOLDS_BELOW[column])

    def _change_room(self) -> None:
        before, now = self.shown, self._session.rooms.current
        self.finder.close()
        if before.kind is not RoomKind.SERVER:
            before.draft, before.literal = self.composer.take()
        # What was typed while we were nowhere yet is for the first room that there is.
        if not self.composer.text:
            self.composer.put(now.draft, literal=now.literal)
            now.draft = ""
        self.shown = now
        self._missed_from = None
        self.timeline.show(now.entries)
