"""Who brought which file, when, and how much each account has: SQLite, in a file of its own.

Owns that file. A row is what makes a file be there: it is written after the bytes are on the disk,
and goes before they do. Must not know where the bytes are.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from veche.core.ids import Id
from veche.server.data_dir import DataDirError

_VERSION = 1
_BUSY_S = 0.5
_SCHEMA = f"""
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS files (
    id TEXT PRIMARY KEY, extension TEXT NOT NULL, account INTEGER NOT NULL, owner TEXT NOT NULL,
    size INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, at_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_by_account ON files (account, size);
CREATE INDEX IF NOT EXISTS file_by_stamp ON files (at_ms);
PRAGMA user_version = {_VERSION};
COMMIT;
"""
_COLUMNS = "id, extension, account, owner, size, kind, name, at_ms"


class FilesError(DataDirError):
    """The files cannot be kept. The text is one sentence for the person who starts us."""


class File(msgspec.Struct, frozen=True):
    """One file. `kind` is the type and `name` the name that its owner gave; both may be made up.

    `size` counts bytes, `at_ms` is Unix time.
    """

    id: str
    extension: str
    account: Id
    owner: str
    size: int
    kind: str
    name: str
    at_ms: int

    @property
    def address(self) -> str:
        """The last part of its address, which nobody can guess."""
        return f"{self.id}.{self.extension}" if self.extension else self.id


class Usage(msgspec.Struct, frozen=True):
    """How many files there are, and their bytes together."""

    files: int
    size: int


class Catalogue:
    """Used by any thread. Raises FilesError when the file cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with self._explained():
            # SQLite gives what it puts beside a file the same mode.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            self._database = sqlite3.connect(
                path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
            )
            try:
                version = self._database.execute("PRAGMA user_version").fetchone()[0]
                if version not in (0, _VERSION):
                    raise sqlite3.DatabaseError("another version of Veche wrote it")
                self._database.executescript(_SCHEMA)
            except BaseException:
                self._database.close()
                raise

    def add(self, file: File) -> None:
        """From now on the file is there."""
        with self._used() as database:
            database.execute(
                f"INSERT INTO files ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                msgspec.structs.astuple(file),
            )

    def find(self, address: str) -> File | None:
        """The file at this address."""
        with self._used() as database:
            row = database.execute(
                f"SELECT {_COLUMNS} FROM files WHERE id = ?", (address.partition(".")[0],)
            ).fetchone()
        file = None if row is None else File(*row)
        return file if file is not None and file.address == address else None

    def remove(self, ids: Iterable[str]) -> None:
        """From now on these files are not there."""
        with self._used() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                database.executemany("DELETE FROM files WHERE id = ?", [(id_,) for id_ in ids])
                database.execute("COMMIT")
            except BaseException:
                database.execute("ROLLBACK")
                raise

    def usage(self, account: Id | None = None) -> Usage:
        """What an account has, or all have together."""
        where = "" if account is None else " WHERE account = ?"
        with self._used() as database:
            row = database.execute(
                f"SELECT count(*), coalesce(sum(size), 0) FROM files{where}",
                () if account is None else (account,),
            ).fetchone()
        return Usage(*row)

    def ids(self, before_ms: int | None = None) -> list[str]:
        """All files, or those that came before this time."""
        if before_ms is None:
            return self._column("SELECT id FROM files")
        return self._column("SELECT id FROM files WHERE at_ms < ?", before_ms)

    def ids_of(self, account: Id) -> list[str]:
        """The files of an account."""
        return self._column("SELECT id FROM files WHERE account = ?", account)

    def accounts(self) -> list[Id]:
        """Whose files there are."""
        return self._column("SELECT DISTINCT account FROM files")

    def _column(self, query: str, *values: int) -> list[Any]:
        with self._used() as database:
            return [row[0] for row in database.execute(query, values)]

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _used(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._explained():
            yield self._database

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # our own mistake
        except (sqlite3.Error, OSError) as error:
            raise FilesError(
                f"The list of files {self._path} cannot be used ({error}): mend that, or move its "
                "directory away and start with no files."
            ) from error
