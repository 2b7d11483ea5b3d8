"""A log held against a list, by Hypothesis."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.eventlog.samples import joining, message
from veche.core.commands import Direction, HistoryQuery
from veche.core.events import MessageSent, Record, Stored
from veche.core.ids import Id, Seq
from veche.core.replies import Grant
from veche.eventlog.base import AppendFailed, Snapshot

if TYPE_CHECKING:
    from tests.eventlog.contract import Log

CONVERSATIONS = (1, 2)
KEYS = (b"a", b"b")

wanted_records = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from((None, *CONVERSATIONS)), st.sampled_from((None, *KEYS))
    ),
    min_size=1,
    max_size=5,
)
anchors: st.SearchStrategy[dict[str, int]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"msgid": st.integers(0, 40)}),
    st.fixed_dictionaries({"seq": st.integers(0, 20)}),
    st.fixed_dictionaries({"pos": st.integers(0, 40)}),
    st.fixed_dictionaries({"at_ms": st.integers(-1, 30)}),
)


def page_of(stored: list[Stored], grant: Grant, query: HistoryQuery) -> tuple[Stored, ...]:
    """The page that `Reader.page` promises, straight from the words of the promise."""
    here = [s for s in stored if s.record.conversation == grant.conversation]
    seq = query.seq
    if query.msgid is not None:
        seq = next((s.seq for s in here if s.record.id == query.msgid), None)
        if seq is None:
            return ()

    def is_allowed(s: Stored) -> bool:
        assert s.seq is not None
        before = query.direction is Direction.BEFORE
        for place, anchor in ((s.seq, seq), (s.pos, query.pos), (s.record.at_ms, query.at_ms)):
            if anchor is not None and not (place < anchor if before else place > anchor):
                return False
        last: Seq = grant.last or 1 << 62
        is_message = isinstance(s.record.event, MessageSent)
        return is_message and s.record.body is not None and grant.first <= s.seq <= last

    found = [s for s in here if is_allowed(s)]
    if len(found) <= query.limit:
        return tuple(found)
    if query.direction is Direction.AFTER:
        edge = found[query.limit - 1].record.at_ms
        return tuple(s for i, s in enumerate(found) if i < query.limit or s.record.at_ms == edge)
    start = len(found) - query.limit
    edge = found[start].record.at_ms
    return tuple(s for i, s in enumerate(found) if i >= start or s.record.at_ms == edge)


class LogMachine(RuleBasedStateMachine):
    """Subclassed with what opens a log."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.log = self.open(Path(self.folder.name))
        self.reader = self.log.reader()
        self.model: list[Stored] = []
        self.snapshot: Snapshot | None = None
        self.used = 0
        self.now_ms = 0

    def open(self, folder: Path) -> "Log":
        raise NotImplementedError

    def fail_next(self, log: "Log") -> None:
        raise NotImplementedError

    @initialize()
    def load(self) -> None:
        """A log is always loaded first."""
        snapshot, records = self.log.load()
        assert snapshot == self.snapshot
        assert list(records) == self.model[snapshot.pos if snapshot else 0 :]

    def new(self, is_message: bool, conversation: Id | None, key: bytes | None) -> Record:
        self.used += 1
        if is_message:
            text = f"m{self.used}"
            return message(self.used, text, conversation=conversation, at_ms=self.now_ms, key=key)
        return joining(self.used, conversation=conversation, at_ms=self.now_ms)

    @rule(wanted=wanted_records, later_ms=st.integers(0, 2), outcome=st.integers(0, 4))
    def append(
        self,
        wanted: list[tuple[bool, Id | None, bytes | None]],
        later_ms: int,
        outcome: int,
    ) -> None:
        """A batch; now and then it fails, or expects another position."""
        self.now_ms += later_ms
        records = [self.new(*one) for one in wanted]
        results: list[object] = []
        if outcome == 0:
            self.fail_next(self.log)
        self.log.append(records, len(self.model) + (outcome == 1), results.append)
        if outcome < 2:
            assert [type(result) for result in results] == [AppendFailed]
            return
        stored = []
        for record in records:
            seq = None
            if record.conversation is not None:
                same = (s for s in self.model if s.record.conversation == record.conversation)
                seq = 1 + sum(1 for _ in same)
            stored.append(Stored(len(self.model) + 1, seq, record))
            self.model.append(stored[-1])
        assert results == [stored]

    @rule(back=st.integers(0, 3))
    def save(self, back: int) -> None:
        """A snapshot, perhaps not of the newest state."""
        snapshot = Snapshot(max(0, len(self.model) - back), 1, b"state")
        self.log.save(snapshot)
        if self.snapshot is None or snapshot.pos >= self.snapshot.pos:
            self.snapshot = snapshot

    @rule(ids=st.lists(st.integers(0, 40), max_size=3))
    def erase(self, ids: list[Id]) -> None:
        """Some records, of which some may not exist."""
        told: list[bool] = []
        self.log.erase(ids, lambda: told.append(True))
        assert told == [True]
        for place, stored in enumerate(self.model):
            if stored.record.id in ids:
                record = msgspec.structs.replace(stored.record, body=None)
                self.model[place] = msgspec.structs.replace(stored, record=record)
                if not isinstance(record.event, MessageSent):
                    self.snapshot = None

    @rule()
    def reopen(self) -> None:
        """The server starts again."""
        self.reader.close()
        self.log.close()
        self.log = self.open(Path(self.folder.name))
        self.reader = self.log.reader()
        self.load()

    @rule(
        conversation=st.sampled_from(CONVERSATIONS),
        first=st.integers(1, 5),
        last=st.none() | st.integers(1, 20),
        direction=st.sampled_from((Direction.BEFORE, Direction.AFTER, Direction.LATEST)),
        limit=st.integers(1, 6),
        anchor=anchors,
    )
    def page(
        self,
        conversation: Id,
        first: Seq,
        last: Seq | None,
        direction: Direction,
        limit: int,
        anchor: dict[str, int],
    ) -> None:
        """A page of history."""
        grant = Grant(conversation, first, last)
        query = msgspec.structs.replace(HistoryQuery(direction, limit), **anchor)
        assert self.reader.page(grant, query).events == page_of(self.model, grant, query)

    @rule(key=st.sampled_from(KEYS), since_ms=st.integers(0, 30))
    def recall(self, key: bytes, since_ms: int) -> None:
        """What was stored under a key."""
        matching = [
            s
            for s in self.model
            if s.record.idempotency is not None
            and s.record.idempotency.key == key
            and s.record.at_ms >= since_ms
        ]
        assert self.reader.recall(5, key, since_ms) == (matching[-1] if matching else None)

    @invariant()
    def counts(self) -> None:
        """The cheap figures are always right."""
        assert self.log.last == len(self.model)
        assert self.log.last_id == max((s.record.id for s in self.model), default=0)

    def teardown(self) -> None:
        """Let go of the file, then of the folder."""
        assert list(self.log.records()) == self.model
        self.reader.close()
        self.log.close()
        self.folder.cleanup()
