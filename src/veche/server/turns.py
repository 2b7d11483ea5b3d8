"""What the hub is given for one batch: the time, new ids, and the log's memory.

Owns the reading of the clock. Must not know what is decided.
"""

import time
from collections.abc import Sequence

from veche.core.events import Stored
from veche.core.ids import Id, IdSource
from veche.server.memory import Memory


class LogTurn:
    """See `core.turn.Turn`. A key that was used longer ago than `keep_ms` counts no more."""

    __slots__ = ("_ids", "_keep_ms", "_memory", "now_ms", "writable")

    def __init__(self, ids: IdSource, memory: Memory, keep_ms: int, writable: bool) -> None:
        self.now_ms = time.time_ns() // 1_000_000
        self.writable = writable
        self._ids = ids
        self._memory = memory
        self._keep_ms = keep_ms

    def new_id(self) -> Id:
        return self._ids.new(self.now_ms)

    def recall(self, author: Id, key: bytes) -> Stored | None:
        return self._memory.recall(author, key, self.now_ms - self._keep_ms)

    def find(self, record: Id) -> Stored | None:
        return self._memory.find(record)

    def edits(self, message: Stored) -> Sequence[Id]:
        return self._memory.edits(message)
