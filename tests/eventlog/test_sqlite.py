"""SqliteLog: the contract, and what a file adds: failing disks, erasure, checkpoints, damage."""

import re
import sqlite3
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.eventlog.contract import Log, LogContract, append, committed
from tests.eventlog.samples import joining, message
from veche.core.events import Record, TopicSet
from veche.eventlog import sqlite as module
from veche.eventlog.base import AppendFailed, LogError, Snapshot
from veche.eventlog.sqlite import SqliteLog


class FaultyDatabase:
    """Stands before a log's connection: the first statement that begins like this fails."""

    def __init__(
        self, log: SqliteLog, beginning: str, error: sqlite3.Error, *, carried_out: bool = False
    ) -> None:
        self._database = log._database
        self._beginning = beginning
        self._error = error
        self._carried_out = carried_out
        self.happened = False
        log._database = self  # type: ignore[assignment]

    def execute(self, statement: str, *parameters: Any) -> sqlite3.Cursor:
        if not self.happened and statement.strip().startswith(self._beginning):
            self.happened = True
            if self._carried_out:
                self._database.execute(statement, *parameters)
            raise self._error
        return self._database.execute(statement, *parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "veche.db"


@pytest.fixture
def log(path: Path) -> Any:
    log = SqliteLog(path)
    yield log
    log.close()


class TestSqliteLog(LogContract):
    """The commit itself fails, in the way that leaves the outcome open."""

    def open(self, folder: Path) -> Log:
        return SqliteLog(folder / "veche.db")

    def fail_next(self, log: Log, reason: str) -> None:
        assert isinstance(log, SqliteLog)
        FaultyDatabase(log, "COMMIT", sqlite3.OperationalError(reason))


@pytest.mark.parametrize(
    "beginning",
    ["BEGIN", "INSERT INTO events", "INSERT INTO bodies", "COMMIT", "SELECT max("],
)
def test_any_step_may_fail(log: SqliteLog, beginning: str) -> None:
    """Nothing is left of the batch, and the next one goes through."""
    committed(log, message(1))
    FaultyDatabase(log, beginning, sqlite3.OperationalError("planned"))
    assert append(log, [message(2, conversation=8)]) == AppendFailed("planned")
    stored = committed(log, message(3, conversation=8))
    assert (stored[0].pos, stored[0].seq) == (2, 1)


def test_a_commit_may_succeed_and_fail(log: SqliteLog) -> None:
    """What is there is there, whatever error came with it."""
    FaultyDatabase(log, "COMMIT", sqlite3.OperationalError("planned"), carried_out=True)
    assert [stored.pos for stored in committed(log, message(1))] == [1]
    assert log.last == 1


def test_nothing_is_said_before_it_is_certain(log: SqliteLog) -> None:
    """After a failed fsync the failed frames must be overwritten before the refusal."""
    log.pause_s = 0.001
    broken = sqlite3.OperationalError("still broken")
    faults = [FaultyDatabase(log, "PRAGMA user_version =", broken) for _ in range(3)]
    FaultyDatabase(log, "COMMIT", sqlite3.OperationalError("planned"))
    assert append(log, [message(1)]) == AppendFailed("planned")
    assert all(fault.happened for fault in faults)


def test_a_full_disk_is_certain(log: SqliteLog) -> None:
    """Nothing needs to be overwritten, which would have to wait for room."""
    full = sqlite3.OperationalError("planned")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    needless = FaultyDatabase(log, "PRAGMA user_version =", full)
    FaultyDatabase(log, "COMMIT", full)
    assert append(log, [message(1)]) == AppendFailed("planned")
    assert not needless.happened


def test_a_full_disk_and_room_again(log: SqliteLog) -> None:
    """The batch is refused at once; the next one is stored once there is room."""
    committed(log, message(1))
    pages = log._database.execute("PRAGMA page_count").fetchone()[0]
    log._database.execute(f"PRAGMA max_page_count = {pages}")
    batch = [message(number, "x" * 1_000) for number in range(10, 60)]
    failed = append(log, batch)
    assert isinstance(failed, AppendFailed)
    assert "full" in failed.reason
    assert log.last == 1
    assert [stored.record.id for stored in log.records()] == [1]
    log._database.execute(f"PRAGMA max_page_count = {pages + 1_000}")
    assert [stored.seq for stored in committed(log, *batch)] == list(range(2, 52))


def test_a_full_disk_when_saving(log: SqliteLog) -> None:
    """A snapshot that does not fit is refused; the one before it stays."""
    committed(log, message(1))
    log.save(Snapshot(0, 1, b"old"))
    log._database.execute("PRAGMA max_page_count = 1")
    with pytest.raises(LogError, match="disk is full"):
        log.save(Snapshot(1, 1, b"x" * 100_000))
    assert log.load()[0] == Snapshot(0, 1, b"old")


def test_big_batches(log: SqliteLog) -> None:
    """A batch is one transaction, whatever number of statements it takes."""
    sizes = (1, 32, 33, 500, 512, 513, 1_300)
    for start, size in enumerate(sizes):
        batch = [message((start + 1) * 10_000 + number) for number in range(size)]
        assert len(committed(log, *batch)) == size
    assert [stored.pos for stored in log.records()] == list(range(1, sum(sizes) + 1))
    assert log._number("SELECT count(*) FROM bodies") == sum(sizes)


def test_the_write_ahead_log_is_kept_short(
    log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is moved into the database between batches, and its space used again."""
    monkeypatch.setattr(module, "CHECKPOINT_PAGES", 50)
    for batch in range(60):
        committed(log, *(message(batch * 20 + number, "x" * 500) for number in range(1, 21)))
    assert (path.parent / "veche.db-wal").stat().st_size < 200 * 4096


def test_forgotten_counters_are_read_again(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every conversation there ever was is kept in memory."""
    monkeypatch.setattr(module, "_SEQS_KEPT", 3)
    for number in range(1, 41):
        committed(log, (message if number % 3 else joining)(number, conversation=number % 8))
    stored = committed(log, *(message(100 + n, conversation=n) for n in range(8)))
    assert [one.seq for one in stored] == [6] * 8


def found_in_files(folder: Path, secrets: set[bytes]) -> set[bytes]:
    """Which of them can be read in any file of the folder."""
    found = set()
    for file in folder.iterdir():
        found.update(set(re.findall(rb"<secret\d+>", file.read_bytes())) & secrets)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_erased_text_is_in_no_file(log: SqliteLog, tmp_path: Path, seed: int) -> None:
    """Neither in the database nor in the write-ahead log, in whatever order neighbours go."""
    random = Random(seed)
    secrets = {number: f"<secret{number}>".encode() for number in range(1, 1_001)}
    for start in range(1, 1_001, 50):
        sizes = [random.choice((10, 60, 90, 300, 1_000, 6_000)) for _ in range(50)]
        numbers = range(start, start + 50)
        texts = [f"<secret{n}>{'x' * size}" for n, size in zip(numbers, sizes, strict=True)]
        committed(log, *(message(n, text) for n, text in zip(numbers, texts, strict=True)))
    assert found_in_files(tmp_path, set(secrets.values())) == set(secrets.values())
    left = list(secrets)
    random.shuffle(left)
    while left:
        told: list[str] = []
        for _ in range(8):
            few, left = left[: (size := random.choice((1, 5, 100)))], left[size:]
            log.erase(few, partial(told.append, "erased"))
        assert told == ["erased"] * 8
        kept = {secrets[number] for number in left}
        assert found_in_files(tmp_path, set(secrets.values())) == kept


def test_an_erased_body_lies_where_it_was(log: SqliteLog) -> None:
    """As many zeros, same row: else SQLite moves neighbours, and leaves their text behind."""
    committed(log, message(1, "Привет"), message(2, "x" * 10_000), message(3))
    size = "SELECT sum(length(CAST(body AS BLOB))) FROM bodies"
    before = log._number(size)
    log.erase([1, 2], lambda: None)
    assert log._number(size) == before
    erased = "SELECT group_concat(pos) FROM bodies WHERE body = zeroblob(length(body))"
    assert log._database.execute(erased).fetchall() == [("1,2",)]


def test_nicks_and_topics_are_erased_with_the_snapshot(log: SqliteLog, tmp_path: Path) -> None:
    """The snapshot holds them as well, so it goes."""
    topic = Record(1, 5, 7, TopicSet(5, 7), message(1, "<secret1>").body)
    committed(log, topic)
    log.save(Snapshot(1, 1, b"<secret1>" * 2_000))
    log.erase([1], lambda: None)
    assert found_in_files(tmp_path, {b"<secret1>"}) == set()


def test_a_reader_in_the_way_delays_the_erasure(log: SqliteLog, path: Path, tmp_path: Path) -> None:
    """`done` waits until nothing is left, and comes with a later call."""
    committed(log, message(1, "<secret1>"))
    log._database.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM bodies").fetchall()
    told: list[str] = []
    log.erase([1], lambda: told.append("erased"))
    committed(log, message(2))
    assert told == []
    other.execute("COMMIT")
    other.close()
    log.tend()
    assert told == ["erased"]
    assert found_in_files(tmp_path, {b"<secret1>"}) == set()
    log.tend()
    assert told == ["erased"]


def test_an_erasure_that_cannot_be_written(log: SqliteLog) -> None:
    """It is refused, and nothing is half erased."""
    committed(log, message(1, "kept"), message(2))
    FaultyDatabase(log, "COMMIT", sqlite3.OperationalError("planned"))
    with pytest.raises(LogError):
        log.erase([1, 2], lambda: pytest.fail("nothing is erased"))
    assert all(stored.record.body is not None for stored in log.records())
    committed(log, message(3))
