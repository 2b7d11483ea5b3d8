"""The protocols are what both logs are: said to the type checker, and looked at once."""

from pathlib import Path

from veche.eventlog.base import EventLog, Reader
from veche.eventlog.memory import MemoryLog
from veche.eventlog.sqlite import SqliteLog


def test_both_logs_are_event_logs(tmp_path: Path) -> None:
    """The annotations are checked by mypy; here that everything promised exists."""
    logs: tuple[EventLog, ...] = (MemoryLog(), SqliteLog(tmp_path / "veche.db"))
    promised = [name for name in vars(EventLog) if not name.startswith("_")]
    for log in logs:
        assert [name for name in promised if not hasattr(log, name)] == []
        log.close()


def test_both_readers_are_readers(tmp_path: Path) -> None:
    """As for the logs."""
    log = SqliteLog(tmp_path / "veche.db")
    readers: tuple[Reader, ...] = (MemoryLog().reader(), log.reader())
    promised = [name for name in vars(Reader) if not name.startswith("_")]
    for reader in readers:
        assert [name for name in promised if not hasattr(reader, name)] == []
        reader.close()
    log.close()
