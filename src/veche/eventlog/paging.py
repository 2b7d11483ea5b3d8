"""Which messages a page of history holds: grants, anchors, directions and equal stamps.

Owns the rules, once for all readers. Knows nothing of where messages are
kept: it asks a `Messages`.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from veche.core.commands import Direction, HistoryQuery
from veche.core.events import Stored
from veche.core.ids import Id, Pos, Seq
from veche.core.replies import Grant
from veche.eventlog.base import Page

END: Seq = (1 << 63) - 1  # past every sequence number, and the greatest that SQLite can compare
_FURTHER = 64  # messages looked at in one go beyond an edge


class Mark(NamedTuple):
    """Where a message stands. All three rise together, stamps not strictly."""

    seq: Seq
    pos: Pos
    at_ms: int


class Messages(Protocol):
    """The messages of one conversation. Bounds are inclusive."""

    def seq_of(self, record: Id) -> Seq | None:
        """The place of a record of this conversation, message or not, erased or not."""
        ...

    def mark(self, seq: Seq) -> Mark | None:
        """The first message, erased or not, at `seq` or after it."""
        ...

    def oldest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        """The first `limit` messages that have a body, oldest first."""
        ...

    def newest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        """The last `limit` messages that have a body, newest first."""
        ...


def read_page(messages: Messages, grant: Grant, query: HistoryQuery) -> Page:
    """The page that `Reader.page` promises."""
    first, last = _window(messages, grant, query)
    if query.limit < 1 or first > last:
        return Page(())
    if query.direction is Direction.AFTER:
        found = messages.oldest(first, last, query.limit)
        while len(found) >= query.limit:
            beyond = messages.oldest(_seq(found[-1]) + 1, last, _FURTHER)
            if not _extend(found, beyond):
                break
    else:
        found = messages.newest(first, last, query.limit)
        while len(found) >= query.limit:
            beyond = messages.newest(first, _seq(found[-1]) - 1, _FURTHER)
            if not _extend(found, beyond):
                break
        found.reverse()
    return Page(tuple(found))


def _extend(found: list[Stored], beyond: list[Stored]) -> bool:
    """Add those with the same stamp as the edge; True when there may be more of them."""
    at_ms = found[-1].record.at_ms
    same = [stored for stored in beyond if stored.record.at_ms == at_ms]
    found += same
    return len(same) == _FURTHER


def _window(messages: Messages, grant: Grant, query: HistoryQuery) -> tuple[Seq, Seq]:
    """First and last sequence number that the page may hold; empty when first > last."""
    first = max(grant.first, 1)
    last = END if grant.last is None else grant.last
    before = query.direction is Direction.BEFORE
    anchor = query.seq
    if query.msgid is not None:
        anchor = messages.seq_of(query.msgid)
        if anchor is None:
            return 1, 0
    if anchor is not None:
        return (first, min(last, anchor - 1)) if before else (max(first, anchor + 1), last)
    if query.at_ms is not None:
        at_ms = query.at_ms if before else query.at_ms + 1
        edge = _first_where(messages, first, last, lambda mark: mark.at_ms >= at_ms)
    elif query.pos is not None:
        pos = query.pos if before else query.pos + 1
        edge = _first_where(messages, first, last, lambda mark: mark.pos >= pos)
    else:
        return first, last
    return (first, edge - 1) if before else (edge, last)


def _first_where(messages: Messages, first: Seq, last: Seq, reached: Callable[[Mark], bool]) -> Seq:
    """The least number in the window from which on every message has `reached`; else last + 1.

    Bisects, because stamps and positions rise with sequence numbers: about 60
    look-ups by index instead of an index of their own.
    """
    low, high = first, last + 1
    while low < high:
        middle = (low + high) // 2
        mark = messages.mark(middle) if middle <= last else None
        if mark is None or mark.seq > last or reached(mark):
            high = middle
        else:
            low = mark.seq + 1
    return low


def _seq(stored: Stored) -> Seq:
    assert stored.seq is not None, "only what has a sequence number is in a conversation"
    return stored.seq
