"""METADATA: its subcommands (IRCv3 metadata).

Owns their parameters.
"""

from collections.abc import Callable, Sequence

from veche.core.commands import (
    ClearMetadata,
    Command,
    ReadMetadata,
    ReadSubscriptions,
    SetMetadata,
    Subscribe,
    SyncMetadata,
    Unsubscribe,
)
from veche.core.limits import Limits
from veche.core.rejections import Code
from veche.protocols.irc.message import Message
from veche.protocols.irc.requests import need_more, refuse

_Make = Callable[[str, Sequence[str]], Command]

# How many parameters each needs after itself.
_SUBCOMMANDS: dict[str, tuple[int, _Make]] = {
    "GET": (1, lambda target, rest: ReadMetadata(target, tuple(filter(None, rest)))),
    "LIST": (0, lambda target, rest: ReadMetadata(target)),
    "SET": (1, lambda target, rest: SetMetadata(target, rest[0], " ".join(rest[1:2]))),
    "CLEAR": (0, lambda target, rest: ClearMetadata(target)),
    "SYNC": (0, lambda target, rest: SyncMetadata(target)),
    "SUB": (1, lambda target, rest: Subscribe(tuple(filter(None, rest)))),
    "UNSUB": (1, lambda target, rest: Unsubscribe(tuple(filter(None, rest)))),
    "SUBS": (0, lambda target, rest: ReadSubscriptions()),
}


def metadata(message: Message, limits: Limits) -> Sequence[Command]:
    """`METADATA target subcommand parameters`."""
    params = message.params
    if len(params) < 2:
        return need_more("METADATA")
    known = _SUBCOMMANDS.get(params[1].upper())
    if known is None:
        return refuse(Code.BAD_ARGUMENT, "METADATA", params[1])
    least, make = known
    rest = params[2:]
    if len(rest) < least or (least and not rest[0]):
        return need_more("METADATA")
    return (make(params[0], rest),)
