"""History pages from other threads: each job done once, or refused at once."""

import threading
from queue import SimpleQueue

from veche.core.commands import Direction, HistoryQuery
from veche.core.replies import Grant, Granted
from veche.eventlog.base import LogError, Page
from veche.eventlog.memory import MemoryLog
from veche.server import helpers
from veche.server.helpers import Helpers
from veche.server.outflow import Job

GRANTED = Granted("#c", Grant(7), HistoryQuery(Direction.LATEST, 20))


class SlowReader:
    """Waits to be let go, then reads nothing, or fails."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.fails = False
        self.closed = False

    def page(self, grant: Grant, query: HistoryQuery) -> Page:
        assert self.go.wait(20)
        if self.fails:
            raise LogError("planted")
        return Page(())

    def recall(self, author: int, key: bytes, since_ms: int) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.closed = True


def test_pages_come_from_each_threads_own_reader() -> None:
    """And readers are closed at the end."""
    done: SimpleQueue[tuple[Job, Page | None]] = SimpleQueue()
    bugs: list[Exception] = []
    pool = Helpers(MemoryLog().reader, bugs.append)
    pool.start()
    jobs = [Job(number, GRANTED, 0) for number in range(20)]
    for job in jobs:
        pool.read(job, lambda job, page: done.put((job, page)))
    results = [done.get(timeout=20) for _ in jobs]
    assert {job.session for job, _ in results} == set(range(20))
    assert all(page == Page(()) for _, page in results)
    pool.stop(5.0)
    assert bugs == []


def test_too_much_work_is_refused_at_once() -> None:
    """What is in the queue is done all the same."""
    reader = SlowReader()
    done: SimpleQueue[Page | None] = SimpleQueue()
    pool = Helpers(lambda: reader, lambda error: None, threads=1)
    for number in range(helpers.WAITING_JOBS):
        pool.read(Job(number, GRANTED, 0), lambda job, page: done.put(page))
    assert done.empty()
    pool.read(Job(0, GRANTED, 0), lambda job, page: done.put(page))
    assert done.get_nowait() is None
    reader.go.set()
    pool.start()
    assert all(done.get(timeout=20) for _ in range(helpers.WAITING_JOBS))
    pool.stop(5.0)
    assert reader.closed


def test_a_page_that_cannot_be_read() -> None:
    """Is answered, and told; the thread goes on."""
    reader = SlowReader()
    reader.fails = True
    reader.go.set()
    bugs: list[Exception] = []
    done: SimpleQueue[Page | None] = SimpleQueue()
    pool = Helpers(lambda: reader, bugs.append, threads=1)
    pool.start()
    for _ in range(2):
        pool.read(Job(1, GRANTED, 0), lambda job, page: done.put(page))
    assert [done.get(timeout=20), done.get(timeout=20)] == [None, None]
    pool.stop(5.0)
    assert [str(bug) for bug in bugs] == ["planted"] * 2
