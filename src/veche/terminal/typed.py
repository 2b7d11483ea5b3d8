"""What a person typed: text, or a command.

Owns the little language of a line. Must not know what a command does.
"""

from dataclasses import dataclass

# A path is no command: /usr/bin/ld: cannot find -lm
_SLASH = "/"
# As other clients call them.
_OTHER_NAMES = {"names": "who", "part": "leave", "exit": "quit"}


@dataclass(frozen=True, slots=True)
class Text:
    """To be said where we are."""

    text: str


@dataclass(frozen=True, slots=True)
class Order:
    """A command, in small letters and without its slash, and what follows it."""

    name: str
    rest: str


def read_typed(line: str) -> Text | Order | None:
    """Read one line; None for a blank one, which says nothing."""
    line = line.strip()
    if not line:
        return None
    if line == "exit":
        return Order("quit", "")
    if not line.startswith(_SLASH):
        return Text(line)
    if line.startswith(_SLASH * 2):
        return Text(line[1:])
    name, _, rest = line[1:].partition(" ")
    if _SLASH in name:
        return Text(line)
    name = name.lower()
    return Order(_OTHER_NAMES.get(name, name), rest.strip())
