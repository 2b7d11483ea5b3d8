"""History pages from other threads: each job done once, or refused at once."""

import threading
from queue import SimpleQueue

from veche.core.commands import Direction, HistoryQuery
from veche.core.replies import Grant, Granted, HistoryPage, Work
from veche.eventlog.base import LogError
from veche.eventlog.memory import MemoryLog
from veche.server.helpers import Helpers, Pool
from veche.server.jobs import Job, Outcome
from veche.server.reading import Reading

WAITING = 32
GRANTED = Granted("#c", Grant(7), HistoryQuery(Direction.LATEST, 20))


class Slow:
    """A performer that waits to be let go, then finds nothing, or fails."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.fails = False
        self.closed = False

    def perform(self, work: Work) -> Outcome:
        assert self.go.wait(20)
        if self.fails:
            raise LogError("planted")
        return HistoryPage("#c", ())

    def close(self) -> None:
        self.closed = True


def test_pages_come_from_each_threads_own_reader() -> None:
    """And readers are closed at the end."""
    done: SimpleQueue[tuple[Job, Outcome | None]] = SimpleQueue()
    bugs: list[Exception] = []
    pool = Helpers({"read": Pool(lambda: Reading(MemoryLog().reader()))}, bugs.append)
    pool.start()
    jobs = [Job(number, GRANTED, 0) for number in range(20)]
    for job in jobs:
        pool.give(job, lambda job, page: done.put((job, page)))
    results = [done.get(timeout=20) for _ in jobs]
    assert {job.session for job, _ in results} == set(range(20))
    assert all(page == HistoryPage("#c", ()) for _, page in results)
    pool.stop(5.0)
    assert bugs == []


def test_too_much_work_is_refused_at_once() -> None:
    """What is in the queue is done all the same."""
    reader = Slow()
    done: SimpleQueue[Outcome | None] = SimpleQueue()
    pool = Helpers({"read": Pool(lambda: reader, threads=1, waiting=WAITING)}, lambda error: None)
    for number in range(WAITING):
        pool.give(Job(number, GRANTED, 0), lambda job, page: done.put(page))
    assert done.empty()
    pool.give(Job(0, GRANTED, 0), lambda job, page: done.put(page))
    assert done.get_nowait() is None
    reader.go.set()
    pool.start()
    assert all(done.get(timeout=20) for _ in range(WAITING))
    pool.stop(5.0)
    assert reader.closed


def test_a_page_that_cannot_be_read() -> None:
    """Is answered, and told; the thread goes on."""
    reader = Slow()
    reader.fails = True
    reader.go.set()
    bugs: list[Exception] = []
    done: SimpleQueue[Outcome | None] = SimpleQueue()
    pool = Helpers({"read": Pool(lambda: reader, threads=1)}, bugs.append)
    pool.start()
    for _ in range(2):
        pool.give(Job(1, GRANTED, 0), lambda job, page: done.put(page))
    assert [done.get(timeout=20), done.get(timeout=20)] == [None, None]
    pool.stop(5.0)
    assert [str(bug) for bug in bugs] == ["planted"] * 2
