"""Which columns a row has at a width.

Owns where time, nick and text stand. Must not know what stands there.
"""

from dataclasses import dataclass

from veche.terminal.screen.wrapping import MIN_WIDTH

TIME = 5  # 12:34
MARK = 1  # what is the matter with a message: it mentions us, it is pending, it failed
_ALIGNED_FROM = 72
_ROOMY_FROM = 100
_TIMED_FROM = 30


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells of each column.

    Wide, the names stand in a column of their own, and a name is not repeated. Narrow, there is
    none: `nick: text`, with the name every time, because a text that begins with `bob: ` would
    else read like one of bob's.
    """

    width: int
    time: int
    nick: int  # 0: it stands in the text
    lead: int  # before the text
    text: int


def columns(width: int) -> Columns:
    """Return the columns of a row of `width` cells."""
    if width >= _ALIGNED_FROM:
        nick = 16 if width >= _ROOMY_FROM else 12
        lead = TIME + 1 + nick + 1 + MARK + 1
        return Columns(width, TIME, nick, lead, width - lead)
    time = TIME if width >= _TIMED_FROM else 0
    lead = time + MARK
    return Columns(width, time, 0, lead, max(width - lead, MIN_WIDTH))
