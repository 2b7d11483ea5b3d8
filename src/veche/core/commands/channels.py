"""Commands on channels."""

import msgspec

from veche.core.commands.base import Command


class Join(Command, frozen=True, gc=False):
    """Become a member, making the channel where there is none."""

    channel: str
    key: str = ""


class Part(Command, frozen=True, gc=False):
    """Leave a channel."""

    channel: str
    reason: str = ""


class PartAll(Command, frozen=True, gc=False):
    """Leave every channel (`JOIN 0`)."""


class Kick(Command, frozen=True, gc=False):
    """Remove a member. An empty reason means the kicker's nick."""

    channel: str
    nick: str
    reason: str = ""


class Invite(Command, frozen=True, gc=False):
    """Let a user in."""

    nick: str
    channel: str


class SetTopic(Command, frozen=True, gc=False):
    """Set or, with an empty text, clear the topic."""

    channel: str
    topic: str


class AskedChange(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One letter of a MODE line as asked for; `argument` None when none was given."""

    adding: bool
    letter: str
    argument: str | None = None


class ChangeModes(Command, frozen=True, gc=False):
    """Change modes of a channel or of oneself. Asking for a list (`+b`) is `ReadMasks`."""

    target: str
    changes: tuple[AskedChange, ...]
