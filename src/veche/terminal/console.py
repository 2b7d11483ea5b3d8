"""Where lines come from and go to.

Owns the interface that line mode needs, whatever is behind it: a terminal or a pipe.
"""

from collections.abc import AsyncIterator
from typing import Protocol

from veche.terminal.wording import Line


class InterruptedByUserError(Exception):
    """Ctrl-C."""


class Console(Protocol):
    """One person, or one pair of pipes."""

    @property
    def interactive(self) -> bool:
        """Whether there is somebody to ask."""

    @property
    def closed(self) -> bool:
        """Whether nobody reads any more what is shown."""

    def show(self, line: Line) -> None:
        """Show a line now."""

    def prompt(self, text: str, notice: str = "", *, hidden: bool = False) -> None:
        """Let `text` stand before what is typed, and `notice`, if any, in a line above it.

        `hidden`: what is typed is not shown, and not remembered; what is not ended goes with it.
        """

    def bell(self) -> None:
        """Call the person, if there is one."""

    def typed(self) -> AsyncIterator[tuple[str, bool]]:
        """Give each line, and whether it was typed alone (not pasted with others), to the end.

        Raises InterruptedByUserError.
        """
