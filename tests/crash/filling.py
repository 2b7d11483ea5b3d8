"""Fills a log with messages, fast, as the server would have written them.

Owns the shape of the filling. Uses the real hub, log and snapshots, without
doors and threads. Leaves the newest snapshot as old as it ever gets.
"""

from collections.abc import Sequence
from pathlib import Path

from veche.core import snapshot
from veche.core.commands import Command, Join, Register, SendMessage, Start
from veche.core.events import Stored
from veche.core.exchange import Ask, Origin
from veche.core.hub import Hub, Prepared
from veche.core.ids import IdSource
from veche.core.state import State
from veche.eventlog.base import AppendFailed, Snapshot
from veche.eventlog.memory import MemoryLog
from veche.eventlog.sqlite import SqliteLog
from veche.server.data_dir import DATABASE
from veche.server.hub_thread import SNAPSHOT_RECORDS
from veche.server.memory import Memory
from veche.server.turns import LogTurn

_AUTHORS = 100
_CHANNELS = 50
_BATCH = 512


class _Filler:
    def __init__(self, log: SqliteLog) -> None:
        self._log = log
        self._hub = Hub(State())
        self._ids = IdSource()
        self._snapshot_pos = 0

    def ask(self, asks: Sequence[tuple[int, Command]]) -> None:
        """Decide, store and take note, as a batch."""
        given = [Ask(Origin(session, 0 if session else -1, 1), (c,)) for session, c in asks]
        prepared = self._hub.prepare(given, self._turn())
        self._log.append(
            prepared.records, self._hub.pos, lambda outcome: self._stored(prepared, outcome)
        )

    def _turn(self) -> LogTurn:
        """As the server's; nobody uses keys here, or takes anything back."""
        return LogTurn(self._ids, Memory(MemoryLog().reader), 0, writable=True)

    def _stored(self, prepared: Prepared, outcome: Sequence[Stored] | AppendFailed) -> None:
        assert not isinstance(outcome, AppendFailed), outcome.reason
        self._hub.committed(prepared, outcome)

    def keep(self, left: int) -> None:
        """Take a snapshot if the server would, but for one that would be followed by too little."""
        pos = self._hub.pos
        if pos - self._snapshot_pos >= SNAPSHOT_RECORDS and left >= SNAPSHOT_RECORDS - _BATCH:
            self._log.save(Snapshot(pos, snapshot.VERSION, self._hub.snapshot()))
            self._snapshot_pos = pos


def fill(data: Path, messages: int) -> None:
    """Make a data directory whose log has so many messages of 100 letters in 50 channels."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = SqliteLog(data / DATABASE)
    filler = _Filler(log)
    try:
        filler.ask([(0, Start())])
        for author in range(1, _AUTHORS + 1):
            nick = f"author{author}"
            filler.ask([(author, Register(nick, "author", nick, "127.0.0.1"))])
            filler.ask([(author, Join(f"#filled{author % _CHANNELS}"))])
        for first in range(0, messages, _BATCH):
            batch = range(first, min(first + _BATCH, messages))
            filler.ask([_message(number) for number in batch])
            filler.keep(messages - first)
    finally:
        log.close()


def _message(number: int) -> tuple[int, Command]:
    author = number % _AUTHORS + 1
    text = f"message {number} ".ljust(100, "x")
    return author, SendMessage(f"#filled{author % _CHANNELS}", text)
