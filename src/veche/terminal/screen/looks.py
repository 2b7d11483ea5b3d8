"""What each look looks like: the colours and attributes of the timeline.

Owns the colours of nicks. Must not know what is said. Nothing is told by colour alone: a monochrome
terminal still has bold, italic, underlined and reversed letters, and the marks of rows.py.
"""

import zlib
from collections.abc import Callable

from rich.style import Style

from veche.terminal.screen.pieces import Look, Role

# Around the circle, told apart in 16 colours as far as can be; contrast of at least 4.5 (WCAG AA)
# on the backgrounds of Textual's dark and light themes.
ON_DARK = (
    "#ff8787", "#ffaf5f", "#d7d75f", "#87d787", "#5fd7af", "#5fd7ff",
    "#87afff", "#af9fff", "#d787ff", "#ff87d7", "#d7af87", "#afd7d7",
)  # fmt: skip
ON_LIGHT = (
    "#af0000", "#8a4600", "#5f5f00", "#006100", "#00594a", "#005a87",
    "#0040c0", "#5f00d7", "#8700af", "#a8005f", "#6b4423", "#3a5a5a",
)  # fmt: skip

# The part of Textual's style sheet that each role takes its style from.
PARTS = {
    Role.TEXT: "timeline--text",
    Role.FAINT: "timeline--faint",
    Role.MENTION: "timeline--mention",
    Role.PENDING: "timeline--pending",
    Role.FAILED: "timeline--failed",
    Role.DAY: "timeline--day",
    Role.UNREAD: "timeline--unread",
    Role.OWN_NICK: "timeline--own-nick",
}
STYLE_SHEET = """
Timeline {
    background: $background;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-gutter: stable;
    scrollbar-size-vertical: 1;
    & > .timeline--faint { color: $foreground 70%; }
    & > .timeline--pending { color: $foreground 70%; text-style: italic; }
    & > .timeline--mention { color: #ffaf5f; text-style: bold; }
    &:light > .timeline--mention { color: #8a4600; }
    & > .timeline--failed { color: $text-error; text-style: bold; }
    & > .timeline--day { color: $foreground 70%; }
    & > .timeline--unread { color: $text-error; text-style: bold; }
    & > .timeline--own-nick { text-style: bold; }
}
"""

_LINK = Style(underline=True)
_FOUND = Style(reverse=True, bold=True)


class Looks:
    """The styles of one theme."""

    def __init__(self, part: Callable[[str], Style], background: Style, *, dark: bool) -> None:
        """`part` returns the style of a part of the style sheet; `dark`: so is the background."""
        self.background = background
        self._parts = {role: part(name) for role, name in PARTS.items()}
        self._nicks = ON_DARK if dark else ON_LIGHT
        self._known: dict[Look, Style] = {}

    def style(self, look: Look) -> Style:
        """Return the style of `look`."""
        style = self._known.get(look)
        if style is None:
            if len(self._known) > 10_000:
                self._known.clear()
            style = self._known[look] = self._made(look)
        return style

    def _made(self, look: Look) -> Style:
        if look.role is Role.NICK:
            style = self._parts[Role.TEXT] + Style(color=nick_colour(look.name, self._nicks))
            style += Style(bold=True)
        else:
            style = self._parts[look.role]
        if look.link:
            style += _LINK
        if look.found:
            style += _FOUND
        return style


def nick_colour(nick: str, colours: tuple[str, ...]) -> str:
    """Return the colour that a nick has in every session, case aside."""
    return colours[zlib.crc32(nick.casefold().encode(errors="replace")) % len(colours)]
