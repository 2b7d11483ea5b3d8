"""The bottom line: how the connection is, who one is, what is under way, which keys help.

Owns its text, and what gives way when there is little room. The texts are clean already.
"""

from dataclasses import dataclass

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from veche.terminal.screen.cells import fit, width

_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Status:
    """What there is to say; "" is left out. `trouble`: `state` is to be noticed."""

    state: str = ""
    nick: str = ""
    notes: tuple[str, ...] = ()
    hints: str = ""
    trouble: bool = False


class StatusLine(Widget):
    """Shows a Status in one line."""

    status: reactive[Status] = reactive(Status())

    def render(self) -> Text:
        """Return the line in the width that there is."""
        return status_text(self.status, self.size.width)


def status_text(status: Status, cells: int) -> Text:
    """Return the line: the hints go first when it is too long, then the end is cut."""
    left = _BETWEEN.join(part for part in (status.state, status.nick, *status.notes) if part)
    left = fit(f" {left}", cells)
    rest = cells - width(left)
    text = Text(left, no_wrap=True, end="")
    if status.trouble:
        text.stylize("bold", 1, 1 + len(status.state))
    if status.hints and rest > width(status.hints) + 2:
        text.append(" " * (rest - width(status.hints) - 1) + status.hints)
    return text
