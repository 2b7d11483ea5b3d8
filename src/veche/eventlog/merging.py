"""A page of several streams as one: of what has numbers in a conversation and what only touches
it (NICK, QUIT), or of several conversations.

Owns how they are put together: by position, and cut where the page is full. Each is read by itself,
by the rules of `paging`; positions stand for the numbers of what has none.
"""

from collections.abc import Sequence

import msgspec

from veche.core.commands import Direction, HistoryQuery
from veche.core.events import Stored
from veche.core.ids import Id, Pos, Seq
from veche.core.replies import Grant
from veche.eventlog.base import Page
from veche.eventlog.messages import Messages
from veche.eventlog.paging import END, Allowed

_NOTHING = (1, 0)


def read_merged(numbered: Messages, touching: Messages, grant: Grant, query: HistoryQuery) -> Page:
    """The page that `Reader.page` promises for `query.events`.

    `touching` gives positions for sequence numbers.
    """
    return _together((numbered, touching), (grant, _by_position(numbered, grant)), query)


def read_several(conversations: Sequence[Messages], grant: Grant, query: HistoryQuery) -> Page:
    """The page that it promises for `grant.also`; `conversations` are in the order of the grant."""
    first = msgspec.structs.replace(grant, also=())
    return _together(conversations, (first, *map(Grant, grant.also)), query)


def _together(streams: Sequence[Messages], grants: Sequence[Grant], query: HistoryQuery) -> Page:
    anchored = _anchored(streams, query)
    if query.limit < 1 or anchored is None:
        return Page(())
    allowed = [Allowed(stream, grant) for stream, grant in zip(streams, grants, strict=True)]
    if query.direction is Direction.AROUND:
        return Page(tuple(_around(allowed, anchored)))
    return Page(tuple(_read(allowed, anchored)))


def _read(streams: Sequence[Allowed], query: HistoryQuery) -> list[Stored]:
    found: list[Stored] = []
    forward = False
    for allowed in streams:
        first, last, onward = allowed.window(query)
        if first > last:
            continue
        some = (allowed.up if onward else allowed.down)(first, last, query.limit)
        if some and not found:  # of an empty stretch nobody knows which way it goes
            forward = onward
        found += some
    found.sort(key=_pos)
    return _cut(found, query.limit, forward)


def _around(streams: Sequence[Allowed], query: HistoryQuery) -> list[Stored]:
    """Both sides of the anchor, which counts to what is after it."""
    replace = msgspec.structs.replace
    earlier = query.limit // 2
    found: list[Stored] = []
    if query.pos is None and query.at_ms is None:
        return found
    if earlier:
        found += _read(streams, replace(query, direction=Direction.BEFORE, limit=earlier))
    after = replace(query, direction=Direction.AFTER, limit=query.limit - earlier)
    if query.pos is not None:
        return found + _read(streams, replace(after, pos=query.pos - 1))
    return found + _read(streams, replace(after, at_ms=(query.at_ms or 0) - 1))


def _cut(found: list[Stored], limit: int, forward: bool) -> list[Stored]:
    """The page, in order, with all that have the stamp of its open edge."""
    if len(found) <= limit:
        return found
    edge = found[limit - 1 if forward else -limit].record.at_ms
    if forward:
        return [s for place, s in enumerate(found) if place < limit or s.record.at_ms == edge]
    start = len(found) - limit
    return [s for place, s in enumerate(found) if place >= start or s.record.at_ms == edge]


# -- numbers and ids as positions --------------------------------------------------------------


def _anchored(streams: Sequence[Messages], query: HistoryQuery) -> HistoryQuery | None:
    """The query with positions for anchors; None: of an anchor that is not there."""
    one = streams[0]

    def known(record: Id) -> Pos | None:
        there = any(stream.seq_of(record) is not None for stream in streams)
        return one.pos_of(record) if there else None

    pos, until_pos = query.pos, query.until_pos
    if query.msgid is not None:
        pos = known(query.msgid)
    elif query.since is not None:
        pos = one.pos_of(query.since)
    elif query.seq is not None:
        pos = _pos_of_seq(one, query.seq)
    if query.until_msgid is not None:
        until_pos = known(query.until_msgid)
    named = query.msgid is not None or query.since is not None
    if (named and pos is None) or (query.until_msgid is not None and until_pos is None):
        return None
    return msgspec.structs.replace(
        query, msgid=None, since=None, seq=None, until_msgid=None, pos=pos, until_pos=until_pos
    )


def _pos_of_seq(numbered: Messages, seq: Seq) -> Pos:
    """The position of this number, or one just before the next."""
    mark = numbered.mark(seq)
    if mark is None:
        return END - 1
    return mark.pos if mark.seq == seq else mark.pos - 1


def _by_position(numbered: Messages, grant: Grant) -> Grant:
    """The same right in positions."""
    first, last = 1, grant.last
    if last is not None and last < max(grant.first, 1):
        first, last = _NOTHING
    else:
        if grant.first > 1:
            mark = numbered.mark(grant.first)
            first = END if mark is None else mark.pos
        if last is not None:
            mark = numbered.mark(last + 1)
            last = None if mark is None else mark.pos - 1
    return msgspec.structs.replace(grant, first=first, last=last)


def _pos(stored: Stored) -> Pos:
    return stored.pos
