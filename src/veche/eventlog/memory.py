"""A log in memory, for tests and for the simulation, with the same promises but durability.

Owns its records and the hooks with which a test makes it fail or hold. Knows
nothing of bytes: it keeps the records themselves.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

import msgspec

from veche.core.commands import HistoryQuery
from veche.core.events import Event, MessageSent, Record, Stored
from veche.core.ids import Id, Pos, Seq
from veche.core.replies import Grant
from veche.eventlog.base import AppendFailed, Done, Page, Reader, Snapshot
from veche.eventlog.merging import read_merged, read_several
from veche.eventlog.messages import Mark
from veche.eventlog.paging import EVENTS, allows, read_page


class MemoryLog:
    """An `EventLog`. It outlives the hub that used it, as a file would."""

    def __init__(self) -> None:
        self.fail_next: str | None = None
        """The next append, or the held one, fails for this reason."""
        self.hold = False
        """An append waits for `release`."""
        self.stored: list[Stored] = []
        self.snapshot: Snapshot | None = None
        self._seqs: dict[Id, Seq] = {}
        self._places: dict[Id, int] = {}  # index in `stored` by id
        self._told: dict[tuple[Id, bytes], int] = {}  # index in `stored` by author and key
        self._held: tuple[tuple[Record, ...], Done] | None = None

    def load(self) -> tuple[Snapshot | None, Iterator[Stored]]:
        """As `EventLog.load`."""
        return self.snapshot, self.records(self.snapshot.pos if self.snapshot else 0)

    def records(self, after: Pos = 0) -> Iterator[Stored]:
        """Every record after this position, in order: for a hub that cannot use the snapshot."""
        return iter(self.stored[after:])

    @property
    def last(self) -> Pos:
        """As `EventLog.last`."""
        return len(self.stored)

    @property
    def last_id(self) -> Id:
        """As `EventLog.last_id`."""
        return max(self._places, default=0)

    def append(self, records: Sequence[Record], expected: Pos, done: Done) -> None:
        """As `EventLog.append`."""
        assert self._held is None, "one batch is in flight at a time"
        if expected != self.last:
            done(AppendFailed(f"the log is at position {self.last}, not at {expected}"))
            return
        self._held = (tuple(records), done)
        if not self.hold:
            self.release()

    def release(self) -> None:
        """Carry out the append that was held, if there is one."""
        if self._held is None:
            return
        (records, done), self._held = self._held, None
        if self.fail_next is not None:
            reason, self.fail_next = self.fail_next, None
            done(AppendFailed(reason))
            return
        done([self._store(record) for record in records])

    def forget_held(self) -> None:
        """Drop the append that was held, as a crash before its commit would."""
        self._held = None

    def _store(self, record: Record) -> Stored:
        assert record.id not in self._places, f"id {record.id} was used before"
        newest = self.stored[-1].record.at_ms if self.stored else record.at_ms
        assert record.at_ms >= newest, "stamps never decrease"
        seq = None
        if record.conversation is not None:
            seq = self._seqs[record.conversation] = self._seqs.get(record.conversation, 0) + 1
        stored = Stored(self.last + 1, seq, record)
        self._places[record.id] = self.last
        if record.idempotency is not None:
            told = (record.idempotency.author, record.idempotency.key)
            self._told[told] = self.last
        self.stored.append(stored)
        return stored

    def save(self, snapshot: Snapshot) -> None:
        """As `EventLog.save`."""
        if self.snapshot is None or snapshot.pos >= self.snapshot.pos:
            self.snapshot = snapshot

    def erase(self, ids: Sequence[Id], done: Callable[[], None]) -> None:
        """As `EventLog.erase`."""
        for place in (self._places[record] for record in ids if record in self._places):
            stored = self.stored[place]
            record = msgspec.structs.replace(stored.record, body=None)
            self.stored[place] = msgspec.structs.replace(stored, record=record)
            if not isinstance(record.event, MessageSent):
                self.snapshot = None
        done()

    def reader(self) -> Reader:
        """A reader of this log."""
        return _MemoryReader(self)

    def close(self) -> None:
        """As `EventLog.close`; what is held is dropped."""
        self.forget_held()

    def place(self, record: Id) -> Stored | None:
        """The record with this id."""
        place = self._places.get(record)
        return None if place is None else self.stored[place]

    def newest(self, author: Id, key: bytes) -> Stored | None:
        """The newest record under the author's idempotency key."""
        place = self._told.get((author, key))
        return None if place is None else self.stored[place]


