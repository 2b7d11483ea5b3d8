"""Line mode on a terminal: what is being typed is never torn by what arrives.

Owns the prompt and the colours. Must not know what the lines mean. Nothing else imports
prompt_toolkit, and nobody imports this module without a terminal.
"""

import os
import sys
from collections.abc import AsyncIterator
from datetime import datetime

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from veche.terminal.console import InterruptedByUserError
from veche.terminal.wording import Line


class PromptConsole:
    """A person at a terminal. Use it as a context manager."""

    interactive = True
    closed = False

    def __init__(self) -> None:
        # The typed line is erased at Enter: it stands again, once, when it is acknowledged.
        self._session: PromptSession[str] = PromptSession(erase_when_done=True)
        # Raw, because every line that comes here is clean already, and its colours are ours.
        self._patch = patch_stdout(raw=True)
        self._colour = not os.environ.get("NO_COLOR")

    def __enter__(self) -> "PromptConsole":
        self._patch.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._patch.__exit__(None, None, None)

    def show(self, line: Line) -> None:
        """Print above what is being typed."""
        now = datetime.now().astimezone()
        print(line.coloured(now) if self._colour else line.timed(now), file=sys.stdout)

    async def typed(self, prompt: str) -> AsyncIterator[tuple[str, bool]]:
        """Give what was typed; of a paste, line after line."""
        while (text := await self.ask(prompt)) is not None:
            lines = text.splitlines()
            for line in lines:
                yield line.replace("\0", " "), len(lines) == 1

    async def ask(self, question: str) -> str | None:
        """Show `question` and return what is typed after it; None for Ctrl-D."""
        try:
            return await self._session.prompt_async(question)
        except EOFError:
            return None
        except KeyboardInterrupt as error:
            raise InterruptedByUserError from error
