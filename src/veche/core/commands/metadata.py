"""Commands about metadata. A target is a channel, a nick, or `*` for oneself."""

from typing import ClassVar

from veche.core.commands.base import Command


class SetMetadata(Command, frozen=True, gc=False):
    """Give a key this value; an empty one takes it away."""

    target: str
    key: str
    value: str = ""


class ClearMetadata(Command, frozen=True, gc=False):
    """Take all keys away."""

    target: str


class ReadMetadata(Command, frozen=True, gc=False):
    """What are these keys, or with none given all there are?"""

    target: str
    keys: tuple[str, ...] = ()


class SyncMetadata(Command, frozen=True, gc=False):
    """What are the keys that I asked to be told of, of the target and of those in it?"""

    slow: ClassVar[bool] = True
    target: str


class Subscribe(Command, frozen=True, gc=False):
    """Tell this session of these keys."""

    keys: tuple[str, ...]


class Unsubscribe(Command, frozen=True, gc=False):
    """Tell this session of these keys no more."""

    keys: tuple[str, ...]


class ReadSubscriptions(Command, frozen=True, gc=False):
    """Of which keys is this session told?"""


class IntroduceMetadata(Command, frozen=True, gc=False):
    """All of it at once, for a session that has just begun: own keys with their values, and those
    that it asks for."""

    values: tuple[tuple[str, str], ...] = ()
    keys: tuple[str, ...] = ()