class _MemoryReader:
    """A `Reader` that looks at everything: a test's log is short."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    def page(self, grant: Grant, query: HistoryQuery) -> Page:
        numbered = _MemoryMessages(self._log, grant.conversation, query.events)
        if grant.also:
            others = (_MemoryMessages(self._log, also, query.events) for also in grant.also)
            return read_several((numbered, *others), grant, query)
        if query.events and not grant.about:
            touching = _MemoryTouching(self._log, grant.conversation)
            return read_merged(numbered, touching, grant, query)
        return read_page(numbered, grant, query)

    def find(self, record: Id) -> Stored | None:
        return self._log.place(record)

    def at(self, places: Sequence[Pos]) -> Sequence[Stored]:
        stored = self._log.stored
        return [stored[pos - 1] for pos in sorted(places) if 0 < pos <= len(stored)]

    def after(self, pos: Pos, limit: int) -> Sequence[Stored]:
        return self._log.stored[pos : pos + limit]

    def allows(self, grant: Grant, stored: Stored) -> bool:
        return allows(_MemoryMessages(self._log, grant.conversation, True), grant, stored)

    def edits(self, message: Stored) -> Sequence[Id]:
        return [
            stored.record.id
            for stored in self._log.stored
            if isinstance(stored.record.event, MessageSent)
            and stored.record.event.edits == message.record.id
        ]

    def recall(self, author: Id, key: bytes, since_ms: int) -> Stored | None:
        newest = self._log.newest(author, key)
        return newest if newest is not None and newest.record.at_ms >= since_ms else None

    def close(self) -> None:
        pass


class _MemoryMessages:
    """One conversation, as paging sees it."""

    def __init__(self, log: MemoryLog, conversation: Id, events: bool) -> None:
        self._log = log
        self._conversation = conversation
        kinds: tuple[type[Event], ...] = (MessageSent, *EVENTS) if events else (MessageSent,)
        self._messages = [
            (stored.seq, stored)
            for stored in log.stored
            if stored.seq is not None
            and stored.record.conversation == conversation
            and isinstance(stored.record.event, kinds)
        ]
        self._seqs = [seq for seq, _ in self._messages]

    def seq_of(self, record: Id) -> Seq | None:
        stored = self._log.place(record)
        if stored is None or stored.record.conversation != self._conversation:
            return None
        return stored.seq

    def pos_of(self, record: Id) -> Pos | None:
        stored = self._log.place(record)
        return None if stored is None else stored.pos

    def mark(self, seq: Seq) -> Mark | None:
        place = bisect_left(self._seqs, seq)
        if place == len(self._seqs):
            return None
        found, stored = self._messages[place]
        return Mark(found, stored.pos, stored.record.at_ms)

    def oldest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        return self._between(first, last)[:limit]

    def newest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        return self._between(first, last)[::-1][:limit]

    def _between(self, first: Seq, last: Seq) -> list[Stored]:
        return [
            stored
            for seq, stored in self._messages
            if first <= seq <= last and stored.record.body is not None
        ]


class _MemoryTouching:
    """What touches one conversation, with positions for sequence numbers."""

    def __init__(self, log: MemoryLog, conversation: Id) -> None:
        self._log = log
        self._found = [s for s in log.stored if conversation in s.record.event.touches]
        self._places = [stored.pos for stored in self._found]

    def seq_of(self, record: Id) -> Seq | None:
        pos = self.pos_of(record)
        return pos if pos in self._places else None

    def pos_of(self, record: Id) -> Pos | None:
        stored = self._log.place(record)
        return None if stored is None else stored.pos

    def mark(self, seq: Seq) -> Mark | None:
        place = bisect_left(self._places, seq)
        if place == len(self._places):
            return None
        stored = self._found[place]
        return Mark(stored.pos, stored.pos, stored.record.at_ms)

    def oldest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        return self._between(first, last)[:limit]

    def newest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        return self._between(first, last)[::-1][:limit]

    def _between(self, first: Seq, last: Seq) -> list[Stored]:
        return [s for s in self._found if first <= s.pos <= last and s.record.body is not None]
