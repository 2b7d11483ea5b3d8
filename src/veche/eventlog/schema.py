"""The database file of the log: its tables, whose file it is, and the steps from older schemas.

Owns the file's identity, its migrations and the words for a file that cannot
be used. Knows nothing of records.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from veche.eventlog.base import LogError

APPLICATION_ID = 0x56656368  # "Vech": `file` and our own checks tell the log by it
BUSY_S = 0.5  # how long the writer waits for readers, which are never long

_FIRST = """
CREATE TABLE events (
    pos INTEGER PRIMARY KEY,
    id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    conversation INTEGER,
    seq INTEGER,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT NOT NULL,
    author INTEGER,
    key BLOB,
    digest BLOB
);
-- TEXT; once erased a BLOB of as many zeros; an empty one where there never was a text.
-- Rows are never deleted: see SqliteLog.erase.
CREATE TABLE bodies (pos INTEGER PRIMARY KEY, body NOT NULL);
CREATE TABLE snapshots (pos INTEGER PRIMARY KEY, version INTEGER NOT NULL, data BLOB NOT NULL);
CREATE UNIQUE INDEX event_by_id ON events (id);
-- Two indexes, each record in at most one of them: a page never wades through joins and parts,
-- and writing costs no more than with one.
CREATE UNIQUE INDEX message_by_seq ON events (conversation, seq) WHERE kind = 'message-sent';
CREATE UNIQUE INDEX other_by_seq ON events (conversation, seq)
    WHERE conversation IS NOT NULL AND kind <> 'message-sent';
CREATE INDEX event_by_key ON events (author, key, pos) WHERE key IS NOT NULL;
"""

_TOUCHES = """
-- Records without a place in any one conversation (NICK, QUIT), by those that they are read with.
CREATE TABLE touches (
    conversation INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    PRIMARY KEY (conversation, pos)
) WITHOUT ROWID;
"""

STEPS: Sequence[str] = (_FIRST, _TOUCHES)
"""Step i leads from schema i to schema i + 1. A step is never changed once it is released."""


def open_database(path: Path, steps: Sequence[str] = STEPS) -> sqlite3.Connection:
    """The writing connection to the log at `path`, made or migrated where need be.

    It may be used by any thread, one at a time; transactions are the caller's.
    Raises LogError, and leaves a file that is not ours as it was.
    """
    with explained(path):
        database = sqlite3.connect(
            path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )
        try:
            _identify(database, path, len(steps))
            # What is left of an erasure that a crash cut short goes with this checkpoint as well.
            database.executescript(
                """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA secure_delete = ON;
                PRAGMA cache_size = -16384; -- KiB
                PRAGMA wal_checkpoint(TRUNCATE);
                BEGIN IMMEDIATE; ROLLBACK; -- on a read-only file: fails now, not at an append
                """
            )
            _migrate(database, steps)
        except BaseException:
            database.close()
            raise
    return database


def open_reading(path: Path) -> sqlite3.Connection:
    """A read-only connection to the log at `path`, which a writer has opened before.

    It may be used by any thread, one at a time. Raises LogError.
    """
    with explained(path):
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=BUSY_S,
            isolation_level=None,
            check_same_thread=False,
        )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the file into a LogError: one sentence with a way out."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # our own mistake, such as using a closed connection
    except sqlite3.Error as error:
        raise LogError(_explain(error, path)) from error


def _explain(error: sqlite3.Error, path: Path) -> str:
    # An extended code such as SQLITE_CORRUPT_INDEX has the primary one as its low byte. Errors
    # that Python itself finds (text that is not UTF-8) have none.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return f"{path} is not a log of Veche: choose another data directory, or move it away"
    if code == sqlite3.SQLITE_CANTOPEN:
        return f"{path} cannot be opened: check that its directory exists and is yours"
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return f"{path} cannot be written: check its owner and permissions"
    if code == sqlite3.SQLITE_FULL:
        return f"{path} cannot be written, the disk is full: make room and start again"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"{path} is in use by another program: stop that program and start again"
    if code == sqlite3.SQLITE_IOERR:
        return f"{path} cannot be read or written ({error}): check the disk"
    return f"{path} is damaged ({error}): restore a backup, or choose another data directory"


def _identify(database: sqlite3.Connection, path: Path, newest: int) -> None:
    """Raise LogError unless the file is empty or a log that we can read. Changes nothing."""
    owner = _number(database, "PRAGMA application_id")
    version = _number(database, "PRAGMA user_version")
    tables = _number(database, "SELECT count(*) FROM sqlite_schema")
    if owner != APPLICATION_ID and (owner or version or tables):
        raise LogError(
            f"{path} is another program's database: choose another data directory, or move it away"
        )
    if version > newest:
        raise LogError(
            f"{path} was written by a newer version of Veche (schema {version}, this one knows "
            f"{newest}): start that version, or restore a backup"
        )


def _migrate(database: sqlite3.Connection, steps: Sequence[str]) -> None:
    """Take the steps that the file has not seen; each is one transaction."""
    for version in range(_number(database, "PRAGMA user_version"), len(steps)):
        try:
            database.executescript(
                f"BEGIN IMMEDIATE; {steps[version]}; PRAGMA application_id = {APPLICATION_ID};"
                f"PRAGMA user_version = {version + 1}; COMMIT;"
            )
        except sqlite3.Error:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise


def _number(database: sqlite3.Connection, query: str) -> int:
    value: int = database.execute(query).fetchone()[0]
    return value
