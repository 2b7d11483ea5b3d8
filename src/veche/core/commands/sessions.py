"""Commands on oneself: coming, changing, going."""

from typing import ClassVar

from veche.core.commands.base import Command
from veche.core.ids import Id


class Register(Command, frozen=True, gc=False):
    """Become a guest, or the user of an account that a `LogIn` of this session has named.

    Hashes are of resume secrets: one to return with, one to be given.
    """

    slow: ClassVar[bool] = True
    nick: str
    username: str
    realname: str
    host: str
    resume: bytes = b""  # present to be restored; when unknown, refused NOTHING_TO_RESUME
    secret: bytes = b""  # keep this one for next time; empty: not resumable
    account: Id = 0
    away: str | None = None  # said before; empty: here


class Quit(Command, frozen=True, gc=False):
    """Leave for good, saying `reason`."""

    weight: ClassVar[int] = 0
    reason: str = ""


class Disconnected(Command, frozen=True, gc=False):
    """Made by the worker: the session's connection is gone."""

    weight: ClassVar[int] = 0
    reason: str = ""


class ChangeNick(Command, frozen=True, gc=False):
    """Take another nick."""

    nick: str


class SetAway(Command, frozen=True, gc=False):
    """Be away with this text, or back when it is empty."""

    text: str = ""
