"""What a session may ask of the hub. Doors make these from bytes; the core decides them.

Owns the shape of every request. Must not know the protocol it came in.
Names of channels and users are as typed; the core folds them.
"""

from enum import Enum, unique
from typing import ClassVar

import msgspec

from veche.core.events import MessageKind, Tags
from veche.core.ids import Id, Pos, Seq
from veche.core.rejections import Rejection


class Command(msgspec.Struct, frozen=True, gc=False):
    """The base of all commands.

    `slow`: the session's later input waits until this one has been answered.
    `weight`: how many messages it counts as against the rate limit.
    """

    slow: ClassVar[bool] = False
    weight: ClassVar[int] = 1


class Echo(Command, frozen=True, gc=False):
    """Answered with the payload, in order: for what the door answers by itself (PING, CAP)."""

    weight: ClassVar[int] = 0
    payload: object = None


class Refuse(Command, frozen=True, gc=False):
    """Answered with the rejection, in order: for input that the door could not accept."""

    rejection: Rejection


# -- the session -------------------------------------------------------------------------


class Register(Command, frozen=True, gc=False):
    """Become a guest. Hashes are of resume secrets: one to return with, one to be given."""

    slow: ClassVar[bool] = True
    nick: str
    username: str
    realname: str
    host: str
    resume: bytes = b""  # present to be restored; when unknown, refused NOTHING_TO_RESUME
    secret: bytes = b""  # keep this one for next time; empty: not resumable


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


# -- channels ----------------------------------------------------------------------------


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


# -- messages ----------------------------------------------------------------------------


class SendMessage(Command, frozen=True, gc=False):
    """Say something in a channel or to a user."""

    target: str
    text: str
    how: MessageKind = MessageKind.TEXT
    tags: Tags = ()


class SendTags(Command, frozen=True, gc=False):
    """Send tags without text (TAGMSG)."""

    target: str
    tags: Tags = ()


@unique
class Direction(Enum):
    """Which way a history page lies from its anchor."""

    LATEST = "latest"  # the newest, down to (not including) the anchor if there is one
    BEFORE = "before"
    AFTER = "after"


class HistoryQuery(msgspec.Struct, frozen=True, gc=False):
    """At most one anchor is given. Pages are in log order, oldest first, anchor excluded."""

    direction: Direction
    limit: int
    msgid: Id | None = None
    at_ms: int | None = None
    seq: Seq | None = None
    pos: Pos | None = None


class ReadHistory(Command, frozen=True, gc=False):
    """Read what was said in a channel or with a user."""

    slow: ClassVar[bool] = True
    target: str
    query: HistoryQuery


# -- questions ---------------------------------------------------------------------------


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
    created_before_ms: int | None = None
    created_after_ms: int | None = None
    topic_before_ms: int | None = None
    topic_after_ms: int | None = None


class ReadWho(Command, frozen=True, gc=False):
    """Who is in this channel, or matches this nick or glob (WHO)?"""

    slow: ClassVar[bool] = True
    mask: str


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


# -- the server's own --------------------------------------------------------------------


class Start(Command, frozen=True, gc=False):
    """Made by the hub's shell, once: a new life of the server begins."""


class KeepHouse(Command, frozen=True, gc=False):
    """Made by the hub's shell, now and then: let expire what has expired."""
