"""Lines of text from a file descriptor of any kind: a pipe, a terminal, a file.

Owns the reading, and how far ahead it goes. Must not know what the lines mean.
"""

import asyncio
import codecs
import os
import threading
from collections.abc import AsyncIterator

_READ_BYTES = 65_536
# A line longer than this is read as several.
_MAX_LINE = 65_536


async def read_lines(descriptor: int) -> AsyncIterator[str]:
    """Give each line until the end of input, bad UTF-8 replaced, NUL and CR as spaces."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    async for chunk in _chunks(descriptor):
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        if len(rest) > _MAX_LINE:
            lines.append(rest)
            rest = ""
        for line in lines:
            yield _sendable(line)
    if rest := rest + decoder.decode(b"", final=True):
        yield _sendable(rest)


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
