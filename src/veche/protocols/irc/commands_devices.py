"""MARKREAD and PERSISTENCE.

Owns their parameters (IRCv3 read-marker, persistence; drafts).
"""

from collections.abc import Sequence

from veche.core.commands import (
    Command,
    MoveMarker,
    Persistence,
    ReadMarker,
    ReadPersistence,
    SetPersistence,
)
from veche.core.limits import Limits
from veche.core.rejections import Code
from veche.protocols.irc.message import Message
from veche.protocols.irc.requests import need_more, refuse
from veche.protocols.irc.timestamps import from_stamp


def markread(message: Message, limits: Limits) -> Sequence[Command]:
    """`MARKREAD target` asks, `MARKREAD target timestamp=...` tells."""
    params = message.params
    if not params or not params[0]:
        return need_more("MARKREAD")
    if len(params) < 2:
        return (ReadMarker(params[0]),)
    kind, _, value = params[1].partition("=")
    at_ms = from_stamp(value) if kind == "timestamp" else None
    if at_ms is None:
        return refuse(Code.BAD_ARGUMENT, params[1])
    return (MoveMarker(params[0], at_ms),)


def persistence(message: Message, limits: Limits) -> Sequence[Command]:
    """`PERSISTENCE GET` and `PERSISTENCE SET setting`; what else comes is ignored."""
    params = message.params
    word = params[0].upper() if params else ""
    if word == "GET":
        return (ReadPersistence(),)
    if word != "SET":
        return () if word else refuse(Code.BAD_ARGUMENT)
    setting = Persistence.__members__.get(params[1].upper() if len(params) > 1 else "")
    return refuse(Code.BAD_ARGUMENT) if setting is None else (SetPersistence(setting),)
