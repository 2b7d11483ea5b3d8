"""What a log promises; `MemoryLog` and `SqliteLog` pass one contract suite on it.

Owns the protocols and their errors. A log gives positions and sequence
numbers; it knows nothing of chat.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import msgspec

from veche.core.commands import HistoryQuery
from veche.core.events import Record, Stored
from veche.core.ids import Id, Pos
from veche.core.replies import Grant


class LogError(Exception):
    """The log cannot be opened or read. The text is one sentence for the person who runs it."""


class AppendFailed(msgspec.Struct, frozen=True):
    """Nothing of the batch was stored. `reason` is for operators."""

    reason: str


class Snapshot(msgspec.Struct, frozen=True):
    """The hub's state after the record at `pos`; `data` is opaque to the log."""

    pos: Pos
    version: int
    data: bytes


Done = Callable[[Sequence[Stored] | AppendFailed], None]


class EventLog(Protocol):
    """The one writer. All calls come from one thread, `load` first."""

    def load(self) -> tuple[Snapshot | None, Iterator[Stored]]:
        """The newest snapshot, and every record after it in order of position.

        The iterator raises `LogError` at a record that is unknown or damaged.
        """
        ...

    @property
    def last(self) -> Pos:
        """Position of the newest record, 0 when empty."""
        ...

    @property
    def last_id(self) -> Id:
        """The greatest id ever stored, 0 when empty: new ids must be greater."""
        ...

    def append(self, records: Sequence[Record], expected: Pos, done: Done) -> None:
        """Store all of them, durably, or none; `expected` is the position they come after.

        Calls `done` exactly once, perhaps before it returns, perhaps from
        another thread: with the stored records in order when they survive a
        power cut, or with why nothing was stored. Never raises for a full disk.
        """
        ...

    def save(self, snapshot: Snapshot) -> None:
        """Keep a snapshot; the one before it may go. Raises LogError when it cannot."""
        ...

    def erase(self, ids: Sequence[Id], done: Callable[[], None]) -> None:
        """Delete the bodies of these records for good; the events and numbers stay.

        `done` is called when nothing of the bodies is left in any file.
        """
        ...

    def close(self) -> None:
        """Let go of everything. Records stored are safe with or without it."""
        ...


class Page(msgspec.Struct, frozen=True):
    """Messages in log order, oldest first. A page never ends inside equal stamps."""

    events: tuple[Stored, ...]


class Reader(Protocol):
    """Reads what is committed. Each thread has its own."""

    def page(self, grant: Grant, query: HistoryQuery) -> Page:
        """The `MessageSent` records that the grant allows and the query asks for, and others with
        `query.events`: those of `paging.EVENTS`.

        At most `query.limit` of them, plus those with the same stamp as the
        one on the open edge. An anchor that is not in the conversation gives
        an empty page; erased bodies are left out.
        """
        ...

    def find(self, record: Id) -> Stored | None:
        """The record of this id."""
        ...

    def at(self, places: Sequence[Pos]) -> Sequence[Stored]:
        """The records at these positions, in order of position."""
        ...

    def after(self, pos: Pos, limit: int) -> Sequence[Stored]:
        """At most so many records after this position, in order."""
        ...

    def allows(self, grant: Grant, stored: Stored) -> bool:
        """Whether the grant shows this record, which is of its conversation."""
        ...

    def edits(self, message: Stored) -> Sequence[Id]:
        """The messages that came in the place of this one, oldest first."""
        ...

    def recall(self, author: Id, key: bytes, since_ms: int) -> Stored | None:
        """The newest record asked for under the author's idempotency key since then."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...
