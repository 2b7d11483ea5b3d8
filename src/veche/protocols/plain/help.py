"""What /help says: all commands on one screen, by what they are for, and of each how it is typed.

Owns the groups. A command that stands in none cannot be found by people.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Protocol


class Row(Protocol):
    """A command as it is typed, and what it does."""

    @property
    def usage(self) -> str: ...

    @property
    def does(self) -> str: ...


GROUPS: dict[str, tuple[str, ...]] = {
    "talk": ("/me", "/msg", "/reply", "/react", "/unreact", "/edit", "/redact"),
    "read": ("/history", "/search", "/more"),
    "go": ("/join", "/leave", "/list", "/who", "/topic", "/invite", "/quit"),
    "you": (
        *("/nick", "/away", "/realname", "/register", "/login"),
        *("/logout", "/passwd", "/stay", "/whowas", "/time", "/server"),
    ),
    "moderators": (
        *("/kick", "/ban", "/unban", "/mute", "/unmute", "/op", "/deop", "/voice", "/devoice"),
        *("/slow", "/key", "/limit", "/visibility", "/retention", "/mode", "/rename", "/access"),
    ),
    "operators": (
        *("/oper", "/kill", "/cloak", "/kline", "/unkline", "/klines", "/lockdown", "/wallops"),
        *("/rehash", "/audit", "/claim"),
    ),
}
_IN_FULL = ("talk", "read", "go", "you")
"""The groups that are for everybody: their commands are shown as they are typed."""
_COLUMNS = 78
_USAGE_COLUMNS = 27
_OPTIONAL = re.compile(r" \[[^]]*\]+")


def screen(rows: Mapping[str, Row]) -> tuple[str, ...]:
    """All commands."""
    return tuple(_screen(rows))


def _screen(rows: Mapping[str, Row]) -> Iterator[str]:
    yield "What you type goes to the channel where you are; // at its start is one /."
    for group, words in GROUPS.items():
        line = f"{group}:"
        for word in words:
            shown = _OPTIONAL.sub("", rows[word].usage) if group in _IN_FULL else word
            gap = "  " if group in _IN_FULL else " "
            if len(line) + len(gap) + len(shown) > _COLUMNS:
                yield line
                line = " "
            line += f"{gap}{shown}"
        yield line
    yield "/help and one of these words says more of it."


def lines(rows: Mapping[str, Row], subject: str) -> tuple[str, ...]:
    """Of one command, or of those of a group; of anything else, all."""
    word = subject.strip().lower()
    row = rows.get(word) or rows.get(f"/{word}")
    if row is not None:
        return row.usage, f"    {row.does}"
    group = next((name for name in GROUPS if len(word) > 1 and name.startswith(word)), "")
    if not group:
        return screen(rows)
    found = [rows[word] for word in GROUPS[group]]
    return tuple(line for row in found for line in _explained(row))


def _explained(row: Row) -> Iterator[str]:
    if len(row.usage) > _USAGE_COLUMNS:
        yield row.usage
        yield f"{'':{_USAGE_COLUMNS}} {row.does}"
    else:
        yield f"{row.usage:<{_USAGE_COLUMNS}} {row.does}"
