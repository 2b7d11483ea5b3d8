"""Line mode between programs: lines from standard input, messages to standard output.

Owns where each goes. Must not know what the lines mean.
"""

from collections.abc import AsyncIterator
from typing import TextIO

from veche.terminal.descriptor import read_lines
from veche.terminal.wording import Line


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

    def prompt(self, text: str, notice: str = "", *, hidden: bool = False) -> None:
        """Nobody is there to see it."""

    def bell(self) -> None:
        """Nobody is there to hear it."""

    async def typed(self) -> AsyncIterator[tuple[str, bool]]:
        """Give each line until the end of input, as `read_lines` does."""
        async for line in read_lines(self._descriptor):
            yield line, True
