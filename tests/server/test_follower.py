"""The index keeps up with the log."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.eventlog.samples import ALICE, message
from tests.harness import wait_until
from veche.core.events import AccountErased, MessageRedacted, Record, TextBody
from veche.core.retention import Expiry
from veche.eventlog.base import LogError
from veche.eventlog.memory import MemoryLog
from veche.eventlog.search import Index, Searcher, Wanted
from veche.server import follower
from veche.server.follower import Follower, follow


def never(ids: Sequence[int]) -> None:
    """Nothing is to be erased."""
    pytest.fail(f"{ids} were to be erased")


def append(log: MemoryLog, *records: Record) -> None:
    """Store them."""
    log.append(records, log.last, lambda outcome: None)


def test_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From where it had come to, until there is no more."""
    monkeypatch.setattr(follower, "RECORDS", 2)
    log, index = MemoryLog(), Index(tmp_path / "search.db")
    append(log, *(message(n) for n in range(1, 6)))
    reader = log.reader()
    assert [follow(reader, index) for _ in range(4)] == [True, True, False, False]
    assert index.cursor == 5
    index.close()


def test_what_was_taken_back_goes(tmp_path: Path) -> None:
    """With its edits."""
    log, index = MemoryLog(), Index(tmp_path / "search.db")
    append(log, *(message(n) for n in (1, 2, 3)))
    follow(log.reader(), index)
    redacted = MessageRedacted(5, 1, (3,))
    append(log, Record(9, 2_000, 7, redacted, TextBody(ALICE, "#lobby")))
    follow(log.reader(), index)
    searcher = Searcher(tmp_path / "search.db")
    assert searcher.find((7,), Wanted("hello"), 99, 9) == [2]
    append(log, Record(10, 2_000, None, AccountErased(0, (2, 9))))
    follow(log.reader(), index)
    assert searcher.find((7,), Wanted("hello"), 99, 9) == []
    searcher.close()
    index.close()


@pytest.mark.parametrize(("share", "rests"), [(0.1, 1), (0.95, follower.RESTS)])
def test_it_rests_while_the_server_is_busy(
    monkeypatch: pytest.MonkeyPatch, share: float, rests: int
) -> None:
    """But not for ever."""
    rested: list[float] = []

    class Stopped(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            rested.append(timeout or 0)
            return False

    used = iter(range(99))
    monkeypatch.setattr(time, "process_time", lambda: next(used) * share * 2.0)
    monkeypatch.setattr(threading, "Event", Stopped)
    Follower(MemoryLog().reader, pytest.fail, pytest.fail, never).rest(2.0)
    assert rested == [2.0] * rests


def test_the_thread(tmp_path: Path) -> None:
    """It begins with what there is, and goes on when it is woken."""
    log, path = MemoryLog(), tmp_path / "search.db"
    append(log, message(1))
    following = Follower(log.reader, lambda: Index(path), pytest.fail, never)
    following.start()
    searcher = Searcher(path)

    def found() -> int:
        try:
            return len(searcher.find((7,), Wanted("hello"), 99, 9))
        except LogError:
            return -1

    wait_until(lambda: found() == 1, what="indexing")
    append(log, message(2))
    following.wake()
    wait_until(lambda: found() == 2, what="going on")
    following.stop(5.0)
    searcher.close()


def test_trouble_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is tried again."""
    monkeypatch.setattr(follower, "RETRY_S", 0.001)
    attempts = 0
    told: list[str] = []
    enough = threading.Event()

    def fail() -> Index:
        nonlocal attempts
        attempts += 1
        if attempts > 3:
            enough.set()
        raise LogError("no room")

    following = Follower(MemoryLog().reader, fail, told.append, never)
    following.start()
    assert enough.wait(5.0)
    following.stop(5.0)
    assert told == ["no room"]


def test_what_is_old_is_erased(tmp_path: Path) -> None:
    """From the log, once, and from the index."""
    log, path = MemoryLog(), tmp_path / "search.db"
    append(log, message(1, at_ms=10), message(2, at_ms=20))
    asked: list[int] = []
    following = Follower(log.reader, lambda: Index(path), pytest.fail, asked.extend)
    following.start()
    following.expire([Expiry(7, 15)])
    wait_until(lambda: asked == [1], what="asking")
    searcher = Searcher(path)
    wait_until(lambda: searcher.find((7,), Wanted("hello"), 99, 9) == [2], what="forgetting")
    following.stop(5.0)
    assert asked == [1]
    searcher.close()
