"""An index of words over the log's messages: SQLite FTS5, in a file of its own.

Owns that file. It is made from the log and can be made again: one that cannot be read is thrown
away. What it finds are positions; only the log knows what was said there.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from veche.core.events import MessageSent, Stored, TextBody
from veche.core.ids import Id, Pos
from veche.core.names import fold
from veche.eventlog.base import LogError
from veche.eventlog.words import Words, split

_VERSION = 1
_BUSY_S = 0.5
_SCHEMA = f"""
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS cursor (pos INTEGER NOT NULL);
INSERT INTO cursor SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM cursor);
CREATE TABLE IF NOT EXISTS messages (
    pos INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, conversation INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS message_by_stamp ON messages (at_ms, pos);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    place, author, text, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3', columnsize = 0
);
PRAGMA user_version = {_VERSION};
"""
_LEAST_PREFIX = 3
_FEW = 8
"""Up to so many conversations are words of the query. Merging more of them takes longer than
looking up the conversation of what the words alone find."""
_FIND = """
    SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?
    ORDER BY rowid DESC LIMIT ?"""
_SIFT = """
    SELECT words.rowid FROM words CROSS JOIN messages ON messages.pos = words.rowid
    WHERE words MATCH ? AND words.rowid BETWEEN ? AND ?
        AND messages.conversation IN (SELECT value FROM json_each(?))
    ORDER BY words.rowid DESC LIMIT ?"""


class Wanted(msgspec.Struct, frozen=True):
    """What is looked for: all the words of the text, in any form; the last one may be the
    beginning of one. Empty: no matter. Stamps are excluded themselves."""

    text: str = ""
    author: str = ""
    after_ms: int | None = None
    before_ms: int | None = None


class Index:
    """The writing side; one thread's. Raises LogError when the file cannot be written."""

    def __init__(self, path: Path) -> None:
        self._words = Words()
        self._database = _opened(path)

    @property
    def cursor(self) -> Pos:
        """The position up to which the log is in it."""
        pos: int = self._database.execute("SELECT pos FROM cursor").fetchone()[0]
        return pos

    def take(self, stored: Iterable[Stored], erased: Sequence[Pos], cursor: Pos) -> None:
        """Add the messages, forget those at the erased positions, and come up to the cursor."""
        rows, messages = [], []
        for item in stored:
            event, body = item.record.event, item.record.body
            if isinstance(event, MessageSent) and isinstance(body, TextBody):
                conversation = item.record.conversation or 0
                text = " ".join(self._words.stems(body.text))
                rows.append((item.pos, _place(conversation), _author(body.who.nick), text))
                messages.append((item.pos, item.record.at_ms, conversation))
        database = self._database
        try:
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                "INSERT OR REPLACE INTO words (rowid, place, author, text) VALUES (?, ?, ?, ?)",
                rows,
            )
            database.executemany("INSERT OR REPLACE INTO messages VALUES (?, ?, ?)", messages)
            database.executemany("DELETE FROM words WHERE rowid = ?", [(pos,) for pos in erased])
            database.execute("UPDATE cursor SET pos = ?", (cursor,))
            database.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                database.execute("ROLLBACK")
            raise LogError(f"The search index cannot be written ({error})") from error

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


class Searcher:
    """The reading side; one thread's. Raises LogError when the file cannot be read."""

    def __init__(self, path: Path) -> None:
        """The file may come later."""
        self._words = Words()
        self._path = path
        self._opened: sqlite3.Connection | None = None

    @property
    def _database(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=ro",
                uri=True,
                timeout=_BUSY_S,
                isolation_level=None,
                check_same_thread=False,
            )
        return self._opened

    def find(
        self, conversations: Sequence[Id], wanted: Wanted, below: Pos, limit: int
    ) -> list[Pos]:
        """Positions below this one, the newest first."""
        if not conversations or limit < 1:
            return []
        few = len(conversations) <= _FEW or not (wanted.text or wanted.author)
        match = self._match(conversations if few else (), wanted)
        first, last = 0, below - 1
        try:
            if wanted.after_ms is not None:
                first = self._edge("min(pos)", ">", wanted.after_ms, below)
            if wanted.before_ms is not None:
                last = min(last, self._edge("max(pos)", "<", wanted.before_ms, 0))
            if few:
                rows = self._database.execute(_FIND, (match, first, last, limit)).fetchall()
            else:
                places = json.dumps(list(conversations))
                found = self._database.execute(_SIFT, (match, first, last, places, limit))
                rows = found.fetchall()
        except sqlite3.Error as error:
            raise LogError(f"The search index cannot be read ({error})") from error
        return [row[0] for row in rows]

    def _edge(self, what: str, relation: str, at_ms: int, otherwise: Pos) -> Pos:
        found = self._database.execute(
            f"SELECT {what} FROM messages WHERE at_ms {relation} ?", (_bounded(at_ms),)
        ).fetchone()[0]
        return otherwise if found is None else int(found)

    def _match(self, conversations: Sequence[Id], wanted: Wanted) -> str:
        """An FTS5 query. Every word in it is of letters and digits alone, and quoted."""
        parts: list[str] = []
        if conversations:
            places = " OR ".join(f'"{_place(one)}"' for one in conversations)
            parts.append(f"place : ({places})")
        if wanted.author:
            parts.append(f'author : "{_author(wanted.author)}"')
        words = split(wanted.text)
        for number, word in enumerate(words):
            stem = f'text : "{self._words.stem(word)}"'
            if number == len(words) - 1 and len(word) >= _LEAST_PREFIX:
                parts.append(f'({stem} OR text : "{word}" *)')
            else:
                parts.append(stem)
        return " AND ".join(reversed(parts))

    def close(self) -> None:
        """Let go of the file."""
        if self._opened is not None:
            self._opened.close()


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _prepared(path)
    except sqlite3.DatabaseError:
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
    try:
        return _prepared(path)
    except sqlite3.Error as error:
        raise LogError(f"{path} cannot be made ({error}): make room, or remove it") from error


def _prepared(path: Path) -> sqlite3.Connection:
    """Raises DatabaseError for another program's file, or another version's."""
    database = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError("another version")
        database.executescript(_SCHEMA)
    except BaseException:
        database.close()
        raise
    return database


def _place(conversation: Id) -> str:
    return f"c{conversation}"


def _author(nick: str) -> str:
    """One word, whatever the nick is made of."""
    return f"n{fold(nick).encode().hex()}"


def _bounded(number: int) -> int:
    return max(-(1 << 62), min(1 << 62, number))
