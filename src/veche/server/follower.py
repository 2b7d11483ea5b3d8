"""The thread that keeps the search index up with the log, and has erased what is old.

Owns when. It reads what is committed, from where the index has come to, so a crash loses nothing,
and an index that was thrown away is made again.
"""

import threading
import time
from collections.abc import Callable, Sequence

from veche.core.erasures import erasures
from veche.core.events import MessageSent
from veche.core.ids import Id, Pos
from veche.core.retention import Expiry
from veche.eventlog.base import LogError, Reader
from veche.eventlog.search import Index
from veche.server.retention import Retention

RECORDS = 2_000
"""Taken at once: a transaction of some ten milliseconds."""
REST = 3.0
"""After each batch it rests so many times as long as that took: conversation goes before search."""
BUSY = 0.8
"""The share of a core from which on the server counts as busy: then it rests again."""
RESTS = 20
"""At most: search lags behind a flood until that ends, but never stands still."""
RETRY_S = 5.0
"""After a failure it is tried again this much later."""


class Follower:
    """Calls `open_reader` and `open_index` on its thread. `trouble` is told what went wrong,
    `erase` what to erase."""

    def __init__(
        self,
        open_reader: Callable[[], Reader],
        open_index: Callable[[], Index],
        trouble: Callable[[str], None],
        erase: Callable[[Sequence[Id]], None],
    ) -> None:
        self._open_reader = open_reader
        self._open_index = open_index
        self._trouble = trouble
        self._erase = erase
        self._retention = Retention()
        self._rules: Sequence[Expiry] = ()
        self._news = threading.Event()
        self._stopping = False
        self._stopped = threading.Event()
        self._troubled = False
        self._thread = threading.Thread(target=self._run, name="veche-search", daemon=True)

    def start(self) -> None:
        """Start the thread, which begins with what is new since the last life."""
        self._news.set()
        self._thread.start()

    def wake(self) -> None:
        """There is something new. From any thread."""
        self._news.set()

    def expire(self, rules: Sequence[Expiry]) -> None:
        """Have erased what these say. From any thread."""
        if rules:
            self._rules = rules
            self._news.set()

    def stop(self, timeout_s: float) -> None:
        """End, within a batch."""
        self._stopping = True
        self._stopped.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._follow()
            except LogError as error:
                if not self._troubled:
                    self._troubled = True
                    self._trouble(str(error))
                self._news.wait(RETRY_S)

    def _follow(self) -> None:
        reader, index = self._open_reader(), self._open_index()
        try:
            while not self._stopping:
                self._news.wait()
                self._news.clear()
                while not self._stopping and self._take(reader, index):
                    pass
                self._forget(reader, index)
                self._troubled = False
        finally:
            reader.close()
            index.close()

    def _take(self, reader: Reader, index: Index) -> bool:
        """A batch, and a rest; whether there may be more."""
        began = time.monotonic()
        more = follow(reader, index)
        self.rest(REST * (time.monotonic() - began))
        return more

    def rest(self, seconds: float) -> None:
        """As long as this, and again while the rest of the server is busy."""
        for _ in range(RESTS):
            used_s = time.process_time()
            self._stopped.wait(seconds)
            if time.process_time() - used_s < BUSY * seconds:
                break

    def _forget(self, reader: Reader, index: Index) -> None:
        """What the log is asked to erase is found again until it has done so: once is enough."""
        rules, self._rules = self._rules, ()
        gone: dict[Pos, None] = {}
        while rules and not self._stopping:
            due = [s for s in self._retention.due(reader, rules) if s.pos not in gone]
            if not due:
                break
            gone.update(dict.fromkeys(stored.pos for stored in due))
            self._erase([stored.record.id for stored in due])
            index.take((), [stored.pos for stored in due], index.cursor)


def follow(reader: Reader, index: Index) -> bool:
    """Take a batch over from the log; whether there may be more."""
    cursor = index.cursor
    stored = reader.after(cursor, RECORDS)
    if not stored:
        return False
    messages = [item for item in stored if isinstance(item.record.event, MessageSent)]
    erased: list[Pos] = []
    for item in stored:
        gone = (reader.find(record) for record in erasures((item,)))
        erased += [
            found.pos
            for found in gone
            if found is not None and isinstance(found.record.event, MessageSent)
        ]
    index.take(messages, erased, stored[-1].pos)
    return len(stored) == RECORDS
