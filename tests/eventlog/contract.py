"""What every log promises, as tests: a subclass for each log says how to open one and to fail it.

The promises stand in `veche.eventlog.base`. The property tests hold a log
against a model that is nothing but a list.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.eventlog.machine import LogMachine
from tests.eventlog.samples import LOBBY, joining, message
from veche.core.commands import Direction, HistoryQuery
from veche.core.events import MessageSent, Record, Stored
from veche.core.ids import Id, Pos
from veche.core.replies import Grant
from veche.eventlog.base import AppendFailed, EventLog, Reader, Snapshot


class Log(EventLog, Protocol):
    """An `EventLog` that also makes its readers, as both of ours do."""

    def records(self, after: Pos = 0) -> Iterator[Stored]: ...
    def reader(self) -> Reader: ...


def append(
    log: EventLog, records: Sequence[Record], expected: Pos | None = None
) -> Sequence[Stored] | AppendFailed:
    """What `done` is called with; it must be called exactly once."""
    results: list[Sequence[Stored] | AppendFailed] = []
    log.append(records, log.last if expected is None else expected, results.append)
    assert len(results) == 1
    return results[0]


def committed(log: EventLog, *records: Record) -> Sequence[Stored]:
    """Append what must succeed."""
    result = append(log, records)
    assert not isinstance(result, AppendFailed), result
    return result


def texts(reader: Reader, direction: Direction, limit: int = 10, **anchor: Any) -> list[str]:
    """The texts of a page of the lobby."""
    page = reader.page(Grant(LOBBY), HistoryQuery(direction, limit, **anchor))
    return [stored.record.body.text for stored in page.events]  # type: ignore[union-attr]


class LogContract:
    """Subclassed by the tests of each log."""

    def open(self, folder: Path) -> Log:
        """A log; the same one again for the same folder, once it is closed."""
        raise NotImplementedError

    def fail_next(self, log: Log, reason: str) -> None:
        """Make the next append fail."""
        raise NotImplementedError

    @pytest.fixture
    def log(self, tmp_path: Path) -> Iterator[Log]:
        log = self.open(tmp_path)
        yield log
        log.close()

    @pytest.fixture
    def reader(self, log: Log) -> Iterator[Reader]:
        reader = log.reader()
        yield reader
        reader.close()

    def test_a_new_log_is_empty(self, log: Log) -> None:
        """Positions begin at 1, so nothing is at 0."""
        snapshot, records = log.load()
        assert (snapshot, list(records), log.last, log.last_id) == (None, [], 0, 0)

    def test_numbers(self, log: Log) -> None:
        """Positions count everything, sequence numbers each conversation, from 1, without gaps."""
        stored = committed(log, message(10), message(11, conversation=8), message(12))
        stored = (*stored, *committed(log, message(13, conversation=None), joining(14)))
        assert [(s.pos, s.seq) for s in stored] == [(1, 1), (2, 1), (3, 2), (4, None), (5, 3)]
        assert [s.record.id for s in stored] == [10, 11, 12, 13, 14]
        assert log.last == 5
        assert list(log.load()[1]) == list(stored)

    def test_the_greatest_id_is_kept(self, log: Log) -> None:
        """Ids need not come in order; new ones must be greater than any."""
        committed(log, message(90), message(20))
        committed(log, message(30))
        assert log.last_id == 90

    def test_no_records(self, log: Log) -> None:
        """An empty batch is stored at once."""
        assert append(log, ()) in ((), [])
        assert log.last == 0

    def test_another_position_is_refused(self, log: Log) -> None:
        """A hub that has missed something, or decided too early, may not append."""
        committed(log, message(1))
        for expected in (0, 2):
            assert isinstance(append(log, [message(2)], expected), AppendFailed)
        assert log.last == 1
        assert [s.seq for s in committed(log, message(2))] == [2]

    def test_a_failed_append_leaves_nothing(self, log: Log) -> None:
        """Positions and sequence numbers of a failed batch are given to the next."""
        committed(log, message(1))
        self.fail_next(log, "no room")
        failed = append(log, [message(2), message(3, conversation=9)])
        assert isinstance(failed, AppendFailed)
        assert "no room" in failed.reason
        assert (log.last, log.last_id) == (1, 1)
        stored = committed(log, message(4, conversation=9), message(5))
        assert [(s.pos, s.seq) for s in stored] == [(2, 1), (3, 2)]
        assert list(log.records(1)) == list(stored)

    def test_a_log_is_opened_again(self, log: Log, tmp_path: Path) -> None:
        """Nothing is lost and counting goes on."""
        stored = [*committed(log, message(1, key=b"k"), message(9, conversation=8)), None]
        log.close()
        again = self.open(tmp_path)
        assert (again.last, again.last_id) == (2, 9)
        stored[2:] = committed(again, message(3))
        assert stored[2] is not None
        assert stored[2].seq == 2
        assert list(again.load()[1]) == stored
        again.close()

    def test_the_newest_snapshot_counts(self, log: Log, tmp_path: Path) -> None:
        """Loading gives it and what came after; an older one never replaces it."""
        committed(log, *(message(number) for number in range(1, 6)))
        log.save(Snapshot(2, 1, b"two"))
        log.save(Snapshot(4, 1, b"four"))
        log.save(Snapshot(3, 1, b"three"))
        log.close()
        again = self.open(tmp_path)
        snapshot, records = again.load()
        assert snapshot == Snapshot(4, 1, b"four")
        assert [stored.pos for stored in records] == [5]
        assert [stored.pos for stored in again.records()] == [1, 2, 3, 4, 5]
        again.close()

    def test_erased_bodies(self, log: Log, reader: Reader) -> None:
        """The body goes, the event and its numbers stay, and pages leave it out."""
        stored = committed(log, message(1, "a"), message(2, "b", key=b"k"), message(3, "c"))
        told: list[str] = []
        log.erase([2, 404], lambda: told.append("done"))
        assert told == ["done"]
        assert texts(reader, Direction.LATEST) == ["a", "c"]
        erased = reader.recall(5, b"k", 0)
        assert erased is not None
        assert erased.record.body is None
        assert list(log.records()) == [stored[0], erased, stored[2]]
        assert (erased.pos, erased.seq) == (2, 2)
        assert texts(reader, Direction.AFTER, msgid=2) == ["c"]
        assert committed(log, message(4))[0].seq == 4

    def test_a_snapshot_goes_with_what_it_may_hold(self, log: Log) -> None:
        """It may hold nicks and topics, but no messages."""
        committed(log, joining(1), message(2))
        log.save(Snapshot(2, 1, b"state"))
        log.erase([2], lambda: None)
        assert log.load()[0] is not None
        log.erase([1], lambda: None)
        snapshot, records = log.load()
        assert snapshot is None
        assert [stored.record.body for stored in records] == [None, None]

    def test_recall(self, log: Log, reader: Reader) -> None:
        """The newest under a key of this author, unless it is too long ago."""
        first = committed(log, message(1, key=b"k", at_ms=100), message(2, key=b"l", at_ms=100))
        later = committed(log, message(3, key=b"k", at_ms=200), message(4, at_ms=200))
        assert reader.recall(5, b"k", 0) == later[0]
        assert reader.recall(5, b"k", 200) == later[0]
        assert reader.recall(5, b"k", 201) is None
        assert reader.recall(5, b"l", 100) == first[1]
        assert reader.recall(6, b"k", 0) is None
        assert reader.recall(5, b"", 0) is None

    def test_find(self, log: Log, reader: Reader) -> None:
        """Any record by its id, also one whose body was erased."""
        first, second = committed(log, message(1), joining(2))
        assert (reader.find(1), reader.find(2), reader.find(3)) == (first, second, None)
        log.erase([1], lambda: None)
        erased = reader.find(1)
        assert erased is not None
        assert erased.record.body is None

    def test_edits(self, log: Log, reader: Reader) -> None:
        """Those of one message, in order."""
        edits = [
            msgspec.structs.replace(message(n), event=MessageSent(5, edits=of))
            for n, of in ((3, 1), (4, 2), (5, 1))
        ]
        first, second, *_ = committed(log, message(1), message(2), *edits)
        assert list(reader.edits(first)) == [3, 5]
        assert list(reader.edits(second)) == [4]

    def test_pages(self, log: Log, reader: Reader) -> None:
        """Each direction, without an anchor and with each kind of anchor."""
        committed(log, *(message(n, f"m{n}", at_ms=n * 10) for n in range(1, 7)))
        assert texts(reader, Direction.LATEST, 2) == ["m5", "m6"]
        assert texts(reader, Direction.LATEST, 2, msgid=5) == ["m6"]
        assert texts(reader, Direction.LATEST, 2, at_ms=20) == ["m5", "m6"]
        assert texts(reader, Direction.BEFORE, 2, msgid=4) == ["m2", "m3"]
        assert texts(reader, Direction.BEFORE, 2, at_ms=41) == ["m3", "m4"]
        assert texts(reader, Direction.BEFORE, 2) == ["m5", "m6"]
        assert texts(reader, Direction.AFTER, 2, seq=1) == ["m2", "m3"]
        assert texts(reader, Direction.AFTER, 2, at_ms=20) == ["m3", "m4"]
        assert texts(reader, Direction.AFTER, 2, pos=5) == ["m6"]
        assert texts(reader, Direction.AFTER, 2) == ["m1", "m2"]
        assert texts(reader, Direction.LATEST, 0) == []
        assert texts(reader, Direction.AFTER, msgid=404) == []

    def test_an_anchor_elsewhere(self, log: Log, reader: Reader) -> None:
        """A message of another conversation says nothing about this one."""
        committed(log, message(1, conversation=8), message(2))
        assert texts(reader, Direction.AFTER, msgid=1) == []
        assert texts(reader, Direction.AFTER, pos=1) == ["hello"]

    def test_a_page_does_not_end_inside_equal_stamps(self, log: Log, reader: Reader) -> None:
        """It is extended on the side where more may be asked for."""
        stamps = (10, 20, *[30] * 100, 40)
        committed(log, *(message(n, f"m{n}", at_ms=at) for n, at in enumerate(stamps, 1)))
        assert len(texts(reader, Direction.LATEST, 2)) == 101
        assert texts(reader, Direction.LATEST, 2, msgid=100) == ["m101", "m102", "m103"]
        assert len(texts(reader, Direction.AFTER, 3)) == 102
        assert texts(reader, Direction.AFTER, 2) == ["m1", "m2"]
        assert texts(reader, Direction.BEFORE, 1, at_ms=30) == ["m2"]

    def test_a_grant_is_never_exceeded(self, log: Log, reader: Reader) -> None:
        """Whatever the anchor, and even for equal stamps."""
        committed(log, *(message(n) for n in range(1, 10)))
        grant = Grant(LOBBY, 3, 6)
        for direction in Direction:
            anchors: tuple[dict[str, Any], ...] = ({}, {"seq": 1}, {"msgid": 9}, {"at_ms": 0})
            for anchor in (*anchors, {"pos": 5}, {"since": 4}, {"events": True}):
                page = reader.page(grant, HistoryQuery(direction, 2, **anchor))
                assert all(3 <= (stored.seq or 0) <= 6 for stored in page.events)
        everything = reader.page(grant, HistoryQuery(Direction.LATEST, 2))
        assert [stored.seq for stored in everything.events] == [3, 4, 5, 6]
        assert reader.page(Grant(LOBBY, 6, 5), HistoryQuery(Direction.LATEST, 2)).events == ()

    def test_events_are_read_when_they_are_wanted(self, log: Log, reader: Reader) -> None:
        """In the order in which they happened, to the limit, both ways, and as anchors."""
        wanted = [joining(1, at_ms=1), message(2, at_ms=2), joining(3, at_ms=3)]
        committed(log, *wanted, message(4, at_ms=4), joining(5, at_ms=5))

        def ids(direction: Direction, limit: int = 10, **anchor: Any) -> list[Id]:
            page = reader.page(Grant(LOBBY), HistoryQuery(direction, limit, **anchor))
            return [stored.record.id for stored in page.events]

        assert ids(Direction.LATEST) == [2, 4]
        assert ids(Direction.LATEST, events=True) == [1, 2, 3, 4, 5]
        assert ids(Direction.LATEST, 2, events=True) == [4, 5]
        assert ids(Direction.AFTER, 3, at_ms=1, events=True) == [2, 3, 4]
        assert ids(Direction.BEFORE, 2, msgid=5, events=True) == [3, 4]
        assert ids(Direction.AROUND, 3, msgid=3, events=True) == [2, 3, 4]
        assert ids(Direction.AFTER, since=3) == [4]
        assert ids(Direction.BETWEEN, msgid=5, until_ms=2, events=True) == [3, 4]

    def test_it_does_what_a_list_would(self) -> None:
        """Any sequence of appends, failures, erasures, snapshots and restarts; pages throughout."""
        contract = self

        class Machine(LogMachine):
            def open(self, folder: Path) -> Log:
                return contract.open(folder)

            def fail_next(self, log: Log) -> None:
                contract.fail_next(log, "planned")

        run_state_machine_as_test(
            Machine, settings=settings(max_examples=40, stateful_step_count=15)
        )
