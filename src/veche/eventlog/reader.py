"""Reading what the SQLite log has committed: pages of history and idempotency keys.

Owns one read-only connection. Every query is a transaction of its own, so
that no checkpoint waits long for a reader. Must never write.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from veche.core.commands import HistoryQuery
from veche.core.events import Stored
from veche.core.ids import Id, Pos, Seq
from veche.core.replies import Grant
from veche.eventlog.base import Page
from veche.eventlog.codec import CODEC, EVENT_COLUMNS, Codec
from veche.eventlog.merging import read_merged, read_several
from veche.eventlog.messages import Mark
from veche.eventlog.paging import EVENTS, allows, read_page
from veche.eventlog.schema import explained, open_reading
from veche.eventlog.touching import Touching

COLUMNS = ", ".join(f"events.{name}" for name in EVENT_COLUMNS) + ", bodies.body"

# The kind is spelled out, and the index named, because a partial index is not found otherwise.
# CROSS JOIN: events first. Of erased bodies only zeros are left, as a BLOB.
_BETWEEN = f"""
    SELECT {COLUMNS}
    FROM events INDEXED BY message_by_seq CROSS JOIN bodies ON bodies.pos = events.pos
    WHERE kind = 'message-sent' AND conversation = ? AND seq BETWEEN ? AND ?
        AND typeof(body) = 'text'
    ORDER BY seq"""
_KINDS = ", ".join(f"'{event.kind}'" for event in EVENTS)
_OTHERS = f"""
    SELECT {COLUMNS}
    FROM events INDEXED BY other_by_seq CROSS JOIN bodies ON bodies.pos = events.pos
    WHERE kind <> 'message-sent' AND conversation IS NOT NULL AND conversation = ?
        AND seq BETWEEN ? AND ? AND kind IN ({_KINDS}) AND typeof(body) = 'text'
    ORDER BY seq"""
_OLDEST = f"{_BETWEEN} LIMIT ?"
_NEWEST = f"{_BETWEEN} DESC LIMIT ?"
_OTHERS_OLDEST = f"{_OTHERS} LIMIT ?"
_OTHERS_NEWEST = f"{_OTHERS} DESC LIMIT ?"
_SEQ_OF = "SELECT seq FROM events WHERE id = ? AND conversation = ?"
_POS_OF = "SELECT pos FROM events WHERE id = ?"
_MARK = """
    SELECT seq, pos, at_ms FROM events INDEXED BY message_by_seq
    WHERE kind = 'message-sent' AND conversation = ? AND seq >= ?
    ORDER BY seq LIMIT 1"""
_OTHER_MARK = """
    SELECT seq, pos, at_ms FROM events INDEXED BY other_by_seq
    WHERE kind <> 'message-sent' AND conversation IS NOT NULL AND conversation = ? AND seq >= ?
    ORDER BY seq LIMIT 1"""
_RECALL = f"""
    SELECT {COLUMNS}
    FROM events INDEXED BY event_by_key LEFT JOIN bodies ON bodies.pos = events.pos
    WHERE author = ? AND key = ? AND key IS NOT NULL AND at_ms >= ?
    ORDER BY events.pos DESC LIMIT 1"""
_AT = f"""
    SELECT {COLUMNS} FROM events LEFT JOIN bodies ON bodies.pos = events.pos
    WHERE events.pos IN (SELECT value FROM json_each(?)) ORDER BY events.pos"""
_AFTER = f"""
    SELECT {COLUMNS} FROM events LEFT JOIN bodies ON bodies.pos = events.pos
    WHERE events.pos > ? ORDER BY events.pos LIMIT ?"""
_FIND = f"""
    SELECT {COLUMNS}
    FROM events INDEXED BY event_by_id LEFT JOIN bodies ON bodies.pos = events.pos
    WHERE id = ?"""
# In the payload, and not in an index: few messages are taken back, and not many came after them.
_EDITS = """
    SELECT id FROM events INDEXED BY message_by_seq
    WHERE kind = 'message-sent' AND conversation = ? AND seq > ?
        AND json_extract(payload, '$.edits') = ?
    ORDER BY seq"""


class SqliteReader:
    """A `Reader`. Its methods raise LogError when the file cannot be read."""

    def __init__(self, path: Path, codec: Codec = CODEC) -> None:
        """`path` is that of a log which `SqliteLog` has opened before."""
        self._path = path
        self._codec = codec
        self._database = open_reading(path)

    def page(self, grant: Grant, query: HistoryQuery) -> Page:
        """As `Reader.page`."""
        numbered = _Conversation(self, grant.conversation, query.events)
        with explained(self._path):
            if grant.also:
                others = (_Conversation(self, also, query.events) for also in grant.also)
                return read_several((numbered, *others), grant, query)
            if query.events and not grant.about:
                return read_merged(numbered, Touching(self, grant.conversation), grant, query)
            return read_page(numbered, grant, query)

    def find(self, record: Id) -> Stored | None:
        """As `Reader.find`."""
        with explained(self._path):
            found = self.records(_FIND, record)
        return found[0] if found else None

    def at(self, places: Sequence[Pos]) -> Sequence[Stored]:
        """As `Reader.at`."""
        with explained(self._path):
            return self.records(_AT, json.dumps(list(places)))

    def after(self, pos: Pos, limit: int) -> Sequence[Stored]:
        """As `Reader.after`."""
        with explained(self._path):
            return self.records(_AFTER, pos, limit)

    def allows(self, grant: Grant, stored: Stored) -> bool:
        """As `Reader.allows`."""
        with explained(self._path):
            return allows(_Conversation(self, grant.conversation, True), grant, stored)

    def edits(self, message: Stored) -> Sequence[Id]:
        """As `Reader.edits`."""
        record = message.record
        with explained(self._path):
            rows = self.rows(_EDITS, record.conversation, message.seq, record.id)
        return [row[0] for row in rows]

    def recall(self, author: Id, key: bytes, since_ms: int) -> Stored | None:
        """As `Reader.recall`."""
        with explained(self._path):
            found = self.records(_RECALL, author, key, since_ms)
        return found[0] if found else None

    def close(self) -> None:
        """As `Reader.close`."""
        self._database.close()

    def rows(self, query: str, *parameters: object) -> list[tuple[int, ...]]:
        """All rows, at once, so that the transaction is over."""
        return self._database.execute(query, parameters).fetchall()

    def records(self, query: str, *parameters: object) -> list[Stored]:
        """All rows of `COLUMNS`, decoded."""
        return [self._codec.decode(row) for row in self.rows(query, *parameters)]


class _Conversation:
    """One conversation, as paging sees it."""

    def __init__(self, reader: SqliteReader, conversation: Id, events: bool) -> None:
        self._reader = reader
        self._conversation = conversation
        self._events = events

    def seq_of(self, record: Id) -> Seq | None:
        found = self._reader.rows(_SEQ_OF, record, self._conversation)
        return found[0][0] if found else None

    def pos_of(self, record: Id) -> Pos | None:
        found = self._reader.rows(_POS_OF, record)
        return found[0][0] if found else None

    def mark(self, seq: Seq) -> Mark | None:
        found = self._reader.rows(_MARK, self._conversation, seq)
        if self._events:
            found += self._reader.rows(_OTHER_MARK, self._conversation, seq)
        return Mark(*min(found)) if found else None

    def oldest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        return self._read(_OLDEST, _OTHERS_OLDEST, first, last, limit)

    def newest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        return self._read(_NEWEST, _OTHERS_NEWEST, first, last, limit, newest=True)

    def _read(
        self,
        messages: str,
        others: str,
        first: Seq,
        last: Seq,
        limit: int,
        *,
        newest: bool = False,
    ) -> list[Stored]:
        found = self._reader.records(messages, self._conversation, first, last, limit)
        if self._events:
            found += self._reader.records(others, self._conversation, first, last, limit)
            found.sort(key=lambda stored: stored.seq or 0, reverse=newest)
        return found[:limit]
