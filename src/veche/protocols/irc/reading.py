"""Bytes of one line, counted and checked before they are parsed.

Owns what makes a line unacceptable whatever its command: its size, its
encoding, forbidden characters. Must not know commands.
"""

from types import MappingProxyType

import msgspec

from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.protocols.irc.message import NO_TAGS, Message, parse, parse_tags

TOO_LONG = Rejection(Code.LINE_TOO_LONG)
_NO_WORD = "*"


class Fault(msgspec.Struct, frozen=True, gc=False):
    """A line that is refused as a whole. `command` is `*` when it could not be read."""

    rejection: Rejection
    command: str = _NO_WORD
    tags: "MappingProxyType[str, str] | dict[str, str]" = NO_TAGS


def line_limit(limits: Limits) -> int:
    """The longest line that can be acceptable, in bytes without its end."""
    return limits.client_tag_bytes + limits.irc_line_bytes - 2


def read(line: bytes | None, limits: Limits) -> Message | Fault | None:
    """The message, or what is wrong with the line, or None when nothing is in it.

    Sizes: message-tags, "Size limit": 4,096 bytes of tags with `@` and space,
    apart from 512 for the rest with CR LF. None as input: the splitter dropped it.
    """
    if line is None:
        return Fault(TOO_LONG)
    if line[:1] == b"@":
        end = line.find(b" ") + 1 or len(line)
        if end > limits.client_tag_bytes:
            return Fault(TOO_LONG)
        if len(line) - end > limits.irc_line_bytes - 2:
            return _fault(TOO_LONG, line)
    elif len(line) > limits.irc_line_bytes - 2:
        return _fault(TOO_LONG, line)
    if b"\0" in line or b"\r" in line:
        reason = "A line may not contain NUL or a bare CR"
        return _fault(Rejection(Code.BAD_TEXT, detail=reason), line)
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return _fault(Rejection(Code.INVALID_UTF8), line)
    return parse(text)


def _fault(rejection: Rejection, line: bytes) -> Fault:
    tags: MappingProxyType[str, str] | dict[str, str] = NO_TAGS
    if line[:1] == b"@":
        section, _, line = line.partition(b" ")
        try:
            tags = parse_tags(section[1:].decode())
        except UnicodeDecodeError:
            tags = NO_TAGS
    if line.lstrip(b" ")[:1] == b":":
        line = line.lstrip(b" ").partition(b" ")[2]
    word = line.lstrip(b" ").partition(b" ")[0]
    if word.isalnum() and word.isascii():
        command = word.decode().upper()
        return Fault(Rejection(rejection.code, command, rejection.detail), command, tags)
    return Fault(Rejection(rejection.code, _NO_WORD, rejection.detail), _NO_WORD, tags)
