"""The database file: whose it is, its migrations, and the words for a file that cannot be used."""

import sqlite3
from pathlib import Path

import pytest

from tests.eventlog.contract import committed
from tests.eventlog.samples import LOBBY, message
from tests.eventlog.test_merging import quitting
from veche.core.commands import Direction, HistoryQuery
from veche.core.replies import Grant
from veche.eventlog import schema
from veche.eventlog.base import LogError
from veche.eventlog.codec import CODEC
from veche.eventlog.schema import APPLICATION_ID, STEPS, explained, open_database, open_reading
from veche.eventlog.sqlite import SqliteLog
from veche.eventlog.statements import insert


def test_a_new_file_is_marked_as_ours(tmp_path: Path) -> None:
    """Identity and schema version stand in the file's header."""
    path = tmp_path / "veche.db"
    SqliteLog(path).close()
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big") == b"Vech"
    assert path.read_bytes()[60:64] == len(STEPS).to_bytes(4, "big")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["veche.db"]


def test_how_it_is_written(tmp_path: Path) -> None:
    """Every commit is synced, checkpoints are ours, and what is deleted is overwritten."""
    database = open_database(tmp_path / "veche.db")
    settings = ("journal_mode", "synchronous", "wal_autocheckpoint", "secure_delete")
    values = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in settings]
    assert values == ["wal", 2, 0, 1]
    database.close()


def test_every_step_is_taken_once(tmp_path: Path) -> None:
    """Each time a file is opened, it is led to the newest schema with its records."""
    path = tmp_path / "veche.db"
    log = SqliteLog(path)
    stored = committed(log, message(1), message(2))
    log.close()
    second = "ALTER TABLE events ADD COLUMN shade TEXT; UPDATE events SET shade = 'blue'"
    third = "CREATE TABLE notes (pos INTEGER PRIMARY KEY); INSERT INTO notes SELECT pos FROM events"
    for _ in range(2):
        database = open_database(path, (*STEPS, second, third))
        assert database.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 2,)
        assert database.execute("SELECT shade FROM events").fetchall() == [("blue",)] * 2
        assert database.execute("SELECT pos FROM notes").fetchall() == [(1,), (2,)]
        database.close()
    assert [record.pos for record in stored] == [1, 2]
    known = len(STEPS)
    newer = rf"newer version of Veche \(schema {known + 2}, this one knows {known}\)"
    with pytest.raises(LogError, match=newer):
        SqliteLog(path)


def test_a_log_of_the_first_schema_is_read(tmp_path: Path) -> None:
    """Its departures name no channels; those that come after it do."""
    path = tmp_path / "veche.db"
    database = open_database(path, STEPS[:1])
    for pos, record in enumerate((message(1), quitting(2), message(3)), 1):
        row, body = CODEC.encode(pos, pos if record.conversation else None, record)
        insert(database, "events", [row])
        insert(database, "bodies", [(pos, body)])
    database.execute("""UPDATE events SET version = 2, payload = '{"user":5}' WHERE pos = 2""")
    database.close()
    log = SqliteLog(path)
    assert [stored.record.id for stored in log.load()[1]] == [1, 2, 3]
    committed(log, quitting(4, LOBBY))
    reader = log.reader()
    page = reader.page(Grant(LOBBY), HistoryQuery(Direction.LATEST, 9, events=True))
    assert [stored.record.id for stored in page.events] == [1, 3, 4]
    reader.close()
    log.close()


def test_a_step_that_fails_leaves_the_schema_before_it(tmp_path: Path) -> None:
    """The step is one transaction; the one before it stays taken."""
    path = tmp_path / "veche.db"
    bad = "CREATE TABLE half (pos INTEGER); INSERT INTO nowhere VALUES (1)"
    with pytest.raises(LogError, match="nowhere"):
        open_database(path, (*STEPS, bad))
    database = open_database(path)
    assert database.execute("SELECT name FROM sqlite_schema WHERE name = 'half'").fetchall() == []
    database.close()


@pytest.mark.parametrize("mark", ["PRAGMA application_id = 77", "PRAGMA user_version = 3", ""])
def test_another_programs_database(tmp_path: Path, mark: str) -> None:
    """It is refused and not changed by a byte."""
    path = tmp_path / "veche.db"
    database = sqlite3.connect(path)
    database.executescript(f"{mark}; CREATE TABLE bookmarks (url TEXT);")
    database.close()
    before = path.read_bytes()
    with pytest.raises(LogError, match="another program's database: choose another data directory"):
        SqliteLog(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["veche.db"]


def test_no_database_at_all(tmp_path: Path) -> None:
    """A file of something else is refused and not changed."""
    path = tmp_path / "veche.db"
    path.write_bytes(b"Dear diary, " * 1_000)
    with pytest.raises(LogError, match="not a log of Veche"):
        SqliteLog(path)
    assert path.read_bytes() == b"Dear diary, " * 1_000


def test_an_empty_file_becomes_a_log(tmp_path: Path) -> None:
    """As after a crash right after the file was made."""
    path = tmp_path / "veche.db"
    path.touch()
    SqliteLog(path).close()
    SqliteLog(path).close()


def test_a_header_without_tables(tmp_path: Path) -> None:
    """A file that says it is ours, and is not, is called damaged."""
    path = tmp_path / "veche.db"
    database = sqlite3.connect(path)
    database.executescript(
        f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {len(STEPS)};"
    )
    database.close()
    with pytest.raises(LogError, match="damaged"):
        SqliteLog(path)


def test_no_directory(tmp_path: Path) -> None:
    """Where nothing can be made, it says so."""
    for path in (tmp_path / "missing" / "veche.db", tmp_path):
        with pytest.raises(LogError, match="cannot be opened"):
            SqliteLog(path)
    with pytest.raises(LogError, match="cannot be opened"):
        open_reading(tmp_path / "missing.db").execute("SELECT 1")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (sqlite3.SQLITE_FULL, "make room"),
        (sqlite3.SQLITE_BUSY, "another program"),
        (sqlite3.SQLITE_IOERR_FSYNC, "check the disk"),
        (sqlite3.SQLITE_PERM, "permissions"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "restore a backup"),
    ],
)
def test_every_error_has_a_way_out(tmp_path: Path, code: int, says: str) -> None:
    """One sentence, with the file's name and what to do."""
    error = sqlite3.OperationalError("planned")
    error.sqlite_errorcode = code
    with pytest.raises(LogError, match=says) as caught, explained(tmp_path / "veche.db"):
        raise error
    assert str(caught.value).startswith(str(tmp_path / "veche.db"))
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    """Found by a writing transaction, whatever else could be read."""
    path = tmp_path / "veche.db"
    log = SqliteLog(path)
    reading = open_reading(path)
    with pytest.raises(LogError, match="cannot be written: check its owner"), explained(path):
        reading.execute("DELETE FROM events")
    reading.close()
    log.close()


def test_our_own_mistakes_are_not_explained_away(tmp_path: Path) -> None:
    """Using a closed connection is no fault of the file."""
    database = open_database(tmp_path / "veche.db")
    database.close()
    with pytest.raises(sqlite3.ProgrammingError), explained(tmp_path / "veche.db"):
        database.execute("SELECT 1")


def test_released_steps_do_not_change() -> None:
    """Files in the world are at one of these; a new schema is a new step."""
    assert schema.STEPS[0].count("CREATE TABLE") == 3
