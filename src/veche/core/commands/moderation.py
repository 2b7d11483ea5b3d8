"""Commands of those who keep order: in channels, and on the server."""

from typing import ClassVar

from veche.core.commands.base import Command
from veche.core.secret import Secret


class RenameChannel(Command, frozen=True, gc=False):
    """Give the channel another name."""

    channel: str
    name: str
    reason: str = ""


class ReadAccess(Command, frozen=True, gc=False):
    """Which accounts enter the channel with a rank?"""

    channel: str


class ChangeAccess(Command, frozen=True, gc=False):
    """Let the account enter with this member letter from now on; empty: with none."""

    channel: str
    account: str
    letter: str = ""


class BecomeOperator(Command, frozen=True, gc=False):
    """Be an operator of the server; without a name, as the account that owns it."""

    slow: ClassVar[bool] = True
    name: str = ""
    password: Secret = Secret("")
    address: str = ""


class OperatorChecked(Command, frozen=True, gc=False):
    """A helper has compared the password that `BecomeOperator` gave."""

    name: str
    good: bool
    address: str = ""


class Kill(Command, frozen=True, gc=False):
    """End all sessions of a user."""

    nick: str
    reason: str = ""


class ChangeHost(Command, frozen=True, gc=False):
    """Have others see a user under this username and host."""

    nick: str
    username: str
    host: str


class Wallops(Command, frozen=True, gc=False):
    """Say something to all who want to hear it from operators."""

    text: str


class Rehash(Command, frozen=True, gc=False):
    """Read the configuration anew."""

    slow: ClassVar[bool] = True


class SetServerBan(Command, frozen=True, gc=False):
    """Keep out whom the mask fits. `minutes` 0: for ever."""

    mask: str
    minutes: int = 0
    reason: str = ""


class LiftServerBan(Command, frozen=True, gc=False):
    """Let them in again."""

    mask: str


class ReadServerBans(Command, frozen=True, gc=False):
    """Who is kept out?"""


class LockServer(Command, frozen=True, gc=False):
    """Let no new guests in, or let them in again."""

    locked: bool


class ReadAudit(Command, frozen=True, gc=False):
    """What have moderators done lately, in this channel or (empty) anywhere? `limit`: so many acts
    at most."""

    slow: ClassVar[bool] = True
    limit: int = 50
    channel: str = ""
