"""Commands about who is, comes and was here."""

from typing import ClassVar

from veche.core.commands.base import Command


class ChangeRealname(Command, frozen=True, gc=False):
    """Be called so in full (SETNAME)."""

    realname: str


class WatchNicks(Command, frozen=True, gc=False):
    """Tell this session, from now on, when somebody comes with one of these nicks or goes."""

    nicks: tuple[str, ...]


class UnwatchNicks(Command, frozen=True, gc=False):
    """No more of these; without any, of none at all."""

    nicks: tuple[str, ...] = ()


class ReadWatched(Command, frozen=True, gc=False):
    """Which nicks does this session watch, and who of them is here?"""


class ReadWhowas(Command, frozen=True, gc=False):
    """Who had these nicks lately? At most `limit` answers; 0: all that are known."""

    slow: ClassVar[bool] = True
    nicks: tuple[str, ...]
    limit: int = 0


class ReadTime(Command, frozen=True, gc=False):
    """What is the time?"""
