"""WEBPUSH: its parameters, its answers, and the one line that a push holds (IRCv3 webpush, a
draft; soju.im/webpush).

Owns all of that command. What is told to whom is decided elsewhere, and sent elsewhere.
"""

import base64
import binascii
from collections.abc import Sequence

import msgspec

from veche.core.commands import Command, RegisterPush, UnregisterPush
from veche.core.events import Happened
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import PushChanged
from veche.protocols.base import ServerInfo
from veche.protocols.irc.capabilities import BITS, DELIVERIES, MESSAGE_EDIT, MULTILINE
from veche.protocols.irc.encoding import IrcEncodings
from veche.protocols.irc.message import Message, middle, parse_tags
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.requests import refuse

LINE_BYTES = 3_993
"""The most that a push may hold: with what encrypting adds, the 4,096 bytes that every push
service takes (RFC 8291 section 4)."""

_ALONE = ~(MULTILINE | MESSAGE_EDIT)
_COUNTS = {"REGISTER": 3, "UNREGISTER": 2}
_KEPT_TAGS = ("msgid", "time", "account")


def webpush(message: Message, limits: Limits) -> Sequence[Command]:
    """`WEBPUSH REGISTER endpoint keys` and `WEBPUSH UNREGISTER endpoint`."""
    params = message.params
    word = params[0].upper() if params else ""
    if len(params) != _COUNTS.get(word):
        return refuse(Code.BAD_ARGUMENT, word)
    if word == "UNREGISTER":
        return (UnregisterPush(params[1]),)
    keys = read_keys(params[2])
    return refuse(Code.BAD_ARGUMENT, word) if keys is None else (RegisterPush(params[1], *keys),)


def read_keys(text: str) -> tuple[bytes, bytes] | None:
    """A device's public key and its secret, in the form of message tags; None: not both."""
    given = parse_tags(text)
    public, secret = _decoded(given.get("p256dh", "")), _decoded(given.get("auth", ""))
    return (public, secret) if public and secret else None


def _decoded(text: str) -> bytes | None:
    """The bytes in URL-safe base64 (RFC 4648 section 5), whose padding may be left out."""
    bare = text.rstrip("=")
    if "+" in bare or "/" in bare:
        return None
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def with_capabilities(commands: Sequence[Command], caps: int) -> Sequence[Command]:
    """A push "follows the same capabilities" as the client that registered for it."""
    names = tuple(name for name, bit in sorted(BITS.items()) if bit & caps & DELIVERIES)
    return [
        msgspec.structs.replace(command, capabilities=names)
        if isinstance(command, RegisterPush)
        else command
        for command in commands
    ]


def lines(client: Client, reply: PushChanged) -> tuple[str, ...]:
    """The answer to WEBPUSH."""
    word = "REGISTER" if reply.on else "UNREGISTER"
    return (f"{client.server} WEBPUSH {word} {middle(reply.endpoint)}",)


def fail(client: Client, rejection: Rejection, params: Sequence[str]) -> str | None:
    """The FAIL line ("Errors"); None for what every command may be refused for."""
    code = rejection.code
    if code is Code.UNKNOWN_COMMAND:
        return None
    word = middle(params[0]) if params else "*"
    endpoint = middle(params[1]) if len(params) > 1 else "*"
    if code is Code.NOT_LOGGED_IN:
        name, text = "ACCOUNT_REQUIRED", "An account is required"
    elif code in (Code.READ_ONLY, Code.TRY_AGAIN):
        name, text = "INTERNAL_ERROR", "Nothing can be stored just now; try again in a moment"
    else:
        name, text = "INVALID_PARAMS", "Invalid parameters"
        if rejection.detail:
            text = f"{text}: {rejection.detail}"
    return f"{client.server} FAIL WEBPUSH {name} {word} {endpoint} :{text}"


class PushLines:
    """Makes the one line that a push holds. Not shared between threads."""

    def __init__(self, info: ServerInfo) -> None:
        self._encodings = IrcEncodings(info)

    def line(self, event: Happened, capabilities: Sequence[str]) -> bytes:
        """The event for a client with these, "without the final CRLF"; the first line of several,
        without tags that are too much. Empty when it is not told of the event."""
        flags = 0
        for name in capabilities:
            flags |= BITS.get(name, 0)
        data = self._encodings(flags & _ALONE).encode(event)
        line = data.partition(b"\r\n")[0]
        return line if len(line) <= LINE_BYTES else _shorter(line)


def _shorter(line: bytes) -> bytes:
    tags, _, rest = line[1:].partition(b" ")
    few = [tag for tag in tags.split(b";") if tag.partition(b"=")[0].decode() in _KEPT_TAGS]
    return b"@" + b";".join(few) + b" " + rest if few else rest
