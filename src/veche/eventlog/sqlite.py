"""The log in a SQLite file: appending, snapshots, erasure, checkpoints.

Owns the one writing connection: nobody else writes or checkpoints, which also
keeps clear of the WAL-reset bug of SQLite before 3.51.3, for that needs two.
Knows no thread: whoever calls makes sure it is one at a time.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from veche.core.events import MessageSent, Record, Stored
from veche.core.ids import Id, Pos, Seq
from veche.eventlog.base import AppendFailed, Done, LogError, Reader, Snapshot
from veche.eventlog.codec import CODEC, Codec, EventRow
from veche.eventlog.reader import COLUMNS, SqliteReader
from veche.eventlog.schema import explained, open_database
from veche.eventlog.statements import insert

CHECKPOINT_PAGES = 8_000  # about 32 MB of write-ahead log
_SEQS_KEPT = 65_536  # conversations whose newest sequence number is remembered
_LOAD_ROWS = 1_000  # read at a time, so that no transaction is long

# The frame that makes a transaction count is written last, so these errors come before it.
_NOT_WRITTEN = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY)

_LOAD = f"""
    SELECT {COLUMNS} FROM events LEFT JOIN bodies ON bodies.pos = events.pos
    WHERE events.pos > ? ORDER BY events.pos LIMIT {_LOAD_ROWS}"""
_NEWEST_SEQ = """
    SELECT max(
        ifnull((SELECT max(seq) FROM events INDEXED BY message_by_seq
            WHERE conversation = ?1 AND kind = 'message-sent'), 0),
        ifnull((SELECT max(seq) FROM events INDEXED BY other_by_seq
            WHERE conversation = ?1 AND kind <> 'message-sent'), 0))"""
_ERASED = "FROM events WHERE id IN (SELECT value FROM json_each(?))"
_ERASE = f"""
    UPDATE bodies SET body = zeroblob(length(CAST(body AS BLOB)))
    WHERE typeof(body) = 'text' AND pos IN (SELECT pos {_ERASED})"""
_ERASE_SNAPSHOT = f"""
    DELETE FROM snapshots
    WHERE EXISTS (SELECT 1 {_ERASED} AND kind <> '{MessageSent.kind}')"""


class SqliteLog:
    """An `EventLog`."""

    pause_s = 0.1
    """Between two attempts to make a failed commit certain."""

    def __init__(self, path: Path, codec: Codec = CODEC) -> None:
        """Opens the file, made or migrated where need be; raises LogError when it cannot."""
        self._path = path
        self._codec = codec
        self._database = open_database(path)
        self._seqs: dict[Id, Seq] = {}
        self._wal_pages = 0  # written since the last checkpoint, estimated
        self._erasing: list[Callable[[], None]] = []  # told when the checkpoint is through
        try:
            with explained(path):
                self._last = self._number("SELECT ifnull(max(pos), 0) FROM events")
                self._last_id = self._number("SELECT ifnull(max(id), 0) FROM events")
        except LogError:
            self._database.close()
            raise

    def load(self) -> tuple[Snapshot | None, Iterator[Stored]]:
        """As `EventLog.load`."""
        with explained(self._path):
            found = self._database.execute(
                "SELECT pos, version, data FROM snapshots ORDER BY pos DESC LIMIT 1"
            ).fetchall()
        snapshot = Snapshot(*found[0]) if found else None
        after = snapshot.pos if snapshot else 0
        if after > self._last:
            raise LogError(f"{self._path} ends before its snapshot was taken: restore a backup")
        return snapshot, self.records(after)

    def records(self, after: Pos = 0) -> Iterator[Stored]:
        """Every record after this position, in order: for a hub that cannot use the snapshot.

        Raises LogError at a record that is missing, unknown or damaged.
        """
        while after < self._last:
            with explained(self._path):
                rows = self._database.execute(_LOAD, (after,)).fetchall()
            if not rows:
                raise self._missing(after + 1)
            for row in rows:
                stored = self._codec.decode(row)
                after += 1
                if stored.pos != after:
                    raise self._missing(after)
                yield stored

    def _missing(self, pos: Pos) -> LogError:
        return LogError(f"{self._path} is damaged, record {pos} is missing: restore a backup")

    @property
    def last(self) -> Pos:
        """As `EventLog.last`."""
        return self._last

    @property
    def last_id(self) -> Id:
        """As `EventLog.last_id`."""
        return self._last_id

    def append(self, records: Sequence[Record], expected: Pos, done: Done) -> None:
        """As `EventLog.append`; calls `done` before it returns.

        Returns late when a commit failed in such a way that its outcome is not
        known: not before it is.
        """
        if expected != self._last:
            done(AppendFailed(f"the log is at position {self._last}, not at {expected}"))
            return
        if not records:
            done(())
            return
        seqs: dict[Id, Seq] = {}
        committing = False
        try:
            stored, rows, bodies = self._number_all(records, seqs)
            alone = (s for s in stored if s.seq is None)  # what has a number has its place
            touches = [(place, s.pos) for s in alone for place in s.record.event.touches]
            self._database.execute("BEGIN IMMEDIATE")
            insert(self._database, "events", rows)
            insert(self._database, "bodies", bodies)
            insert(self._database, "touches", touches)
            committing = True
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            certain = not committing or _primary_code(error) in _NOT_WRITTEN
            if not self._is_stored_after_all(expected + len(records), certain):
                done(AppendFailed(str(error)))
                return
        self._last += len(records)
        self._last_id = max(self._last_id, *(record.id for record in records))
        if len(self._seqs) > _SEQS_KEPT:
            self._seqs.clear()
        self._seqs.update(seqs)
        done(stored)
        # A page for each 8 rows and each conversation, and the ends of the other trees.
        self._tend(len(records) // 8 + len(seqs) + 6)

    def _number_all(
        self, records: Sequence[Record], seqs: dict[Id, Seq]
    ) -> tuple[list[Stored], list[EventRow], list[tuple[Pos, str | bytes]]]:
        """The records as they will be stored, and as rows; `seqs`: the newest numbers then."""
        stored: list[Stored] = []
        rows: list[EventRow] = []
        bodies: list[tuple[Pos, str | bytes]] = []
        encode = self._codec.encode
        pos = self._last
        for record in records:
            pos += 1
            seq = None
            conversation = record.conversation
            if conversation is not None:
                newest = seqs.get(conversation)
                seq = seqs[conversation] = 1 + (
                    self._newest_seq(conversation) if newest is None else newest
                )
            row, body = encode(pos, seq, record)
            rows.append(row)
            if body is not None:
                bodies.append((pos, body))
            stored.append(Stored(pos, seq, record))
        return stored, rows, bodies

    def _newest_seq(self, conversation: Id) -> Seq:
        known = self._seqs.get(conversation)
        return self._number(_NEWEST_SEQ, conversation) if known is None else known

    def _is_stored_after_all(self, last: Pos, certain: bool) -> bool:
        """After an error: whether the log ends at `last` nevertheless, for ever.

        A commit that failed at its fsync leaves all its frames in the
        write-ahead log: this connection has forgotten them, but a restart
        would find them valid and bring back what was refused. Any later commit
        overwrites them, so unless it is `certain` that they were not written, a
        small one must succeed before anything is said. Meanwhile the hub
        notices the silence and serves read-only.
        """
        while True:
            with suppress(sqlite3.Error):
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                if self._number("SELECT ifnull(max(pos), 0) FROM events") == last:
                    return True
                if not certain:
                    # Writes the first page, though nothing in it changes.
                    version = self._number("PRAGMA user_version")
                    self._database.execute(f"PRAGMA user_version = {version}")
                return False
            time.sleep(self.pause_s)

    def save(self, snapshot: Snapshot) -> None:
        """As `EventLog.save`. One is kept: the newest."""
        with explained(self._path), self._transaction():
            self._database.execute("DELETE FROM snapshots WHERE pos <= ?", (snapshot.pos,))
            self._database.execute(
                "INSERT INTO snapshots SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM snapshots)",
                msgspec.structs.astuple(snapshot),
            )
        self._tend(len(snapshot.data) // 4096 + 4)

    def erase(self, ids: Sequence[Id], done: Callable[[], None]) -> None:
        """As `EventLog.erase`; while a reader is in the way, `done` comes with a later `tend`.

        A body is overwritten where it lies, by as many zeros, and its row
        stays. Deleting rows would make SQLite move their neighbours, and
        `secure_delete` does not wipe where those were: their text could be
        found there after their own erasure. A snapshot may hold nicks and
        topics, so it goes when anything but a message is erased. Raises
        LogError when the file cannot be written; nothing is erased then.
        """
        wanted = msgspec.json.encode(ids).decode()
        with explained(self._path), self._transaction():
            self._database.execute(_ERASE, (wanted,))
            self._database.execute(_ERASE_SNAPSHOT, (wanted,))
        self._erasing.append(done)
        self.tend()

    def tend(self) -> None:
        """Finish what had to wait. To be called now and then; append and save do so too."""
        if not self._erasing:
            return
        with suppress(sqlite3.Error):
            busy, _, _ = self._checkpoint("TRUNCATE")
            if not busy:
                waiting, self._erasing = self._erasing, []
                for done in waiting:
                    done()

    def _tend(self, pages: int) -> None:
        """After a transaction of about so many pages."""
        self._wal_pages += pages
        if self._wal_pages >= CHECKPOINT_PAGES and not self._erasing:
            with suppress(sqlite3.Error):  # tried again after the next batch
                self._checkpoint("PASSIVE")
        self.tend()

    def _checkpoint(self, mode: str) -> tuple[int, int, int]:
        """Move the write-ahead log into the database: whether busy, pages in it, pages moved."""
        busy, pages, moved = self._database.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()[0]
        self._wal_pages = pages - moved
        return busy, pages, moved

    def reader(self) -> Reader:
        """A reader of this log, for a thread of its own. Raises LogError."""
        return SqliteReader(self._path, self._codec)

    def close(self) -> None:
        """As `EventLog.close`. Close the readers before, and the write-ahead log goes as well."""
        with explained(self._path):
            self._database.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All of what is in its block, or nothing."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    def _number(self, query: str, *parameters: object) -> int:
        value: int = self._database.execute(query, parameters).fetchall()[0][0]
        return value


def _primary_code(error: sqlite3.Error) -> int:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF
