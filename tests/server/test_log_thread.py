"""The log's thread: calls in order, outcomes told, errors not swallowed."""

import threading
from queue import SimpleQueue

import pytest

from tests.server.fakes import Stage
from veche.core.events import MessageRedacted, Record, Stored
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


def taken_back() -> list[Record]:
    """A message, and that it was taken back."""
    said = record()
    redacted = MessageRedacted(1, said.id)
    return [said, Record(said.id + 1, said.at_ms, said.conversation, redacted)]


def test_what_is_taken_back_is_erased_first() -> None:
    """Nobody who is told of it can still read it."""
    log = MemoryLog()
    thread = LogThread(log, pytest.fail, unexpected)
    thread.start()
    bodies: SimpleQueue[object] = SimpleQueue()
    thread.append(taken_back(), 0, lambda outcome: bodies.put(log.stored[0].record.body))
    assert bodies.get(timeout=20) is None
    assert thread.stop(5.0)


def test_an_erasure_that_fails_is_said() -> None:
    """It is made good by the next start; what was stored is stored."""

    class Full(MemoryLog):
        def erase(self, *args: object) -> None:
            raise LogError("no room")

    troubles: SimpleQueue[str] = SimpleQueue()
    told: SimpleQueue[object] = SimpleQueue()
    thread = LogThread(Full(), troubles.put, unexpected)
    thread.start()
    thread.append(taken_back(), 0, told.put)
    assert not isinstance(told.get(timeout=20), AppendFailed)
    assert "no room" in troubles.get(timeout=20)
    assert thread.stop(5.0)


def test_it_erases_what_it_is_asked_to() -> None:
    """In its place in the order."""
    log = MemoryLog()
    thread = LogThread(log, pytest.fail, unexpected)
    thread.start()
    wanted = record()
    thread.append([wanted], 0, lambda outcome: None)
    thread.erase([wanted.id])
    assert thread.stop(5.0)
    assert log.stored[0].record.body is None
