"""Line mode on a terminal: what is being typed is never torn by what arrives.

Owns the prompt and the colours. Must not know what the lines mean. Nothing else imports
prompt_toolkit, and nobody imports this module without a terminal.
"""

import asyncio
import contextlib
import os
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from datetime import datetime

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.input.vt100 import Vt100Input

from veche.terminal.console import InterruptedByUserError
from veche.terminal.wording import Line

# What is read ahead of whoever takes the lines: more than a person types, less than memory.
_MAX_WAITING = 10_000
# A flood of mentions rings once in this time.
_BELL_PAUSE_S = 2.0


class PromptConsole:
    """A person at a terminal. Use it as a context manager, inside the event loop."""

    interactive = True

    def __init__(self) -> None:
        self.closed = False
        # The typed line is erased at Enter: it stands again, once, when it is acknowledged.
        self._history = _History()
        self._session: PromptSession[str] = PromptSession(
            erase_when_done=True,
            input=_terminal_input(),
            history=self._history,
            is_password=Condition(lambda: self._history.paused),
        )
        self._colour = not os.environ.get("NO_COLOR")
        self._text = "> "
        self._notice = ""
        self._lines: list[str] = []
        self._printing: asyncio.Task[None] | None = None
        self._quiet_until = float("-inf")

    def __enter__(self) -> "PromptConsole":
        return self

    def __exit__(self, *exc: object) -> None:
        if self._printing is not None:
            self._printing.cancel()
        self._write()

    def show(self, line: Line) -> None:
        """Print above what is being typed, with all else that is shown in the same moment."""
        now = datetime.now().astimezone()
        self._lines.append(line.coloured(now) if self._colour else line.timed(now))
        if self._printing is None or self._printing.done():
            self._printing = asyncio.create_task(self._print())

    async def _print(self) -> None:
        while self._lines:
            await run_in_terminal(self._write)

    def _write(self) -> None:
        lines, self._lines = self._lines, []
        if lines:
            # Not through prompt_toolkit, which would take the colours out.
            try:
                print("\n".join(lines), file=sys.stdout, flush=True)
            except OSError:  # the terminal is gone
                self.closed = True

    def prompt(self, text: str, notice: str = "", *, hidden: bool = False) -> None:
        """Change what stands before and above what is being typed.

        It stays, unless it was hidden and is to be seen from now on.
        """
        shown = (self._text, self._notice, self._history.paused)
        if (text, notice, hidden) != shown:
            if self._history.paused and not hidden:
                self._session.default_buffer.reset()
            self._text, self._notice, self._history.paused = text, notice, hidden
            self._session.app.invalidate()

    def _drawn_prompt(self) -> StyleAndTextTuples:
        columns = self._session.output.get_size().columns
        above = textwrap.wrap(self._notice, max(columns - 1, 10))
        return [*(("bold", f"{line}\n") for line in above), ("", self._text)]

    def bell(self) -> None:
        """Ring the terminal's bell, unless it rang just now."""
        if (now := time.monotonic()) >= self._quiet_until:
            self._quiet_until = now + _BELL_PAUSE_S
            self._session.output.bell()
            self._session.output.flush()

    async def typed(self) -> AsyncIterator[tuple[str, bool]]:
        """Give what was typed; of a paste, line after line; an empty line for a bare Enter.

        The prompt stays while nobody takes the lines.
        """
        lines: asyncio.Queue[tuple[str, bool] | Exception | None] = asyncio.Queue(_MAX_WAITING)
        reading = asyncio.create_task(self._read(lines))
        try:
            while (line := await lines.get()) is not None:
                if isinstance(line, Exception):
                    raise line
                yield line
        finally:
            reading.cancel()
            # It takes the prompt off the screen first.
            await asyncio.wait([reading])

    async def _read(self, lines: asyncio.Queue[tuple[str, bool] | Exception | None]) -> None:
        try:
            while True:
                text = await self._session.prompt_async(self._drawn_prompt)
                pieces = text.splitlines() or [""]
                for piece in pieces:
                    await lines.put((piece.replace("\0", " "), len(pieces) == 1))
        except EOFError:
            await lines.put(None)
        except KeyboardInterrupt:
            await lines.put(InterruptedByUserError())


def _terminal_input() -> Input | None:
    return _QuietInput(sys.stdin) if sys.stdin is not None and sys.stdin.isatty() else None


class _History(InMemoryHistory):
    """What was typed before; nothing of what is typed while it is `paused`."""

    paused = False

    def append_string(self, string: str) -> None:
        """Remember a line."""
        if not self.paused:
            super().append_string(string)


class _QuietInput(Vt100Input):
    """A terminal that does not echo while lines are printed above the prompt.

    prompt_toolkit turns echo on for that moment, so that a program which it starts could ask
    something. Here it would show what is typed in that moment twice.
    """

    def cooked_mode(self) -> AbstractContextManager[None]:
        """Stay as it is."""
        return contextlib.nullcontext()
