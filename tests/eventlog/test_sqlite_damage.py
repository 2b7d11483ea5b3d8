"""SqliteLog on a file that was harmed: it explains, and never guesses."""

import sqlite3
from pathlib import Path

import pytest

from tests.eventlog.contract import committed
from tests.eventlog.samples import message
from veche.core.events import Stored
from veche.eventlog.base import LogError, Snapshot
from veche.eventlog.sqlite import SqliteLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "veche.db"


def harm(path: Path, statement: str) -> None:
    """Change a log behind its back."""
    database = sqlite3.connect(path)
    with database:
        database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DELETE FROM events WHERE pos = 2", "record 2 is missing"),
        ("DELETE FROM events WHERE pos = 1", "record 1 is missing"),
        ("UPDATE events SET kind = 'poll-opened' WHERE pos = 2", "Record 2 .*does not know"),
        ("UPDATE events SET version = 99 WHERE pos = 2", "Record 2 .*does not know"),
        ("UPDATE events SET payload = '{' WHERE pos = 2", "Record 2 .*damaged"),
        ("UPDATE bodies SET body = '[]' WHERE pos = 2", "Record 2 .*damaged"),
        ("UPDATE events SET at_ms = 'noon' WHERE pos = 2", "Record 2 .*damaged"),
        ("UPDATE events SET kind = CAST(x'ff' AS TEXT) WHERE pos = 2", "damaged"),
    ],
)
def test_a_record_that_cannot_be_read(path: Path, statement: str, says: str) -> None:
    """Loading stops there with one sentence that says what to do."""
    log = SqliteLog(path)
    committed(log, message(1), message(2), message(3))
    log.close()
    harm(path, statement)
    log = SqliteLog(path)
    with pytest.raises(LogError, match=says) as caught:
        list(log.load()[1])
    assert "restore a backup" in str(caught.value)
    log.close()


def test_the_end_of_the_log_is_gone(path: Path) -> None:
    """A snapshot of what is not there any more is not silently believed."""
    log = SqliteLog(path)
    committed(log, message(1), message(2))
    log.save(Snapshot(2, 1, b""))
    log.close()
    harm(path, "DELETE FROM events WHERE pos = 2")
    log = SqliteLog(path)
    with pytest.raises(LogError, match="ends before"):
        log.load()
    log.close()


@pytest.mark.parametrize(("start", "length"), [(0, 4096), (8, 40), (2_000, 100), (3_600, 496)])
def test_overwritten_bytes(path: Path, start: int, length: int) -> None:
    """Damage anywhere gives a LogError, unless every record can still be read as it was."""
    log = SqliteLog(path)
    for number in range(1, 200):
        committed(log, message(number, "x" * 200, key=b"k%d" % number))
    original = list(log.records())
    log.close()
    good = path.read_bytes()
    explained = 0
    for page in range(0, len(good), 4096):
        at = page + start
        path.write_bytes(good[:at] + b"\xa5" * length + good[at + length :])
        found = read_or_explained(path)
        assert found in (None, original)
        explained += found is None
    assert explained > 10


def read_or_explained(path: Path) -> list[Stored] | None:
    """All records, or None where a LogError came instead. No other error may."""
    try:
        log = SqliteLog(path)
    except LogError:
        return None
    try:
        return list(log.load()[1])
    except LogError:
        return None
    finally:
        log.close()
