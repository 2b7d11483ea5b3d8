"""Answers to those who keep order, and the work that some of it makes."""

from typing import ClassVar

import msgspec

from veche.core.rejections import Rejection
from veche.core.replies.work import Work
from veche.core.secret import Secret


class Refusals(msgspec.Struct, frozen=True, gc=False):
    """What of a request was refused, in order; the rest of it was done."""

    rejections: tuple[Rejection, ...]


class ServerBan(msgspec.Struct, frozen=True, gc=False):
    """Somebody is kept out. `until_ms`: Unix time, 0 for ever."""

    mask: str
    by: str
    reason: str
    at_ms: int
    until_ms: int = 0


class ServerBans(msgspec.Struct, frozen=True, gc=False):
    """Everybody who is kept out."""

    bans: tuple[ServerBan, ...]


class AccessRow(msgspec.Struct, frozen=True, gc=False):
    """An account and the member letter with which it enters."""

    account: str
    letter: str


class AccessList(msgspec.Struct, frozen=True, gc=False):
    """The access list of a channel, highest rank first."""

    name: str
    rows: tuple[AccessRow, ...]


class Ordered(msgspec.Struct, frozen=True, gc=False):
    """An operator's order was carried out: which, and what it was about."""

    act: str
    target: str = ""


class CheckOperator(Work, frozen=True, gc=False):
    """Compare the password with that of an operator; the outcome is an `OperatorChecked`.

    A name that is not there takes as long, and fails.
    """

    pool: ClassVar[str] = "oper"
    name: str
    password: Secret
    address: str


class Reload(Work, frozen=True, gc=False):
    """Read the configuration anew; the outcome is a `Reloaded`."""

    pool: ClassVar[str] = "oper"


class Reloaded(msgspec.Struct, frozen=True, gc=False):
    """The configuration was read, but for what is wrong with it: sentences."""

    wrong: tuple[str, ...] = ()
