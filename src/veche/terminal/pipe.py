"""Line mode between programs: lines from standard input, messages to standard output.

Owns the reading of a file descriptor of any kind. Must not know what the lines mean.
"""

import asyncio
import codecs
import os
import threading
from collections.abc import AsyncIterator
from typing import TextIO

from veche.terminal.wording import Line

_READ_BYTES = 65_536
# A line longer than this is read as several.
_MAX_LINE = 65_536


class PipeConsole:
    """Messages go to `out`, status to `err`, each flushed; input comes from the descriptor."""

    interactive = False

    def __init__(self, descriptor: int, out: TextIO, err: TextIO) -> None:
        self.closed = False
        self._descriptor = descriptor
        self._out = out
        self._err = err

    def show(self, line: Line) -> None:
        """Write a line; when nobody reads the messages any more, `closed` says so from then on."""
        try:
            print(line.plain(), file=self._err if line.status else self._out, flush=True)
        except OSError:
            self.closed = self.closed or not line.status

    async def ask(self, question: str) -> str | None:
        """Nobody is there."""
        return None

    async def typed(self, prompt: str) -> AsyncIterator[tuple[str, bool]]:
        """Give each line until the end of input, bad UTF-8 replaced, NUL and CR as spaces."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        rest = ""
        async for chunk in _chunks(self._descriptor):
            *lines, rest = (rest + decoder.decode(chunk)).split("\n")
            if len(rest) > _MAX_LINE:
                lines.append(rest)
                rest = ""
            for line in lines:
                yield _sendable(line), True
        if rest := rest + decoder.decode(b"", final=True):
            yield _sendable(rest), True


def _sendable(line: str) -> str:
    return line.replace("\r", " ").replace("\0", " ")


async def _chunks(descriptor: int) -> AsyncIterator[bytes]:
    """Read any kind of descriptor, a file too, no further ahead than one chunk.

    The thread is a daemon: a read that never returns must not keep the program from ending.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    wanted = threading.Semaphore(0)

    def read() -> None:
        while True:
            wanted.acquire()
            try:
                chunk = os.read(descriptor, _READ_BYTES)
            except OSError:
                chunk = b""
            try:
                loop.call_soon_threadsafe(queue.put_nowait, chunk)
            except RuntimeError:  # the loop is closed: nobody waits any more
                return
            if not chunk:
                return

    threading.Thread(target=read, name="veche-input", daemon=True).start()
    while True:
        wanted.release()
        chunk = await queue.get()
        if not chunk:
            return
        yield chunk
