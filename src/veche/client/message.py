"""One IRC line as a value, and back: tags, source, command, parameters.

Owns the grammar as a client needs it (Modern IRC, "Message format"; IRCv3 message-tags). Must not
know what any command means.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

_UNESCAPED = {":": ";", "s": " ", "\\": "\\", "r": "\r", "n": "\n"}
_ESCAPED = str.maketrans({";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n"})
# No line may hold a second one, wherever the text came from.
_BREAKS = ("\r", "\n", "\0")


@dataclass(frozen=True, slots=True)
class Message:
    """A parsed line. `command` is in capitals; tag values are unescaped, "" where there is none."""

    command: str
    params: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    @property
    def nick(self) -> str:
        """Who sent it: the nick of a user, or the name of a server."""
        return self.source.partition("!")[0]

    def param(self, index: int) -> str:
        """Return the parameter at `index` (negative from the end), or "" if there is none."""
        try:
            return self.params[index]
        except IndexError:
            return ""


def parse(line: str) -> Message | None:
    """Parse a line without its line break; None for one without a command, which means nothing."""
    tags: dict[str, str] = {}
    source = ""
    rest = line
    if rest.startswith("@"):
        raw, _, rest = rest[1:].partition(" ")
        tags = _parse_tags(raw)
    rest = rest.lstrip(" ")
    if rest.startswith(":"):
        source, _, rest = rest[1:].partition(" ")
    head, colon, trailing = f" {rest}".partition(" :")
    words = [word for word in head.split(" ") if word]
    if not words:
        return None
    params = [*words[1:], trailing] if colon else words[1:]
    return Message(words[0].upper(), tuple(params), tags, source)


def format_line(
    command: str, *params: str, tags: Mapping[str, str] | None = None, trailing: bool = False
) -> bytes:
    """Return the bytes of a line, CR LF included; `trailing` writes the last one's colon always.

    Raises ValueError where a parameter could not come out at the other end as it went in.
    """
    words = [command, *params]
    for word in words[:-1]:
        if not word or " " in word or word.startswith(":"):
            raise ValueError(f"{word!r} cannot stand in the middle of a line")
    last = words[-1]
    if params and (trailing or not last or " " in last or last.startswith(":")):
        words[-1] = f":{last}"
    line = _format_tags(tags) + " ".join(words)
    if any(bad in line for bad in _BREAKS):
        raise ValueError("a line break or NUL cannot be sent")
    return f"{line}\r\n".encode()


def _parse_tags(raw: str) -> dict[str, str]:
    tags = {}
    for item in raw.split(";"):
        key, _, value = item.partition("=")
        if key:
            tags[key] = _unescape(value)
    return tags


def _unescape(value: str) -> str:
    """Undo the escaping of a tag value; a lone backslash at the end is dropped."""
    if "\\" not in value:
        return value
    letters = iter(value)
    out = []
    for letter in letters:
        if letter == "\\":
            escaped = next(letters, "")
            out.append(_UNESCAPED.get(escaped, escaped))
        else:
            out.append(letter)
    return "".join(out)


def _format_tags(tags: Mapping[str, str] | None) -> str:
    if not tags:
        return ""
    items = [f"{key}={value.translate(_ESCAPED)}" if value else key for key, value in tags.items()]
    return f"@{';'.join(items)} "
