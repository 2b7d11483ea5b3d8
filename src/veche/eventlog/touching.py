"""Records of the SQLite log that have no number in a conversation and are read with it.

Owns the queries on `touches`. Which records those are, they say themselves (`Event.touches`).
"""

from typing import Protocol

from veche.core.events import Stored
from veche.core.ids import Id, Pos, Seq
from veche.eventlog.codec import EVENT_COLUMNS
from veche.eventlog.messages import Mark

_COLUMNS = ", ".join(f"events.{name}" for name in EVENT_COLUMNS) + ", bodies.body"
_IS_THERE = """
    SELECT events.pos FROM events JOIN touches ON touches.pos = events.pos
    WHERE events.id = ? AND touches.conversation = ?"""
_POS_OF = "SELECT pos FROM events WHERE id = ?"
_MARK = """
    SELECT touches.pos, touches.pos, at_ms
    FROM touches CROSS JOIN events ON events.pos = touches.pos
    WHERE touches.conversation = ? AND touches.pos >= ?
    ORDER BY touches.pos LIMIT 1"""
_BETWEEN = f"""
    SELECT {_COLUMNS} FROM touches CROSS JOIN events ON events.pos = touches.pos
        CROSS JOIN bodies ON bodies.pos = touches.pos
    WHERE touches.conversation = ? AND touches.pos BETWEEN ? AND ? AND typeof(body) = 'text'
    ORDER BY touches.pos"""


class Rows(Protocol):
    """What queries are put to; see `reader.SqliteReader`."""

    def rows(self, query: str, *parameters: object) -> list[tuple[int, ...]]:
        """All rows."""
        ...

    def records(self, query: str, *parameters: object) -> list[Stored]:
        """All rows of `COLUMNS`, decoded."""
        ...


class Touching:
    """A `Messages` of what touches one conversation, with positions for sequence numbers."""

    def __init__(self, reader: Rows, conversation: Id) -> None:
        self._reader = reader
        self._conversation = conversation

    def seq_of(self, record: Id) -> Seq | None:
        """As `Messages.seq_of`."""
        found = self._reader.rows(_IS_THERE, record, self._conversation)
        return found[0][0] if found else None

    def pos_of(self, record: Id) -> Pos | None:
        """As `Messages.pos_of`."""
        found = self._reader.rows(_POS_OF, record)
        return found[0][0] if found else None

    def mark(self, seq: Seq) -> Mark | None:
        """As `Messages.mark`."""
        found = self._reader.rows(_MARK, self._conversation, seq)
        return Mark(*found[0]) if found else None

    def oldest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        """As `Messages.oldest`."""
        query = f"{_BETWEEN} LIMIT ?"
        return self._reader.records(query, self._conversation, first, last, limit)

    def newest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        """As `Messages.newest`."""
        query = f"{_BETWEEN} DESC LIMIT ?"
        return self._reader.records(query, self._conversation, first, last, limit)
