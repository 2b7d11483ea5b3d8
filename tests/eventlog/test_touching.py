"""What the SQLite log finds again by the conversations that it touches."""

import sqlite3
from pathlib import Path

import pytest

from tests.eventlog.contract import append, committed
from tests.eventlog.samples import message
from tests.eventlog.test_merging import HERE, THERE, quitting, renaming
from veche.eventlog.messages import Mark
from veche.eventlog.paging import END
from veche.eventlog.reader import SqliteReader
from veche.eventlog.sqlite import SqliteLog
from veche.eventlog.touching import Touching


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log: in HERE a message and two that touch it, of which one also touches THERE."""
    path = tmp_path / "veche.db"
    log = SqliteLog(path)
    log.load()
    committed(log, message(10), quitting(20, HERE, THERE, at_ms=1_001))
    committed(log, renaming(30, HERE, at_ms=1_002), quitting(40, at_ms=1_003))
    log.close()
    return path


def test_what_is_where(path: Path) -> None:
    """By position, both ways, and no number of the conversation is used up."""
    reader = SqliteReader(path)
    here, there, nowhere = (Touching(reader, conversation) for conversation in (HERE, THERE, 9))
    assert [stored.record.id for stored in here.oldest(1, END, 10)] == [20, 30]
    assert [stored.record.id for stored in here.newest(1, END, 10)] == [30, 20]
    assert [stored.record.id for stored in here.newest(1, END, 1)] == [30]
    assert [(stored.pos, stored.seq) for stored in there.oldest(1, END, 10)] == [(2, None)]
    assert nowhere.oldest(1, END, 10) == []
    assert (here.seq_of(20), here.seq_of(30), there.seq_of(30)) == (2, 3, None)
    assert (here.seq_of(10), here.pos_of(10), here.pos_of(99)) == (None, 1, None)
    assert (here.mark(1), here.mark(3)) == (Mark(2, 2, 1_001), Mark(3, 3, 1_002))
    assert here.mark(4) is None
    reader.close()


def test_what_was_erased_is_still_a_place(path: Path) -> None:
    """It is in no page, and a page can be asked from it."""
    log = SqliteLog(path)
    log.load()
    log.erase([20], lambda: None)
    reader = log.reader()
    assert isinstance(reader, SqliteReader)
    here = Touching(reader, HERE)
    assert [stored.record.id for stored in here.oldest(1, END, 10)] == [30]
    assert (here.seq_of(20), here.mark(1)) == (2, Mark(2, 2, 1_001))
    reader.close()
    log.close()


def test_all_or_nothing(path: Path) -> None:
    """What is refused has touched nothing."""
    log = SqliteLog(path)
    log.load()
    append(log, [quitting(50, HERE)], expected=2)
    log.close()
    database = sqlite3.connect(path)
    rows = database.execute("SELECT conversation, pos FROM touches ORDER BY 1, 2").fetchall()
    database.close()
    assert rows == [(HERE, 2), (HERE, 3), (THERE, 2)]
