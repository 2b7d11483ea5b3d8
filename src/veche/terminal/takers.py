"""What `veche tail` does with messages: shows them, or runs a command for each.

Owns the forms in which they are shown. Must not know where they come from.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

from veche.client.events import Said
from veche.terminal.json_lines import gap_line, message_line
from veche.terminal.output import Output
from veche.terminal.runner import Runner
from veche.terminal.tailing import Gap
from veche.terminal.wording import word
from veche.terminal.words import words_in


class Shower(ABC):
    """Writes a line for each."""

    def __init__(self, output: Output, channel: str, encoding: str = "utf-8") -> None:
        """Prepare to show messages of `channel`."""
        self._output = output
        self._channel = channel
        self._encoding = encoding

    async def take(self, items: Sequence[Said | Gap]) -> None:
        """Write them, and return once they are taken."""
        lines = [line for item in items if (line := self.line(item))]
        data = "".join(f"{line}\n" for line in lines).encode(self._encoding, "replace")
        await self._output.write(data)

    async def closed(self) -> None:
        """Return once nobody reads any more."""
        await self._output.closed.wait()

    @abstractmethod
    def line(self, item: Said | Gap) -> str:
        """Return one printable line; "" for nothing."""


class JsonShower(Shower):
    """Shows messages to programs (docs/protocol/json-lines.md)."""

    def line(self, item: Said | Gap) -> str:
        """Return the object, in one line."""
        if isinstance(item, Gap):
            return gap_line(self._channel)
        return message_line(item, self._channel)


class TextShower(Shower):
    """Shows messages to people: on a terminal with a short time and in colour."""

    def __init__(
        self, output: Output, channel: str, encoding: str, *, terminal: bool, colour: bool
    ) -> None:
        """Prepare; `colour` counts on a terminal only."""
        super().__init__(output, channel, encoding)
        self._terminal = terminal
        self._colour = colour
        self._words = words_in("en")

    def line(self, item: Said | Gap) -> str:
        """Return clean lines, the first with the time; "" for what people are told otherwise."""
        if isinstance(item, Gap):
            return ""
        lines = word(item, self._channel, self._words)
        if not self._terminal:
            return _full(item.at) + "\n".join(line.plain() for line in lines)
        now = datetime.now().astimezone()
        shown = (line.coloured(now) if self._colour else line.timed(now) for line in lines)
        return "\n".join(shown)


class CommandTaker:
    """Runs a command for each message, one after another."""

    def __init__(self, runner: Runner, channel: str) -> None:
        """Prepare to run it for messages of `channel`."""
        self._runner = runner
        self._channel = channel

    async def take(self, items: Sequence[Said | Gap]) -> None:
        """Run it for each; one that fails is told of, and the next one has its turn."""
        for item in items:
            if isinstance(item, Said):
                await self._runner.run(item, self._channel)

    async def closed(self) -> None:
        """Never: a command does not tell whether it is of use."""
        await asyncio.Event().wait()


def _full(at: datetime | None) -> str:
    """Return a moment as `2025-01-02 03:04:05 ` in local time; "" if it has none."""
    try:
        return f"{at.astimezone():%Y-%m-%d %H:%M:%S} " if at else ""
    except (OverflowError, ValueError, OSError):
        return ""
