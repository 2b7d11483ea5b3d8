"""Which rows a conversation has at a width, and which entry stands where.

Owns the height of every entry: exact, and cheap enough to be counted anew when the width changes.
Must not know what is in sight, nor colours.
"""

from bisect import bisect_right
from datetime import date, datetime, tzinfo
from itertools import accumulate

from veche.terminal.screen.cells import BREAK
from veche.terminal.screen.cells import width as cells_of
from veche.terminal.screen.columns import columns
from veche.terminal.screen.entries import CHURN, Entries, Entry, EntryKind
from veche.terminal.screen.folding import MAX_FOLDED, fold
from veche.terminal.screen.labels import Labels
from veche.terminal.screen.pieces import Piece, body, folded
from veche.terminal.screen.rows import Row, body_shape, day_row, entry_rows, unread_row
from veche.terminal.screen.wrapping import count_rows

GROUP_S = 300.0

# What the entries before it make of an entry, at any width.
_NEW_DAY = 1
_GROUPED = 2  # the name above is meant
_HIDDEN = 4  # the row above tells of it
_FOLDS = 8  # a row of who came and went begins


class Layout:
    """Observes `entries` and knows their rows; a row's number counts from the oldest one here."""

    def __init__(self, entries: Entries, labels: Labels, zone: tzinfo | None, width: int) -> None:
        """`zone`: of the person who reads; None is that of this machine."""
        self.entries = entries
        self._labels = labels
        self._zone = zone
        self._columns = columns(width)
        self._first = entries.first
        self._mark = self._shown_mark()
        self._facts: list[int] = []
        self._days: list[int] = []  # of the newest dated entry up to this one; 0 for none
        # The row that an entry begins at, and one past all; the first is not 0 once some are gone.
        self._tops: list[int] = [0]
        entries.observers.append(self)
        self._extend()

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._tops[-1] - self._tops[0]

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return self._columns.width

    def resize(self, width: int) -> None:
        """Lay out anew for rows of `width` cells."""
        if width != self.width:
            self._columns = columns(width)
            self._tops = [0]
            self._stack(self._first)

    def top(self, number: int) -> int:
        """Return the row that the entry with this number begins at."""
        return self._tops[number - self._first] - self._tops[0]

    def rows_of(self, number: int) -> int:
        """Return how many rows the entry with this number has; 0 if another tells of it."""
        index = number - self._first
        return self._tops[index + 1] - self._tops[index]

    def at(self, row: int) -> tuple[int, int]:
        """Return the number of the entry that has this row, and which of its rows it is."""
        index = bisect_right(self._tops, row + self._tops[0]) - 1
        index = max(0, min(index, len(self._facts) - 1))
        return self._first + index, row + self._tops[0] - self._tops[index]

    def told_by(self, number: int) -> int:
        """Return the number of the entry whose rows tell of this one."""
        index = number - self._first
        while index > 0 and self._facts[index] & _HIDDEN:
            index -= 1
        return self._first + index

    def draw(self, number: int, today: date, found: str = "") -> list[Row]:
        """Return the rows of the entry with this number; `found`: what to mark, casefolded."""
        index = number - self._first
        fact, entry = self._facts[index], self.entries[number]
        if fact & _HIDDEN:
            return []
        rows = []
        if fact & _NEW_DAY:
            day = date.fromordinal(self._days[index])
            rows.append(day_row(day, today, self._labels, self.width))
        if number == self._mark:
            rows.append(unread_row(self._labels, self.width))
        return rows + entry_rows(
            entry,
            local(entry, self._zone),
            self._pieces(number),
            self._columns,
            named=not fact & _GROUPED,
            found=found,
        )

    def entry_added(self) -> None:
        """Lay out the newest entry; forget those that are gone."""
        gone = self.entries.first - self._first
        if gone > 0:
            del self._facts[:gone], self._days[:gone], self._tops[:gone]
            self._first += gone
            self._be_first()
        if self._mark != self._shown_mark():
            return self._mark_moved()
        return self._extend()

    def entries_prepended(self, count: int) -> None:
        """Lay out the new ones, and the old as far as these are told otherwise now."""
        facts, days, tops = self._facts, self._days, self._tops
        self._facts, self._days = [], []
        self._first = self.entries.first
        for number in range(self._first, self.entries.end):
            self._learn(number)
            old = number - self._first - count
            if old < 0 or facts[old] & _HIDDEN:
                continue
            if (self._facts[-1], self._days[-1]) == (facts[old], days[old]):
                break
        learnt = len(self._facts)
        self._facts += facts[learnt - count :]
        self._days += days[learnt - count :]
        heights = [self._height(self._first + index) for index in range(learnt)]
        begin = tops[learnt - count] - sum(heights)
        self._tops = [*accumulate(heights[:-1], initial=begin), *tops[learnt - count :]]

    def entry_changed(self, number: int) -> None:
        """Lay out the entry; what follows moves by as much."""
        index = number - self._first
        grown = self._height(number) - self.rows_of(number)
        if grown:
            self._tops[index + 1 :] = [top + grown for top in self._tops[index + 1 :]]

    def entries_changed(self, number: int) -> None:
        """Lay out from there."""
        self._mark = self._shown_mark()
        self._again_from(number)

    def _mark_moved(self) -> None:
        before, self._mark = self._mark, self._shown_mark()
        marks = [mark for mark in (before, self._mark) if mark is not None and mark >= self._first]
        self._again_from(min(marks, default=self.entries.end))

    def _shown_mark(self) -> int | None:
        entries = self.entries
        mark = entries.unread_from
        return mark if mark is not None and entries.first <= mark < entries.end else None

    def _be_first(self) -> None:
        """Let the first entry follow nothing, since what it followed is gone."""
        if not self._facts:
            return
        fact = _NEW_DAY if self._days[0] else 0
        if self._facts[0] & (_HIDDEN | _FOLDS):
            fact |= _FOLDS
        self._facts[0] = fact
        self._tops[0] = self._tops[1] - self._height(self._first)

    def _again_from(self, number: int) -> None:
        keep = number - self._first
        if keep <= 0 or self._first != self.entries.first:
            self._first, keep = self.entries.first, 0
        del self._facts[keep:], self._days[keep:]
        self._stack_from_facts(keep)
        self._extend()

    def _stack_from_facts(self, keep: int) -> None:
        del self._tops[keep + 1 :]
        # A row of who came and went may have told of entries that begin their own now.
        if keep and self._facts[keep - 1] & (_HIDDEN | _FOLDS):
            self._restack_fold(self._first + keep - 1)

    def _extend(self) -> None:
        """Lay out the entries that are not laid out yet."""
        begin = self._first + len(self._facts)
        for number in range(begin, self.entries.end):
            self._learn(number)
        if begin < self.entries.end and self._facts[begin - self._first] & _HIDDEN:
            self._restack_fold(begin)
        else:
            self._stack(begin)

    def _restack_fold(self, number: int) -> None:
        head = self.told_by(number)
        del self._tops[head - self._first + 1 :]
        self._stack(head)

    def _learn(self, number: int) -> None:
        entry = self.entries[number]
        index = number - self._first
        before = self._days[-1] if index else 0
        at = local(entry, self._zone)
        day = at.toordinal() if at else before
        fact = _NEW_DAY if day != before else 0
        joins_on = index > 0 and not fact and number != self._mark
        if entry.kind in CHURN:
            fact |= _HIDDEN if joins_on and self._fold_has_room(index - 1) else _FOLDS
        elif joins_on and _grouped(self.entries[number - 1], entry):
            fact |= _GROUPED
        self._facts.append(fact)
        self._days.append(day)

    def _fold_has_room(self, index: int) -> bool:
        oldest = max(0, index - MAX_FOLDED + 2)
        while index > oldest and self._facts[index] & _HIDDEN:
            index -= 1
        return bool(self._facts[index] & _FOLDS)

    def _stack(self, begin: int) -> None:
        """Count the rows from the entry `begin` on; those before it are counted."""
        top = self._tops[-1]
        for number in range(begin, self._first + len(self._facts)):
            top += self._height(number)
            self._tops.append(top)

    def _height(self, number: int) -> int:
        fact = self._facts[number - self._first]
        if fact & _HIDDEN:
            return 0
        rules = (fact & _NEW_DAY) + (number == self._mark)
        entry = self.entries[number]
        if entry.kind is EntryKind.SAID and not (entry.failed or entry.edits):
            # By far the most: as below, but without making pieces.
            if self._columns.nick:
                return rules + count_rows(entry.shape, self._columns.text)
            plain = BREAK not in entry.shape
            if plain and cells_of(entry.who) + 2 + len(entry.shape) <= self._columns.text:
                return rules + 1
        return rules + count_rows(body_shape(self._pieces(number)), self._columns.text)

    def _pieces(self, number: int) -> list[Piece]:
        aligned = self._columns.nick > 0
        if self._facts[number - self._first] & _FOLDS:
            return folded(fold(self._folded(number), self._labels), aligned)
        return body(self.entries[number], self._labels, aligned)

    def _folded(self, number: int) -> list[Entry]:
        """Return the entries that the row of this one tells of."""
        index = number - self._first
        end = index + 1
        while end < len(self._facts) and self._facts[end] & _HIDDEN:
            end += 1
        return [self.entries[self._first + each] for each in range(index, end)]


def local(entry: Entry, zone: tzinfo | None) -> datetime | None:
    """Return the moment of `entry` where its reader is; None if it has none that can be said."""
    if entry.at is None:
        return None
    try:
        return entry.at.astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return None


def _grouped(before: Entry, entry: Entry) -> bool:
    return (
        entry.kind is EntryKind.SAID is before.kind
        and before.who == entry.who
        and before.own == entry.own
        and before.at is not None
        and entry.at is not None
        and abs((entry.at - before.at).total_seconds()) <= GROUP_S
    )
