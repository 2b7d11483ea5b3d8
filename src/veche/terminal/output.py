"""Text to a file descriptor whose reader may be slow, or gone.

Owns the writing, and noticing that nobody reads any more. Must not know what is written.
"""

import asyncio
import contextlib
import os
import queue
import select
import stat
import threading


class Output:
    """Writes from a thread of its own, so that nothing else waits for a slow reader.

    The thread is a daemon: a write that never returns must not keep the program from ending.
    """

    def __init__(self, descriptor: int) -> None:
        """Prepare; must be made where an event loop runs."""
        self.closed = asyncio.Event()
        self._descriptor = descriptor
        self._loop = asyncio.get_running_loop()
        self._work: queue.SimpleQueue[tuple[bytes, asyncio.Future[None]]] = queue.SimpleQueue()
        threading.Thread(target=self._write_all, name="veche-output", daemon=True).start()
        self._watching = _is_pipe(descriptor)
        if self._watching:
            # Nothing can be read from the writing end, so what comes is that the reader is gone.
            self._loop.add_reader(descriptor, self._gone)

    async def write(self, data: bytes) -> None:
        """Write all of it; where nobody reads any more `closed` is set and it goes nowhere."""
        done = self._loop.create_future()
        self._work.put((data, done))
        await done

    def stop(self) -> None:
        """Watch no longer."""
        if self._watching:
            self._watching = False
            self._loop.remove_reader(self._descriptor)

    def _gone(self) -> None:
        self.stop()
        self.closed.set()

    def _write_all(self) -> None:
        while True:
            data, done = self._work.get()
            failed = False
            try:
                _write(self._descriptor, data)
            except OSError:
                failed = True
            # Once the loop is closed nobody waits any more.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._finish, done, failed)

    def _finish(self, done: asyncio.Future[None], failed: bool) -> None:
        if failed:
            self._gone()
        if not done.done():
            done.set_result(None)


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(descriptor, rest) :]
        except BlockingIOError:  # somebody who shares it has made it so
            select.select([], [descriptor], [])


def _is_pipe(descriptor: int) -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    except OSError:
        return False
