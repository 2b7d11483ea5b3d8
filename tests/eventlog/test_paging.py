"""The rules of pages, on stand-ins. What a page holds is tested in the contract of the logs."""

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from tests.eventlog.samples import message
from veche.core.commands import Direction, HistoryQuery
from veche.core.events import Stored
from veche.core.ids import Id, Pos, Seq
from veche.core.replies import Grant
from veche.eventlog.messages import Mark
from veche.eventlog.paging import END, read_page


class Counted:
    """A conversation with messages at some numbers, one stamp each 10; counts the look-ups."""

    def __init__(self, seqs: list[Seq]) -> None:
        self.seqs = seqs
        self.lookups = 0

    def seq_of(self, record: Id) -> Seq | None:
        return record if record in self.seqs else None

    def pos_of(self, record: Id) -> Pos | None:
        return record * 2 if record in self.seqs else None

    def mark(self, seq: Seq) -> Mark | None:
        self.lookups += 1
        place = bisect_left(self.seqs, seq)
        if place == len(self.seqs):
            return None
        return Mark(self.seqs[place], self.seqs[place] * 2, self.seqs[place] * 10)

    def oldest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        found = [seq for seq in self.seqs if first <= seq <= last][:limit]
        return [Stored(seq * 2, seq, message(seq, at_ms=seq * 10)) for seq in found]

    def newest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        return self.oldest(first, last, len(self.seqs))[::-1][:limit]


def seqs_of(messages: Counted, grant: Grant, query: HistoryQuery) -> list[Seq | None]:
    return [stored.seq for stored in read_page(messages, grant, query).events]


@given(
    st.lists(st.integers(1, 300), unique=True).map(sorted),
    st.integers(-10, 3_010),
    st.integers(1, 300),
    st.none() | st.integers(1, 300),
)
def test_a_stamp_is_found_by_bisection(
    seqs: list[Seq], at_ms: int, first: Seq, last: Seq | None
) -> None:
    """Strictly before, strictly after, with gaps between the messages and any window."""
    inside = [seq for seq in seqs if first <= seq <= (last or END)]
    grant = Grant(1, first, last)
    for direction, expected in (
        (Direction.BEFORE, [seq for seq in inside if seq * 10 < at_ms][-3:]),
        (Direction.AFTER, [seq for seq in inside if seq * 10 > at_ms][:3]),
        (Direction.LATEST, [seq for seq in inside if seq * 10 > at_ms][-3:]),
    ):
        assert seqs_of(Counted(seqs), grant, HistoryQuery(direction, 3, at_ms=at_ms)) == expected


def test_look_ups_are_few_at_any_size() -> None:
    """Of the size of the history, not of all the numbers there are; wherever the anchor is."""
    for count, most in ((10, 8), (1_000, 22), (100_000, 36)):
        for at in (0, 1, count // 2, count - 1, count + 5):
            messages = Counted(list(range(1, count + 1)))
            seqs_of(messages, Grant(1), HistoryQuery(Direction.AFTER, 3, at_ms=at * 10 + 5))
            assert messages.lookups <= most, (count, at, messages.lookups)


def test_extremes() -> None:
    """Numbers that only a hostile client would ask for give empty pages, not errors."""
    messages = Counted([1, 2, 3])
    for value in (-END, -1, 0, END - 1, END, END + 1, END * END):
        for direction in (Direction.BEFORE, Direction.AFTER, Direction.LATEST):
            for query in (
                HistoryQuery(direction, 2, seq=value),
                HistoryQuery(direction, 2, at_ms=value),
                HistoryQuery(direction, 2, pos=value),
            ):
                page = seqs_of(messages, Grant(1), query)
                is_all = (value > 3) == (direction is Direction.BEFORE)
                assert len(page) == (2 if is_all else 0), (value, query)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 12), st.booleans())
def test_between_begins_at_the_first_anchor(one: int, other: int, limit: int, by_id: bool) -> None:
    """Both excluded, forwards and backwards (chathistory, "BETWEEN"); oldest first either way."""
    messages = Counted([1, 2, 3, 5, 6, 7, 8, 9])
    if by_id:
        query = HistoryQuery(Direction.BETWEEN, limit, msgid=one, until_msgid=other)
    else:
        query = HistoryQuery(Direction.BETWEEN, limit, at_ms=one * 10, until_ms=other * 10)
    inside = [seq for seq in messages.seqs if min(one, other) < seq < max(one, other)]
    if by_id and 4 in (one, other):
        inside = []
    expected = inside[:limit] if one < other else inside[-limit:]
    assert seqs_of(messages, Grant(1), query) == expected


@given(st.integers(1, 9), st.integers(1, 12))
def test_around_has_the_anchor_in_it(at: int, limit: int) -> None:
    """No more than the limit, and of one message just this one."""
    messages = Counted(list(range(1, 10)))
    found = seqs_of(messages, Grant(1), HistoryQuery(Direction.AROUND, limit, msgid=at))
    assert at in found
    assert len(found) <= limit
    assert found == sorted(found, key=lambda seq: seq or 0)
    half = limit // 2
    assert found == [seq for seq in messages.seqs if at - half <= seq < at + limit - half]


def test_only_what_was_said_in_the_stays() -> None:
    """Of two stays, of which the second goes on, and then of the second alone by its time."""
    messages = Counted(list(range(1, 20)))
    grant = Grant(1, stays=((2, 4), (8, 0)))
    everything = HistoryQuery(Direction.LATEST, 100)
    assert seqs_of(messages, grant, everything) == [2, 3, 4, *range(8, 20)]
    assert (
        seqs_of(messages, grant, HistoryQuery(Direction.LATEST, 13)) == [3, 4, *range(8, 20)][-13:]
    )
    assert seqs_of(messages, grant, HistoryQuery(Direction.AFTER, 3, msgid=3)) == [4, 8, 9]
    assert seqs_of(messages, grant, HistoryQuery(Direction.BEFORE, 3, msgid=9)) == [3, 4, 8]
    late = Grant(1, stays=((2, 4), (8, 0)), since_ms=35)
    assert seqs_of(messages, late, HistoryQuery(Direction.AFTER, 3, at_ms=0)) == [4, 8, 9]
    assert seqs_of(messages, Grant(1, stays=((99, 0),)), everything) == []


def test_stays_that_overlap_or_hold_nothing_show_nothing_twice() -> None:
    """In order, whatever the order of the stays."""
    messages = Counted(list(range(1, 20)))
    grant = Grant(1, stays=((6, 12), (9, 10), (15, 14), (2, 3), (10, 0)))
    everything = HistoryQuery(Direction.LATEST, 100)
    assert seqs_of(messages, grant, everything) == [2, 3, *range(6, 20)]
    assert seqs_of(messages, grant, HistoryQuery(Direction.AFTER, 5, msgid=2)) == [3, 6, 7, 8, 9]
    assert seqs_of(messages, grant, HistoryQuery(Direction.BEFORE, 4, msgid=7)) == [2, 3, 6]


def test_after_any_record() -> None:
    """By the position of a record that may be of another conversation."""
    messages = Counted([1, 2, 3])
    assert seqs_of(messages, Grant(1), HistoryQuery(Direction.AFTER, 5, since=2)) == [3]
    assert seqs_of(messages, Grant(1), HistoryQuery(Direction.AFTER, 5, since=77)) == []
