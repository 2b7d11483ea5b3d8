"""Bytes: nobody can put a second line, or an order to a terminal, on anyone's wire.

Owns what a well-formed line is, on both doors.
"""

import re
import unicodedata

from tests.simulation.checkers import Violation

_IRC = re.compile(
    r"(?:@[^ \r\n\0]+ )?(?::[^ \r\n\0]+ (?:[0-9]{3}|[A-Z]+)|PING|ERROR|CAP|BATCH)(?: [^\r\n\0]*)?"
)
_LINE_BYTES = 510
_ALLOWED_FORMAT = "\u200e\u200f\u061c\u200c\u200d\ufeff"


def irc_line(name: str, line: bytes) -> str:
    """The text of a line without its CR LF."""
    text = line.decode()
    if not _IRC.fullmatch(text):
        raise Violation("wire", f"{name} was sent the line {line!r}")
    body = text.partition(" ")[2] if text.startswith("@") else text
    if len(body.encode()) > _LINE_BYTES:
        raise Violation("wire", f"{name} was sent a line of {len(body.encode())} bytes")
    return text


def plain_line(name: str, line: bytes) -> str:
    """The text of a line without its LF."""
    text = line.decode()
    if not text.isprintable():
        for letter in text:
            bad = unicodedata.category(letter) == "Cc" or "\u202a" <= letter <= "\u202e"
            if bad or "\u2066" <= letter <= "\u2069":
                raise Violation("wire", f"{name} was sent {line!r}")
    return text
