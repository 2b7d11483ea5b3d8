"""Pages of what has numbers and what only touches a conversation, held against a list."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eventlog.contract import Log, committed
from tests.eventlog.samples import ALICE, joining, message
from veche.core.commands import Direction, HistoryQuery
from veche.core.events import NickBody, NickChanged, Record, Stored, TextBody, UserLeft
from veche.core.ids import Id
from veche.core.replies import Grant
from veche.eventlog.memory import MemoryLog
from veche.eventlog.sqlite import SqliteLog

HERE, THERE = 7, 8


def quitting(number: Id, *channels: Id, at_ms: int = 1_000) -> Record:
    """Somebody leaves for good who was in these channels."""
    return Record(number, at_ms, None, UserLeft(5, channels), TextBody(ALICE, "", "bye"))


def renaming(number: Id, *channels: Id, at_ms: int = 1_000) -> Record:
    """Somebody there takes another nick."""
    return Record(number, at_ms, None, NickChanged(5, channels), NickBody(ALICE, "al", "al"))


@contextmanager
def opened(kind: type) -> Iterator[Log]:
    """A log of its own, without a trace afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        log = MemoryLog() if kind is MemoryLog else SqliteLog(Path(folder) / "veche.db")
        log.load()
        yield log
        log.close()


Place = tuple[str, int]
LOGS = pytest.mark.parametrize("kind", [MemoryLog, SqliteLog])


def _beyond(stored: Stored, place: Place | None, *, after: bool) -> bool:
    if place is None:
        return True
    what, value = place
    own = stored.record.at_ms if what == "at" else stored.pos
    return own > value if after else own < value


def expected(all_: Sequence[Stored], query: HistoryQuery) -> list[Stored]:
    """The page of HERE, from the words of the promise."""
    here = [s for s in all_ if s.record.conversation == HERE or HERE in s.record.event.touches]
    places = {s.record.id: s.pos for s in here}

    def place(msgid: Id | None, at_ms: int | None) -> Place | None:
        if msgid is not None:
            return "pos", places[msgid]
        return None if at_ms is None else ("at", at_ms)

    for msgid in (query.msgid, query.until_msgid):
        if msgid is not None and msgid not in places:
            return []
    one, other = place(query.msgid, query.at_ms), place(query.until_msgid, query.until_ms)
    shown = [s for s in here if s.record.body is not None]
    after = [s for s in shown if _beyond(s, one, after=True)]
    before = [s for s in shown if _beyond(s, one, after=False)]
    match query.direction:
        case Direction.AFTER:
            return _first(after, query.limit)
        case Direction.LATEST:
            return _last(after, query.limit)
        case Direction.BEFORE:
            return _last(before, query.limit)
        case Direction.AROUND:
            if one is None:
                return []
            earlier = query.limit // 2
            rest = [s for s in shown if s not in before]
            return (_last(before, earlier) if earlier else []) + _first(rest, query.limit - earlier)
    forward = [s for s in after if _beyond(s, other, after=False)]
    backward = [s for s in before if _beyond(s, other, after=True)]
    return _first(forward, query.limit) or _last(backward, query.limit)


def _first(found: list[Stored], limit: int) -> list[Stored]:
    if len(found) <= limit:
        return found
    edge = found[limit - 1].record.at_ms
    return [s for place, s in enumerate(found) if place < limit or s.record.at_ms == edge]


def _last(found: list[Stored], limit: int) -> list[Stored]:
    turned = found[::-1]
    return _first(turned, limit)[::-1]


makers: st.SearchStrategy[Callable[..., Record]] = st.sampled_from(
    (
        lambda n, at: message(n, at_ms=at),
        lambda n, at: message(n, conversation=THERE, at_ms=at),
        lambda n, at: joining(n, at_ms=at),
        lambda n, at: quitting(n, HERE, THERE, at_ms=at),
        lambda n, at: quitting(n, THERE, at_ms=at),
        lambda n, at: renaming(n, HERE, at_ms=at),
        lambda n, at: renaming(n, at_ms=at),
    )
)
histories = st.lists(st.tuples(makers, st.integers(0, 2)), min_size=1, max_size=14)
msgids, stamps = st.integers(0, 15), st.integers(-1, 12)
anchors: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"msgid": msgids}),
    st.fixed_dictionaries({"at_ms": stamps}),
)
untils: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"until_msgid": msgids}), st.fixed_dictionaries({"until_ms": stamps})
)


