"""Commands that say something.

A target is a channel, a nick, or a channel behind the sign of a member letter: then only those of
its members with that letter or a higher one.
"""

from typing import ClassVar

from veche.core.commands.base import Command
from veche.core.events import MessageKind, Tags
from veche.core.ids import Id


class SendMessage(Command, frozen=True, gc=False):
    """Say something in a channel or to a user."""

    target: str
    text: str
    how: MessageKind = MessageKind.TEXT
    tags: Tags = ()


class SendLines(SendMessage, frozen=True, gc=False):
    """Say something in several lines. `cuts`: where, in characters, one was cut for its length."""

    weight: ClassVar[int] = 4
    cuts: tuple[int, ...] = ()


class SendTags(Command, frozen=True, gc=False):
    """Send tags without text (TAGMSG)."""

    target: str
    tags: Tags = ()


class EditMessage(Command, frozen=True, gc=False):
    """Say something in the place of an earlier message of one's own. `message`: 0 for one that
    cannot be."""

    target: str
    message: Id
    text: str


class Redact(Command, frozen=True, gc=False):
    """Take a message back, also another's as an operator."""

    target: str
    message: Id
    reason: str = ""


class Relay(Command, frozen=True, gc=False):
    """Say something in a channel in the name of somebody elsewhere: `name/network`."""

    channel: str
    name: str
    text: str
    tags: Tags = ()
