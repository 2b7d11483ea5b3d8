"""The rules of pages, on stand-ins. What a page holds is tested in the contract of the logs."""

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from tests.eventlog.samples import message
from veche.core.commands import Direction, HistoryQuery
from veche.core.events import Stored
from veche.core.ids import Id, Seq
from veche.core.replies import Grant
from veche.eventlog.paging import END, Mark, read_page


class Counted:
    """A conversation with messages at some numbers, one stamp each 10; counts the look-ups."""

    def __init__(self, seqs: list[Seq]) -> None:
        self.seqs = seqs
        self.lookups = 0

    def seq_of(self, record: Id) -> Seq | None:
        return record if record in self.seqs else None

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
    """About 60 for an open grant: the width of a sequence number, not of the history."""
    for count in (10, 100_000):
        messages = Counted(list(range(1, count)))
        seqs_of(messages, Grant(1), HistoryQuery(Direction.AFTER, 3, at_ms=55))
        assert messages.lookups <= 64


def test_extremes() -> None:
    """Numbers that only a hostile client would ask for give empty pages, not errors."""
    messages = Counted([1, 2, 3])
    for value in (-END, -1, 0, END - 1, END, END + 1, END * END):
        for direction in Direction:
            for query in (
                HistoryQuery(direction, 2, seq=value),
                HistoryQuery(direction, 2, at_ms=value),
                HistoryQuery(direction, 2, pos=value),
            ):
                page = seqs_of(messages, Grant(1), query)
                is_all = (value > 3) == (direction is Direction.BEFORE)
                assert len(page) == (2 if is_all else 0), (value, query)
