"""The log's thread: the one place from which the log is written.

Owns the order of its calls. `append` returns at once; the outcome comes to the
callback, on this thread.
"""

import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue

from veche.core.erasures import erasures
from veche.core.events import Record, Stored
from veche.core.ids import Id, Pos
from veche.eventlog.base import AppendFailed, Done, EventLog, LogError, Snapshot


class LogThread:
    """Calls `log` from a thread of its own.

    `trouble` is told in a sentence what could not be done; `fatal` of an error
    that leaves it open what is stored: only reading it again can tell.
    """

    def __init__(
        self,
        log: EventLog,
        trouble: Callable[[str], None],
        fatal: Callable[[BaseException], None],
    ) -> None:
        self._log = log
        self._trouble = trouble
        self._fatal = fatal
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="veche-log", daemon=True)

    def start(self) -> None:
        """Start the thread; the log is touched by nobody else from now on."""
        self._thread.start()

    def append(self, records: Sequence[Record], expected: Pos, done: Done) -> None:
        """See `EventLog.append`. What the records take back is erased before `done` is told."""

        def erased(outcome: Sequence[Stored] | AppendFailed) -> None:
            if not isinstance(outcome, AppendFailed):
                self._erase(erasures(outcome))
            done(outcome)

        self._calls.put(lambda: self._log.append(records, expected, erased))

    def save(self, snapshot: Snapshot, done: Callable[[], None]) -> None:
        """See `EventLog.save`; `done` is called once it is stored, or could not be."""
        self._calls.put(lambda: self._save(snapshot, done))

    def erase(self, ids: Sequence[Id]) -> None:
        """See `EventLog.erase`. Whoever asks looks again whether it was done."""
        self._calls.put(lambda: self._erase(ids))

    def stop(self, timeout_s: float) -> bool:
        """Do what is asked already, close the log and end; whether that was done in time."""
        self._calls.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while (call := self._calls.get()) is not None:
                call()
        except BaseException as error:
            self._fatal(error)
            return
        try:
            self._log.close()
        except LogError as error:
            self._trouble(str(error))

    def _save(self, snapshot: Snapshot, done: Callable[[], None]) -> None:
        try:
            self._log.save(snapshot)
        except LogError as error:
            self._trouble(f"the snapshot could not be stored: {error}")
        finally:
            done()

    def _erase(self, ids: Sequence[Id]) -> None:
        if not ids:
            return
        try:
            self._log.erase(ids, _nothing)
        except LogError as error:
            self._trouble(f"what was taken back could not be erased yet: {error}")


def _nothing() -> None:
    """Nobody waits for it."""
