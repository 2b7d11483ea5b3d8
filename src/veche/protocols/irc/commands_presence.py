"""MONITOR, SETNAME, WHOWAS.

Owns their parameters (IRCv3 monitor and setname; Modern IRC, "WHOWAS message").
"""

from collections.abc import Sequence

from veche.core.commands import (
    ChangeRealname,
    Command,
    ReadWatched,
    ReadWhowas,
    UnwatchNicks,
    WatchNicks,
)
from veche.core.limits import Limits
from veche.core.rejections import Code
from veche.protocols.irc.message import Message
from veche.protocols.irc.requests import items, need_more, refuse, too_many

_LISTS = ("L", "S")


def monitor(message: Message, limits: Limits) -> Sequence[Command]:
    """`MONITOR +|- nick,nick`, `MONITOR C`, `L` or `S`."""
    params = message.params
    word = params[0].upper()
    if word in _LISTS:
        return (ReadWatched(),)
    if word == "C":
        return (UnwatchNicks(),)
    if word not in ("+", "-"):
        return refuse(Code.BAD_ARGUMENT, "MONITOR", "it takes +, -, C, L or S")
    nicks = tuple(nick for nick in params[1].split(",") if nick) if len(params) > 1 else ()
    if not nicks:
        return need_more("MONITOR")
    return (WatchNicks(nicks) if word == "+" else UnwatchNicks(nicks),)


def setname(message: Message, limits: Limits) -> Sequence[Command]:
    """`SETNAME :realname`; words that came without the colon are one name all the same."""
    return (ChangeRealname(" ".join(message.params)),)


def whowas(message: Message, limits: Limits) -> Sequence[Command]:
    """`WHOWAS nick,nick count`; a count that is no positive number means all."""
    params = message.params
    nicks = items(params[0], limits.targets_per_line) if params else []
    if nicks is None:
        return too_many("WHOWAS", limits.targets_per_line)
    if not nicks:
        return refuse(Code.NO_NAME)
    count = params[1] if len(params) > 1 else ""
    known = count.isascii() and count.isdigit() and len(count) < 9
    return (ReadWhowas(tuple(nicks), int(count) if known else 0),)
