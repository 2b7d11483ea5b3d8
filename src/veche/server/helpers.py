"""A few threads for what is slow: history pages, so far.

Owns the pool and its bound: what would have to wait too long is refused at
once. Each thread has a reader of its own.
"""

import queue
import threading
from collections.abc import Callable

from veche.eventlog.base import Page, Reader
from veche.server.outflow import Job

WAITING_JOBS = 256
"""Beyond so many, people are told to try again: a page takes about a millisecond."""

Done = Callable[[Job, Page | None], None]
"""Called on a helper's thread, or on the caller's when the job is refused."""


class Helpers:
    """`open_reader` is called once on each thread. `bug` is told when a page cannot be read."""

    def __init__(
        self,
        open_reader: Callable[[], Reader],
        bug: Callable[[Exception], None],
        threads: int = 2,
    ) -> None:
        self._open_reader = open_reader
        self._bug = bug
        self._jobs: queue.Queue[tuple[Job, Done] | None] = queue.Queue(WAITING_JOBS)
        self._threads = [
            threading.Thread(target=self._run, name=f"veche-helper-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def read(self, job: Job, done: Done) -> None:
        """Have a page read, or refuse at once; `done` is called exactly once while we run."""
        try:
            self._jobs.put_nowait((job, done))
        except queue.Full:
            done(job, None)

    def stop(self, timeout_s: float) -> None:
        """Let go of what waits, and end the threads once they are done with what they do."""
        while True:
            try:
                self._jobs.get_nowait()
            except queue.Empty:
                break
        for _ in self._threads:
            self._jobs.put_nowait(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout_s)

    def _run(self) -> None:
        reader = self._open_reader()
        try:
            while (item := self._jobs.get()) is not None:
                job, done = item
                page: Page | None = None
                try:
                    page = reader.page(job.granted.grant, job.granted.query)
                except Exception as error:
                    self._bug(error)
                done(job, page)
        finally:
            reader.close()
