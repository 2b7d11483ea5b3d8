"""Answers about channels."""

import msgspec

from veche.core.ids import Id
from veche.core.replies.member import Member
from veche.core.replies.metadata import MetadataRow


class TopicView(msgspec.Struct, frozen=True, gc=False):
    """A topic, who set it, and when."""

    text: str
    by: str
    at_ms: int


class ChannelView(msgspec.Struct, frozen=True, gc=False):
    """A channel as a member sees it on entry.

    What was said before the `seq` of the `Joined` that it comes with is
    history; all after it is delivered.
    """

    channel: Id
    name: str
    secret: bool
    topic: TopicView | None
    members: tuple[Member, ...]
    created_ms: int
    metadata: tuple[MetadataRow, ...] | None = ()  # that it asked for; None: too much at once
    instead_of: str = ""  # where it wanted to go, and was sent here
    marker_ms: int = 0  # up to when it has been read; 0: nobody knows
    whole: bool = False  # its members may read all that was ever said in it


class NoTopic(msgspec.Struct, frozen=True, gc=False):
    """The channel has no topic."""

    name: str


class Topic(msgspec.Struct, frozen=True, gc=False):
    """The channel's topic."""

    name: str
    topic: TopicView


class ChannelModes(msgspec.Struct, frozen=True, gc=False):
    """The channel's modes in order: letter and argument (a key only for members)."""

    name: str
    modes: tuple[tuple[str, str], ...]
    created_ms: int


class Mask(msgspec.Struct, frozen=True, gc=False):
    """An entry of a mask list."""

    mask: str
    by: str
    at_ms: int


class Masks(msgspec.Struct, frozen=True, gc=False):
    """A mask list of a channel."""

    name: str
    letter: str
    masks: tuple[Mask, ...]


class Names(msgspec.Struct, frozen=True, gc=False):
    """NAMES: the members that the asker may see, in order of joining."""

    name: str
    secret: bool
    members: tuple[Member, ...]


class ListedChannel(msgspec.Struct, frozen=True, gc=False):
    """A row of LIST."""

    name: str
    members: int
    topic: str


class Channels(msgspec.Struct, frozen=True, gc=False):
    """LIST."""

    channels: tuple[ListedChannel, ...]


class Inviting(msgspec.Struct, frozen=True, gc=False):
    """The invitation is on its way; `away` is the invited user's away text."""

    nick: str
    channel: str
    away: str = ""


class Invites(msgspec.Struct, frozen=True, gc=False):
    """Channels that the asker is invited to."""

    names: tuple[str, ...]
