"""What the hub is given for a batch."""

import time
from pathlib import Path

from veche.core.ids import IdSource
from veche.eventlog.reader import SqliteReader
from veche.eventlog.sqlite import SqliteLog
from veche.server.memory import Memory
from veche.server.turns import LogTurn


def test_a_turn(tmp_path: Path) -> None:
    """The time is now, ids rise, and the log remembers nothing of what it does not hold."""
    log = SqliteLog(tmp_path / "veche.db")
    memory = Memory(lambda: SqliteReader(tmp_path / "veche.db"))
    turn = LogTurn(IdSource(), memory, 1000, True)
    assert abs(turn.now_ms - time.time_ns() // 1_000_000) < 60_000
    assert turn.new_id() < turn.new_id()
    assert turn.writable
    assert turn.recall(1, b"key") is None
    assert turn.find(1) is None
    memory.close()
    log.close()
