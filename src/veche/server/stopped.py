"""Asking a server that is not running: its log is opened, asked, and closed again.

Owns one ask on a log that nobody else uses. What a running server does in threads happens here
one after another.
"""

import contextlib
import threading
from collections.abc import Sequence
from pathlib import Path

from veche.core.commands import Command
from veche.core.erasures import erasures
from veche.core.events import Record, Stored
from veche.core.exchange import Answer, Ask, Origin
from veche.core.ids import IdSource, Pos
from veche.core.limits import Limits
from veche.eventlog.base import AppendFailed, LogError
from veche.eventlog.reader import SqliteReader
from veche.eventlog.sqlite import SqliteLog
from veche.server import startup
from veche.server.admin_socket import WORKER
from veche.server.administering import AdminError, Told, told
from veche.server.data_dir import DataDir, DataDirError
from veche.server.memory import Memory
from veche.server.turns import LogTurn

_STORED_S = 10.0


def ask_stopped(directory: Path, limits: Limits, command: Command) -> Told:
    """Have it decided and stored. Raises AdminError."""
    try:
        with (
            contextlib.closing(DataDir(directory.absolute())) as data,
            contextlib.closing(SqliteLog(data.database)) as log,
        ):
            return _asked(log, data.database, limits, command)
    except (DataDirError, LogError) as error:
        raise AdminError(str(error)) from error


def _asked(log: SqliteLog, database: Path, limits: Limits, command: Command) -> Told:
    hub = startup.load_hub(log, limits, "#lobby")
    memory = Memory(lambda: SqliteReader(database))
    turn = LogTurn(IdSource(after=log.last_id), memory, 0, True)
    with contextlib.closing(memory):
        batch = hub.prepare([Ask(Origin(0, WORKER, 1), (command,))], turn)
    stored: Sequence[Stored] = ()
    if batch.records:
        stored = _stored(log, batch.records, hub.pos)
        if taken_back := erasures(stored):
            log.erase(taken_back, lambda: None)
    for out in hub.committed(batch, stored):
        if isinstance(out, Answer):
            return told(out.results[0])
    raise AdminError("There was no answer.")


def _stored(log: SqliteLog, records: Sequence[Record], expected: Pos) -> Sequence[Stored]:
    outcome: list[Sequence[Stored] | AppendFailed] = []
    done = threading.Event()

    def note(result: Sequence[Stored] | AppendFailed) -> None:
        outcome.append(result)
        done.set()

    log.append(records, expected, note)
    if not done.wait(_STORED_S) or isinstance(outcome[0], AppendFailed):
        raise AdminError("That could not be stored: see that the disk has room.")
    return outcome[0]
