"""Small parts that the command handlers share.

Owns how lists of targets are cut and how a handler refuses. Must not know any
command.
"""

import msgspec

from veche.core.commands import Command, Refuse
from veche.core.rejections import Code, Rejection


class Local(msgspec.Struct, frozen=True):
    """The payload of an `Echo`: the door answers `command` by itself when it comes back.

    `caps` is what a CAP command leaves enabled, None for other commands.
    """

    command: str
    params: tuple[str, ...] = ()
    caps: int | None = None


def refuse(code: Code, subject: str = "", detail: str = "") -> tuple[Command, ...]:
    """A handler's result when it cannot accept its message."""
    return (Refuse(Rejection(code, subject, detail)),)


def need_more(command: str) -> tuple[Command, ...]:
    """Too few parameters."""
    return refuse(Code.NEED_MORE, command)


def items(param: str, limit: int) -> list[str] | None:
    """The parts of a comma list, without empty and doubled ones; None when over `limit`.

    Never cut into more than `limit` + 1 pieces, however long it is.
    """
    if "," not in param:
        return [param] if param else []
    parts = param.split(",", limit)
    if len(parts) > limit:
        if parts[limit].strip(","):
            return None
        del parts[limit]
    return list(dict.fromkeys(part for part in parts if part))


def too_many(command: str, limit: int) -> tuple[Command, ...]:
    """More targets than `TARGMAX` says."""
    return refuse(Code.TOO_MANY_TARGETS, command, str(limit))
