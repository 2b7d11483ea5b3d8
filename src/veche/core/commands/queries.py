"""Questions."""

from typing import ClassVar

from veche.core.commands.base import Command


class ReadTopic(Command, frozen=True, gc=False):
    """What is the topic?"""

    channel: str


class ReadModes(Command, frozen=True, gc=False):
    """Which modes does a channel, or do I, have?"""

    target: str


class ReadMasks(Command, frozen=True, gc=False):
    """What is on the list `letter` (b, e or I)?"""

    channel: str
    letter: str


class ReadMembers(Command, frozen=True, gc=False):
    """Who is in the channel (NAMES)?"""

    slow: ClassVar[bool] = True
    channel: str


class ListChannels(Command, frozen=True, gc=False):
    """Which channels are there? Empty `names`: all that I may see."""

    slow: ClassVar[bool] = True
    names: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()  # globs on the name; any match
    not_masks: tuple[str, ...] = ()
    more_than: int | None = None  # members
    fewer_than: int | None = None
    made_longer_ago_s: int | None = None
    made_less_ago_s: int | None = None
    topic_longer_ago_s: int | None = None
    topic_less_ago_s: int | None = None


class ReadWho(Command, frozen=True, gc=False):
    """Who is in this channel, or matches this nick or glob (WHO)?"""

    slow: ClassVar[bool] = True
    mask: str
    operators: bool = False  # of the server alone


class ReadWhois(Command, frozen=True, gc=False):
    """All about one user."""

    nick: str


class ReadUsers(Command, frozen=True, gc=False):
    """Those of these nicks that are here, in order (USERHOST, ISON)."""

    nicks: tuple[str, ...]


class CountUsers(Command, frozen=True, gc=False):
    """How many users and channels there are (LUSERS)."""


class ListInvites(Command, frozen=True, gc=False):
    """Channels that I am invited to."""