@LOGS
@settings(max_examples=150, deadline=None)
@given(
    history=histories,
    erased=st.lists(msgids, max_size=2),
    direction=st.sampled_from(Direction),
    limit=st.integers(1, 6),
    anchor=anchors,
    until=untils,
)
def test_any_page(
    kind: type,
    history: list[tuple[Callable[..., Record], int]],
    erased: list[Id],
    direction: Direction,
    limit: int,
    anchor: dict[str, Any],
    until: dict[str, Any],
) -> None:
    """Any direction and anchors, on any history, whatever was erased of it."""
    if direction is Direction.BETWEEN:
        if not anchor:
            anchor = {"at_ms": 3}
        anchor = anchor | until
    with opened(kind) as log:
        at_ms = 0
        for number, (make, later_ms) in enumerate(history, 1):
            at_ms += later_ms
            committed(log, make(number, at_ms))
        log.erase(erased, lambda: None)
        reader = log.reader()
        query = HistoryQuery(direction, limit, events=True, **anchor)
        page = reader.page(Grant(HERE), query).events
        assert list(page) == expected(list(log.records()), query)
        reader.close()


@LOGS
def test_grants_hold_for_what_touches_as_well(kind: type) -> None:
    """Stretches of numbers, stays, and times; nothing at all for a grant of nothing."""
    with opened(kind) as log:
        committed(
            log,
            *(joining(1, at_ms=1), quitting(2, HERE, at_ms=2), message(3, at_ms=3)),
            *(renaming(4, HERE, at_ms=4), message(5, at_ms=5), quitting(6, HERE, at_ms=6)),
        )
        reader = log.reader()

        def ids(grant: Grant) -> list[Id]:
            page = reader.page(grant, HistoryQuery(Direction.LATEST, 10, events=True))
            return [stored.record.id for stored in page.events]

        assert ids(Grant(HERE)) == [1, 2, 3, 4, 5, 6]
        assert ids(Grant(HERE, 1, 0)) == []
        assert ids(Grant(HERE, first=2)) == [3, 4, 5, 6]
        assert ids(Grant(HERE, 1, 2)) == [1, 2, 3, 4]
        assert ids(Grant(HERE, 1, 1)) == [1, 2]
        assert ids(Grant(HERE, first=9)) == []
        assert ids(Grant(HERE, stays=((3, 5),))) == [3, 4, 5]
        assert ids(Grant(HERE, stays=((1, 2), (5, 0)))) == [1, 2, 5, 6]
        assert ids(Grant(HERE, since_ms=4)) == [4, 5, 6]
        assert ids(Grant(THERE)) == []
        reader.close()


@LOGS
def test_other_anchors(kind: type) -> None:
    """Numbers, positions and any record's id; without `events` nothing else is read."""
    with opened(kind) as log:
        committed(log, message(1), quitting(2, HERE), message(3), quitting(4, THERE), message(5))
        reader = log.reader()

        def ids(direction: Direction, limit: int = 10, **asked: Any) -> list[Id]:
            page = reader.page(Grant(HERE), HistoryQuery(direction, limit, **asked))
            return [stored.record.id for stored in page.events]

        assert ids(Direction.LATEST) == [1, 3, 5]
        assert ids(Direction.LATEST, msgid=2) == []
        assert ids(Direction.LATEST, events=True, seq=1) == [2, 3, 5]
        assert ids(Direction.BEFORE, events=True, seq=2) == [1, 2]
        assert ids(Direction.AFTER, events=True, seq=9) == []
        assert ids(Direction.BEFORE, events=True, seq=9) == [1, 2, 3, 5]
        assert ids(Direction.AFTER, events=True, pos=1) == [2, 3, 5]
        assert ids(Direction.LATEST, events=True, since=4) == [5]
        assert ids(Direction.LATEST, events=True, since=99) == []
        assert ids(Direction.LATEST, 0, events=True) == []
        assert ids(Direction.LATEST, events=True, msgid=4) == []
        reader.close()


@LOGS
def test_several_conversations_as_one(kind: type) -> None:
    """In the order of the log, anchored in any of them; nobody else's, and no more than granted."""
    with opened(kind) as log:
        places = (HERE, THERE, 9, HERE, THERE, 9)
        committed(log, *(message(n, conversation=c, at_ms=n) for n, c in enumerate(places, 1)))
        reader = log.reader()

        def ids(direction: Direction, limit: int = 10, **asked: Any) -> list[Id]:
            grant = Grant(THERE, also=(HERE,))
            page = reader.page(grant, HistoryQuery(direction, limit, **asked))
            return [stored.record.id for stored in page.events]

        assert ids(Direction.LATEST) == ids(Direction.LATEST, events=True) == [1, 2, 4, 5]
        assert ids(Direction.LATEST, 2) == [4, 5]
        assert ids(Direction.AFTER, msgid=1) == [2, 4, 5]
        assert ids(Direction.BEFORE, msgid=4) == ids(Direction.BEFORE, at_ms=4) == [1, 2]
        assert ids(Direction.AROUND, 3, msgid=4) == [2, 4, 5]
        assert ids(Direction.BETWEEN, msgid=5, until_msgid=1) == [2, 4]
        assert ids(Direction.LATEST, msgid=3) == []
        first = reader.page(Grant(THERE, 2, also=(HERE,)), HistoryQuery(Direction.LATEST, 9))
        assert [stored.record.id for stored in first.events] == [1, 4, 5]
        reader.close()
