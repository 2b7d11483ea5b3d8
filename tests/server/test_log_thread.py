"""The log's thread: calls in order, outcomes told, errors not swallowed."""

import threading
from queue import SimpleQueue

import pytest

from tests.server.fakes import Stage
from veche.core.events import Record, Stored
from veche.eventlog.base import AppendFailed, LogError, Snapshot
from veche.eventlog.memory import MemoryLog
from veche.server.log_thread import LogThread


def record() -> Record:
    """Something to store."""
    return Stage().message("x").event.record


def unexpected(error: BaseException) -> None:
    """No test here expects this."""
    raise error


def test_it_appends_on_its_own_thread() -> None:
    """And calls back from there."""
    log = MemoryLog()
    thread = LogThread(log, pytest.fail, unexpected)
    thread.start()
    told: SimpleQueue[tuple[object, str]] = SimpleQueue()
    thread.append([record()], 0, lambda out: told.put((out, threading.current_thread().name)))
    outcome, name = told.get(timeout=20)
    assert name == "veche-log"
    assert outcome == log.stored
    assert thread.stop(5.0)


def test_a_failure_is_an_outcome() -> None:
    """Not an exception."""
    log = MemoryLog()
    log.fail_next = "disk full"
    thread = LogThread(log, pytest.fail, unexpected)
    thread.start()
    told: SimpleQueue[list[Stored] | AppendFailed] = SimpleQueue()
    thread.append([record()], 0, lambda outcome: told.put(outcome))  # type: ignore[arg-type]
    assert told.get(timeout=20) == AppendFailed("disk full")
    assert thread.stop(5.0)


def test_a_log_that_breaks_its_promise_is_fatal() -> None:
    """What is stored then is not known; the batch is neither committed nor refused."""

    class Broken(MemoryLog):
        def append(self, *args: object) -> None:
            raise ZeroDivisionError("planted")

    errors: SimpleQueue[BaseException] = SimpleQueue()
    thread = LogThread(Broken(), pytest.fail, errors.put)
    thread.start()
    thread.append([record()], 0, lambda outcome: pytest.fail("an outcome"))
    assert isinstance(errors.get(timeout=20), ZeroDivisionError)


def test_a_snapshot_that_cannot_be_stored_is_said() -> None:
    """The server goes on: only its next start takes longer."""

    class Full(MemoryLog):
        def save(self, snapshot: Snapshot) -> None:
            raise LogError("no room")

    troubles: SimpleQueue[str] = SimpleQueue()
    done = threading.Event()
    thread = LogThread(Full(), troubles.put, unexpected)
    thread.start()
    thread.save(Snapshot(1, 1, b""), done.set)
    assert done.wait(20)
    assert "no room" in troubles.get(timeout=20)
    assert thread.stop(5.0)
