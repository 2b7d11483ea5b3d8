"""SqliteReader: what the contract does not say. Pages and recall are tested there."""

import sqlite3
import threading
from pathlib import Path

import pytest

from tests.eventlog.contract import committed, texts
from tests.eventlog.samples import message
from veche.core.commands import Direction
from veche.eventlog import reader as module
from veche.eventlog.base import LogError
from veche.eventlog.reader import SqliteReader
from veche.eventlog.sqlite import SqliteLog


def test_it_cannot_write(tmp_path: Path) -> None:
    """The connection is read-only."""
    log = SqliteLog(tmp_path / "veche.db")
    reader = SqliteReader(tmp_path / "veche.db")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.rows("DELETE FROM events")
    reader.close()
    log.close()


def test_strange_paths(tmp_path: Path) -> None:
    """A path is a path, whatever it would mean in a URI."""
    folder = tmp_path / "who? 100% #1 данные"
    folder.mkdir()
    log = SqliteLog(folder / "veche.db")
    committed(log, message(1))
    reader = SqliteReader(folder / "veche.db")
    assert texts(reader, Direction.LATEST) == ["hello"]
    reader.close()
    log.close()


def test_it_sees_each_commit_from_another_thread(tmp_path: Path) -> None:
    """No transaction is left open, so the next page is as new as can be."""
    log = SqliteLog(tmp_path / "veche.db")
    reader = log.reader()
    seen: list[list[str]] = []
    for number in range(1, 4):
        committed(log, message(number, f"m{number}"))
        thread = threading.Thread(target=lambda: seen.append(texts(reader, Direction.LATEST)))
        thread.start()
        thread.join()
    assert seen == [["m1"], ["m1", "m2"], ["m1", "m2", "m3"]]
    assert log._checkpoint("TRUNCATE")[0] == 0
    reader.close()
    log.close()


def test_a_damaged_row_is_a_log_error(tmp_path: Path) -> None:
    """As when loading."""
    log = SqliteLog(tmp_path / "veche.db")
    committed(log, message(1, key=b"k"))
    log._database.execute("UPDATE events SET payload = 'no json'")
    reader = log.reader()
    with pytest.raises(LogError, match="Record 1"):
        texts(reader, Direction.LATEST)
    with pytest.raises(LogError, match="Record 1"):
        reader.recall(5, b"k", 0)
    log._database.execute("DROP TABLE bodies")
    with pytest.raises(LogError, match="damaged"):
        texts(reader, Direction.LATEST)
    reader.close()
    log.close()


def test_every_query_goes_by_an_index(tmp_path: Path) -> None:
    """Nothing is scanned and nothing is sorted, at any size."""
    log = SqliteLog(tmp_path / "veche.db")
    queries = {
        module._OLDEST: 4,
        module._NEWEST: 4,
        module._OTHERS_OLDEST: 4,
        module._OTHERS_NEWEST: 4,
        module._OTHER_MARK: 2,
        module._POS_OF: 1,
        module._SEQ_OF: 2,
        module._MARK: 2,
        module._RECALL: 3,
        module._FIND: 1,
        module._EDITS: 3,
    }
    for query, parameters in queries.items():
        plan = log._database.execute(f"EXPLAIN QUERY PLAN {query}", (1,) * parameters).fetchall()
        steps = [row[3] for row in plan]
        assert steps
        assert all(step.startswith("SEARCH") for step in steps), steps
    log.close()
