"""From a line to a name, and from a name to a guest.

Owns what a line at the name prompt can mean. Whether a name may be used is for
the core to say.
"""

import re

from veche.core.commands import Register
from veche.core.ids import Id
from veche.core.limits import Limits
from veche.core.names import fold
from veche.protocols.plain import sentences
from veche.protocols.plain.framing import Piece

NAMES_TRIED = 10
"""So many names may be refused before the connection is closed."""

_HTTP_REQUEST = re.compile(r" HTTP/[0-9]")
_NOT_FOR_USERNAME = re.compile(r"[^a-z0-9_.-]")


def read_name(piece: Piece) -> tuple[str, str]:
    """The name in a line, and why it is none; one of the two is empty."""
    if piece is None:
        return "", sentences.NAME_TOO_LONG
    if b"\0" in piece:
        return "", sentences.NAME_HAS_NUL
    try:
        name = piece.decode().strip("\ufeff \t\r\v\f")
    except UnicodeDecodeError:
        return "", sentences.NAME_NOT_UTF8
    return name, "" if name else sentences.NO_NAME


def last_words(name: str) -> str:
    """Why the connection is closed rather than the name refused; empty when it is not.

    HTTP is recognised by the first bytes alone. Further on a request line is
    some browser's, made to speak for its user: it must not find a name below.
    """
    if _HTTP_REQUEST.search(name):
        return sentences.HTTP_IS_ELSEWHERE
    return sentences.BYE if name.lower() == "/quit" else ""


def registration(name: str, host: str, limits: Limits, account: Id = 0) -> Register:
    """The user that `name` asks to be. The username is ASCII, for other doors expect that."""
    username = _NOT_FOR_USERNAME.sub("", fold(name))[: limits.username_chars]
    realname = name[: limits.realname_chars]
    return Register(name, username or "~plain", realname, host, account=account)
