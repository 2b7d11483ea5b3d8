"""One IRC line: taken apart and put together.

Owns the grammar of lines and of message tags (Modern IRC, "Message Format";
IRCv3 message-tags). Must not know what any command means.
"""

import re
from collections.abc import Iterable
from types import MappingProxyType

import msgspec

LINE_BYTES = 512
"""Of a line without its tags, CR LF counted."""

NO_TAGS: MappingProxyType[str, str] = MappingProxyType({})

_ESCAPED = re.compile(r"\\(.?)", re.DOTALL)
_UNESCAPE = {":": ";", "s": " ", "r": "\r", "n": "\n", "\\": "\\"}
_ESCAPE = str.maketrans({";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n", "\0": ""})
_CLIENT_TAG = re.compile(r"\+(?:[A-Za-z0-9.-]+/)?[A-Za-z0-9-]+")
_BLANK = str.maketrans("\r\n\0", "   ")


class Message(msgspec.Struct, gc=False):
    """A line that was received. `command` is in upper case; `params` hold no empty middle."""

    command: str
    params: list[str]
    tags: "MappingProxyType[str, str] | dict[str, str]" = NO_TAGS
    source: str = ""


def parse(line: str) -> Message | None:
    """The message in `line` (without its end), or None where there is no command.

    A tag that occurs twice has its last value. Nothing is refused here but emptiness.
    """
    tags: MappingProxyType[str, str] | dict[str, str] = NO_TAGS
    source = ""
    first = line[:1]
    if first == "@":
        section, _, line = line.partition(" ")
        tags = parse_tags(section[1:])
        line = line.lstrip(" ")
        first = line[:1]
    if first == ":":
        source, _, line = line[1:].partition(" ")
    head, colon, trailing = line.partition(" :")
    params = head.split(" ")
    if "" in params:
        params = [param for param in params if param]
        if not params:
            return None
    command = params[0].upper()
    del params[0]
    if colon:
        params.append(trailing)
    return Message(command, params, tags, source)


def parse_tags(section: str) -> dict[str, str]:
    """Names and unescaped values; a tag without a value has the empty one."""
    tags = {}
    for item in section.split(";"):
        name, _, value = item.partition("=")
        if name:
            tags[name] = unescape(value) if "\\" in value else value
    return tags


def unescape(value: str) -> str:
    """A tag value as meant. A backslash at the end, or before anything else, is dropped."""
    return _ESCAPED.sub(lambda match: _UNESCAPE.get(match[1], match[1]), value)


def escape(value: str) -> str:
    """A tag value as it stands on the wire. NUL, which has no form there, is dropped."""
    return value.translate(_ESCAPE)


def format_tags(tags: Iterable[tuple[str, str]]) -> str:
    """The tag section, without `@` and the space after it."""
    return ";".join(f"{name}={escape(value)}" if value else name for name, value in tags)


def client_tags(message: Message) -> tuple[tuple[str, str], ...]:
    """The client-only tags with well-formed names, in their order; others are dropped."""
    tags = message.tags
    if not tags:
        return ()
    return tuple(
        (name, value)
        for name, value in tags.items()
        if name[0] == "+" and _CLIENT_TAG.fullmatch(name)
    )


def add_tag(line: str, tag: str) -> str:
    """The line with `tag` (`name=value`, escaped) before all its other tags."""
    return f"@{tag};{line[1:]}" if line.startswith("@") else f"@{tag} {line}"


def clean(text: str) -> str:
    """`text` without the characters that would end a line: the last defence, not the first."""
    if "\n" in text or "\r" in text or "\0" in text:
        return text.translate(_BLANK)
    return text


def middle(param: str) -> str:
    """`param` in a form that can stand before other parameters; it may come from a client."""
    if param and param[0] != ":" and " " not in param:
        return param
    return param.strip(" ").partition(" ")[0].lstrip(":") or "*"


def clip(data: bytes, limit: int) -> bytes:
    """At most `limit` bytes of UTF-8, never half a character."""
    if len(data) <= limit:
        return data
    return data[:limit].decode("utf-8", "ignore").encode()


def to_wire(line: str) -> bytes:
    """The line as bytes with CR LF: clean, and cut to 512 bytes, tags apart, if it must be."""
    data = clean(line).encode("utf-8", "replace")
    if len(data) > LINE_BYTES - 2:
        tags = data.find(b" ") + 1 if data.startswith(b"@") else 0
        data = data[:tags] + clip(data[tags:], LINE_BYTES - 2)
    return data + b"\r\n"
