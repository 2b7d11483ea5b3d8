"""Which messages a page of history holds: grants, anchors, directions and equal stamps.

Owns the rules, once for all readers. Knows nothing of where messages are
kept: it asks a `Messages`.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from veche.core.commands import Direction, HistoryQuery
from veche.core.events import (
    Audited,
    Event,
    Joined,
    Kicked,
    ModesChanged,
    Parted,
    Reacted,
    Stored,
    TopicSet,
)
from veche.core.ids import Id, Seq
from veche.core.replies import Grant
from veche.eventlog.base import Page
from veche.eventlog.messages import Mark, Messages
from veche.eventlog.trail import About, is_about

END: Seq = (1 << 63) - 1  # past every sequence number, and the greatest that SQLite can compare
_FURTHER = 64  # messages looked at in one go beyond an edge

EVENTS: tuple[type[Event], ...] = (
    Joined,
    Parted,
    Kicked,
    TopicSet,
    ModesChanged,
    Reacted,
    Audited,
)
"""What is read with `HistoryQuery.events`, besides messages."""


class _Anchor(NamedTuple):
    """`value` is a sequence number, or what `of` takes from a mark."""

    value: int
    of: Callable[[Mark], int] | None = None


def read_page(messages: Messages, grant: Grant, query: HistoryQuery) -> Page:
    """The page that `Reader.page` promises."""
    if query.limit < 1:
        return Page(())
    allowed = Allowed(About(messages, grant.about) if grant.about else messages, grant)
    if query.direction is Direction.AROUND:
        return Page(tuple(allowed.around(query)))
    first, last, forward = allowed.window(query)
    if first > last:
        return Page(())
    take = allowed.up if forward else allowed.down
    return Page(tuple(take(first, last, query.limit)))


def allows(messages: Messages, grant: Grant, stored: Stored) -> bool:
    """What `Reader.allows` promises."""
    seq = stored.seq
    if seq is None or (grant.about and not is_about(stored, grant.about)):
        return False
    return Allowed(messages, grant).holds(seq)


class Allowed:
    """What a grant shows of a conversation: stretches of it, in order."""

    def __init__(self, messages: Messages, grant: Grant) -> None:
        self._messages = messages
        self._first = max(grant.first, 1)
        self._last = END if grant.last is None else grant.last
        if grant.since_ms:
            self._first = self._reach(_Anchor(grant.since_ms, _stamp))
        self._stretches = self._stays(grant.stays)

    def _stays(self, stays: Sequence[tuple[Id, Id]]) -> list[tuple[Seq, Seq]]:
        if not stays:
            return [(self._first, self._last)]
        stretches = []
        for began, ended in stays:
            from_pos = self._messages.pos_of(began)
            to_pos = self._messages.pos_of(ended) if ended else END - 1
            if from_pos is None or to_pos is None:
                continue
            first = self._reach(_Anchor(from_pos, _position))
            last = self._reach(_Anchor(to_pos + 1, _position)) - 1 if ended else self._last
            stretches.append((first, last))
        return _apart(stretches)

    def holds(self, seq: Seq) -> bool:
        """Whether it lies in a stretch."""
        inside = self._first <= seq <= self._last
        return inside and any(first <= seq <= last for first, last in self._stretches)

    # -- the window ------------------------------------------------------------------------

    def window(self, query: HistoryQuery) -> tuple[Seq, Seq, bool]:
        """First and last number that the page may hold, and whether it begins at the first one;
        empty when first > last."""
        first, last = self._first, self._last
        forward = query.direction is Direction.AFTER
        anchored, anchor = self._anchor(query)
        if query.direction is Direction.BETWEEN:
            return self._between(anchor, self._until(query))
        if not anchored:
            return first, last, forward
        if anchor is None:
            return 1, 0, forward
        if query.direction is Direction.BEFORE:
            return first, self._before(anchor), forward
        return self._after(anchor), last, forward

    def _between(self, one: _Anchor | None, other: _Anchor | None) -> tuple[Seq, Seq, bool]:
        if one is None or other is None:
            return 1, 0, True
        if self._before(one) <= self._before(other):
            return self._after(one), self._before(other), True
        return self._after(other), self._before(one), False

    def _anchor(self, query: HistoryQuery) -> tuple[bool, _Anchor | None]:
        """Whether there is one, and it, if it is known."""
        if query.msgid is not None:
            return True, self._known(query.msgid)
        if query.seq is not None:
            return True, _Anchor(query.seq)
        if query.at_ms is not None:
            return True, _Anchor(query.at_ms, _stamp)
        pos = query.pos
        if query.since is not None:
            pos = self._messages.pos_of(query.since)
            return True, None if pos is None else _Anchor(pos, _position)
        return pos is not None, None if pos is None else _Anchor(pos, _position)

    def _until(self, query: HistoryQuery) -> _Anchor | None:
        if query.until_msgid is not None:
            return self._known(query.until_msgid)
        if query.until_pos is not None:
            return _Anchor(query.until_pos, _position)
        return None if query.until_ms is None else _Anchor(query.until_ms, _stamp)

    def _known(self, record: Id) -> _Anchor | None:
        seq = self._messages.seq_of(record)
        return None if seq is None else _Anchor(seq)

    def _before(self, anchor: _Anchor) -> Seq:
        """The last number before it."""
        if anchor.of is None:
            return min(self._last, anchor.value - 1)
        return self._reach(anchor) - 1

    def _after(self, anchor: _Anchor) -> Seq:
        """The first number after it."""
        if anchor.of is None:
            return max(self._first, anchor.value + 1)
        return self._reach(_Anchor(anchor.value + 1, anchor.of))

    def _reach(self, anchor: _Anchor) -> Seq:
        """The least number in the window from which on every message has reached the anchor;
        else the last one + 1.

        Bisects, because stamps and positions rise with sequence numbers: look-ups by index
        instead of an index of their own. In growing steps at first, since most conversations
        are short: twice the logarithm of their length.
        """
        value, of = anchor
        assert of is not None, "a sequence number is no place to look for"
        low, high, step = self._first, self._last + 1, 1
        while low < high:
            middle = min(low + step, (low + high) // 2)
            mark = self._messages.mark(middle) if middle <= self._last else None
            if mark is None or mark.seq > self._last or of(mark) >= value:
                high, step = middle, END
            else:
                low, step = mark.seq + 1, step * 2
        return low

    # -- the page --------------------------------------------------------------------------

    def up(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        """The oldest of them, oldest first, with all that have the stamp of the last one."""
        found = self._oldest(first, last, limit)
        while len(found) >= limit and _extend(
            found, self._oldest(_place(found[-1]) + 1, last, _FURTHER)
        ):
            pass
        return found

    def down(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        """The newest of them, oldest first, with all that have the stamp of the first one."""
        found = self._newest(first, last, limit)
        while len(found) >= limit and _extend(
            found, self._newest(first, _place(found[-1]) - 1, _FURTHER)
        ):
            pass
        found.reverse()
        return found

    def around(self, query: HistoryQuery) -> list[Stored]:
        """Both sides of the anchor, which counts to what is after it."""
        anchor = self._anchor(query)[1]
        if anchor is None:
            return []
        middle = self._before(anchor)
        earlier = query.limit // 2
        before = self.down(self._first, middle, earlier) if earlier else []
        return before + self.up(middle + 1, self._last, query.limit - earlier)

    def _oldest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        found: list[Stored] = []
        for low, high in self._stretches:
            if len(found) < limit and max(first, low) <= min(last, high):
                room = limit - len(found)
                found += self._messages.oldest(max(first, low), min(last, high), room)
        return found

    def _newest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        found: list[Stored] = []
        for low, high in reversed(self._stretches):
            if len(found) < limit and max(first, low) <= min(last, high):
                room = limit - len(found)
                found += self._messages.newest(max(first, low), min(last, high), room)
        return found


def _apart(stretches: Sequence[tuple[Seq, Seq]]) -> list[tuple[Seq, Seq]]:
    """The same numbers in stretches that do not overlap, in order: two stays may, where one user
    has succeeded another."""
    apart: list[tuple[Seq, Seq]] = []
    for first, last in sorted(stretches):
        if apart and first <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(last, apart[-1][1]))
        elif first <= last:
            apart.append((first, last))
    return apart


def _extend(found: list[Stored], beyond: list[Stored]) -> bool:
    """Add those with the same stamp as the edge; True when there may be more of them."""
    at_ms = found[-1].record.at_ms
    same = [stored for stored in beyond if stored.record.at_ms == at_ms]
    found += same
    return len(same) == _FURTHER


def _stamp(mark: Mark) -> int:
    return mark.at_ms


def _position(mark: Mark) -> int:
    return mark.pos


def _place(stored: Stored) -> Seq:
    """Its number; what has none is placed by its position, among its like alone."""
    return stored.pos if stored.seq is None else stored.seq
