"""A few threads for each kind of work that is slow.

Owns the pools and their bounds: what would have to wait too long is refused at once. Each thread
has a performer of its own. Must not know what the work is.
"""

import queue
import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from veche.core.replies import Work
from veche.server.jobs import Job, Outcome

Done = Callable[[Job, Outcome | None], None]
"""Called on a helper's thread, or on the caller's when the job is refused."""


class Performer(Protocol):
    """Does one kind of work, on one thread."""

    def perform(self, work: Work) -> Outcome:
        """Do it. Raises only for what is our own fault."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class Pool(NamedTuple):
    """`threads` threads, each with what `open` gives; `waiting` jobs may wait for them."""

    open: Callable[[], Performer]
    threads: int = 2
    waiting: int = 256  # a page takes about a millisecond


class Helpers:
    """`pools` by `Work.pool`. `bug` is told when a job cannot be done."""

    def __init__(self, pools: Mapping[str, Pool], bug: Callable[[Exception], None]) -> None:
        self._running = {name: _Running(name, pool, bug) for name, pool in pools.items()}

    def start(self) -> None:
        """Start the threads."""
        for pool in self._running.values():
            pool.start()

    def give(self, job: Job, done: Done) -> None:
        """Have a job done, or refuse at once; `done` is called exactly once while we run."""
        self._running[job.work.pool].give(job, done)

    def stop(self, timeout_s: float) -> None:
        """Let go of what waits, and end the threads once they are done with what they do."""
        for pool in self._running.values():
            pool.stop()
        for pool in self._running.values():
            pool.join(timeout_s)


class _Running:
    """One pool at work."""

    def __init__(self, name: str, pool: Pool, bug: Callable[[Exception], None]) -> None:
        self._open = pool.open
        self._bug = bug
        self._jobs: queue.Queue[tuple[Job, Done] | None] = queue.Queue(pool.waiting)
        self._threads = [
            threading.Thread(target=self._run, name=f"veche-{name}-{number}", daemon=True)
            for number in range(pool.threads)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def give(self, job: Job, done: Done) -> None:
        try:
            self._jobs.put_nowait((job, done))
        except queue.Full:
            done(job, None)

    def stop(self) -> None:
        while True:
            try:
                self._jobs.get_nowait()
            except queue.Empty:
                break
        for _ in self._threads:
            self._jobs.put_nowait(None)

    def join(self, timeout_s: float) -> None:
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout_s)

    def _run(self) -> None:
        performer = self._open()
        try:
            while (item := self._jobs.get()) is not None:
                job, done = item
                outcome: Outcome | None = None
                try:
                    outcome = performer.perform(job.work)
                except Exception as error:
                    self._bug(error)
                done(job, outcome)
        finally:
            performer.close()
