"""MemoryLog: the contract, and the hooks for the simulation."""

from pathlib import Path

import pytest

from tests.eventlog.contract import Log, LogContract, append, committed
from tests.eventlog.samples import message
from veche.core.events import Stored
from veche.eventlog.base import AppendFailed
from veche.eventlog.memory import MemoryLog


class TestMemoryLog(LogContract):
    """A folder stands for a log that outlives its users."""

    @pytest.fixture(autouse=True)
    def _no_logs(self) -> None:
        self.logs: dict[Path, MemoryLog] = {}

    def open(self, folder: Path) -> Log:
        return self.logs.setdefault(folder, MemoryLog())

    def fail_next(self, log: Log, reason: str) -> None:
        assert isinstance(log, MemoryLog)
        log.fail_next = reason


def test_an_append_is_held_until_released() -> None:
    """A stall: no outcome, until there is one."""
    log = MemoryLog()
    log.hold = True
    results: list[object] = []
    log.append([message(1)], 0, results.append)
    assert (results, log.last) == ([], 0)
    log.release()
    assert log.last == 1
    assert results == [[Stored(1, 1, message(1))]]
    log.release()
    assert len(results) == 1


def test_a_held_append_may_fail() -> None:
    """A stall may end either way."""
    log = MemoryLog()
    log.hold = True
    results: list[object] = []
    log.append([message(1)], 0, results.append)
    log.fail_next = "lost"
    log.release()
    assert (results, log.last) == ([AppendFailed("lost")], 0)


def test_a_crash_before_the_commit() -> None:
    """What was held is as if it had never been."""
    log = MemoryLog()
    log.hold = True
    log.append([message(1)], 0, lambda _: pytest.fail("nobody is there to be told"))
    log.close()
    log.hold = False
    assert committed(log, message(2))[0].pos == 1


def test_mistakes_of_the_hub_are_loud() -> None:
    """An id used twice, a stamp that decreases, a second batch in flight."""
    log = MemoryLog()
    committed(log, message(1, at_ms=10))
    with pytest.raises(AssertionError, match="used before"):
        append(log, [message(1, at_ms=10)])
    with pytest.raises(AssertionError, match="never decrease"):
        append(log, [message(2, at_ms=9)])
    log.hold = True
    log.append([message(2, at_ms=10)], 1, lambda _: None)
    with pytest.raises(AssertionError, match="one batch"):
        log.append([message(3, at_ms=10)], 1, lambda _: None)
