"""What happened: the events, their bodies, and the forms in which they travel.

Long because the events are one table, read best in one place.

An event says what changed, in ids; its *body* holds what people wrote or chose
(text, nicks, topics), so that erasing a body leaves the event, its number and
its order. Owns the current version of every kind; older versions are lifted by
`eventlog.codec`. Must not know bytes, doors or storage.
"""

from enum import IntEnum, unique
from typing import ClassVar

import msgspec

from veche.core.ids import Id, Pos, Seq


class Who(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A user as others saw it at that moment."""

    nick: str
    username: str
    host: str


@unique
class MessageKind(IntEnum):
    """How a message is meant."""

    TEXT = 0
    NOTICE = 1  # never answered by a program
    ACTION = 2  # "/me waves"


Tags = tuple[tuple[str, str], ...]
"""Client-only message tags, `+` included, in the order given."""


class ModeChange(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One letter of a MODE line. `user` is whom a member mode means, 0 for other modes."""

    adding: bool
    letter: str
    argument: str = ""
    user: Id = 0


# -- bodies ------------------------------------------------------------------------------


class UserBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a new user."""

    who: Who
    folded: str
    realname: str


class NickBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a change of nick; `who` is the old one."""

    who: Who
    nick: str
    folded: str


class ChannelBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a new channel."""

    name: str
    folded: str


class TextBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Somebody's words in or about a channel (`name`) or to a user (`name` is the nick).

    `text` is the message, topic, reason or away text.
    """

    who: Who
    name: str = ""
    text: str = ""
    tags: Tags = ()


class TargetBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of an act on another user, `nick`, in the channel `name`."""

    who: Who
    name: str
    nick: str
    text: str = ""


class ModesBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a change of modes of the channel or user `name`."""

    who: Who
    name: str
    changes: tuple[ModeChange, ...]


Body = UserBody | NickBody | ChannelBody | TextBody | TargetBody | ModesBody


# -- events ------------------------------------------------------------------------------


class Event(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The base of all events. `durable` ones go to the log, the others only to people."""

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 1
    durable: ClassVar[bool] = True
    body_type: ClassVar[type[msgspec.Struct] | None] = None


class ServerStarted(Event, frozen=True, gc=False):
    """A new life of the server: no session is left from the one before."""

    kind: ClassVar[str] = "server-started"


class UserRegistered(Event, frozen=True, gc=False):
    """A guest came. `resume` is the hash of the resume secret, empty without one."""

    kind: ClassVar[str] = "user-registered"
    body_type: ClassVar[type[msgspec.Struct] | None] = UserBody
    user: Id
    resume: bytes = b""


class NickChanged(Event, frozen=True, gc=False):
    """A user has another nick."""

    kind: ClassVar[str] = "nick-changed"
    body_type: ClassVar[type[msgspec.Struct] | None] = NickBody
    user: Id


class UserLeft(Event, frozen=True, gc=False):
    """A user is gone for good: left all channels, gave up the nick. Text: the reason."""

    kind: ClassVar[str] = "user-left"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id


class ChannelCreated(Event, frozen=True, gc=False):
    """A channel exists, with these flags set. `kept`: it never expires."""

    kind: ClassVar[str] = "channel-created"
    body_type: ClassVar[type[msgspec.Struct] | None] = ChannelBody
    channel: Id
    modes: str = ""
    kept: bool = False


class ChannelExpired(Event, frozen=True, gc=False):
    """A channel is no more; its name is free for another one."""

    kind: ClassVar[str] = "channel-expired"
    channel: Id


class DirectOpened(Event, frozen=True, gc=False):
    """Two users have a conversation of their own (with oneself: the same id twice)."""

    kind: ClassVar[str] = "direct-opened"
    conversation: Id
    one: Id
    other: Id


class Joined(Event, frozen=True, gc=False):
    """A user became a member, with the member modes in `letters`. Body name: the channel."""

    kind: ClassVar[str] = "joined"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id
    letters: str = ""


class Parted(Event, frozen=True, gc=False):
    """A member left. Text: the reason."""

    kind: ClassVar[str] = "parted"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id


class Kicked(Event, frozen=True, gc=False):
    """`user` removed `target` from the channel. Text: the reason."""

    kind: ClassVar[str] = "kicked"
    body_type: ClassVar[type[msgspec.Struct] | None] = TargetBody
    user: Id
    channel: Id
    target: Id


class TopicSet(Event, frozen=True, gc=False):
    """The channel's topic is the text, or none when it is empty."""

    kind: ClassVar[str] = "topic-set"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id


class ModesChanged(Event, frozen=True, gc=False):
    """The channel's modes changed, all of the body's changes in order."""

    kind: ClassVar[str] = "modes-changed"
    body_type: ClassVar[type[msgspec.Struct] | None] = ModesBody
    user: Id
    channel: Id


class MessageSent(Event, frozen=True, gc=False):
    """A message to a channel, or to the user `target` (0 for a channel)."""

    kind: ClassVar[str] = "message-sent"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    target: Id = 0
    how: MessageKind = MessageKind.TEXT


# -- transient events: announced, never stored ---------------------------------------------


class SessionAttached(Event, frozen=True, gc=False):
    """The session speaks for the user, who is in these channels, from now on."""

    kind: ClassVar[str] = "session-attached"
    durable: ClassVar[bool] = False
    session: Id
    worker: int
    user: Id
    channels: tuple[Id, ...] = ()


class SessionDetached(Event, frozen=True, gc=False):
    """The session is gone; nothing is said of the user."""

    kind: ClassVar[str] = "session-detached"
    durable: ClassVar[bool] = False
    session: Id


class SessionEnded(Event, frozen=True, gc=False):
    """Told to one session: the server ends it. Text: the reason."""

    kind: ClassVar[str] = "session-ended"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    session: Id


class UserDetached(Event, frozen=True, gc=False):
    """The last session of a resumable user is gone: others see it quit. Text: the reason."""

    kind: ClassVar[str] = "user-detached"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id


class UserResumed(Event, frozen=True, gc=False):
    """A detached user is back; announced by a `Returned` in each of its channels."""

    kind: ClassVar[str] = "user-resumed"
    durable: ClassVar[bool] = False
    user: Id


class Returned(Event, frozen=True, gc=False):
    """A resumed user is seen in the channel again, with its member modes."""

    kind: ClassVar[str] = "returned"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id
    letters: str = ""


class AwayChanged(Event, frozen=True, gc=False):
    """A user is away with the text, or back when it is empty.

    With a `channel`, only its members are told: somebody who is away came in.
    """

    kind: ClassVar[str] = "away-changed"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id = 0


class UserModesChanged(Event, frozen=True, gc=False):
    """A user changed its own modes."""

    kind: ClassVar[str] = "user-modes-changed"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = ModesBody
    user: Id


class Invited(Event, frozen=True, gc=False):
    """`user` invited `target` into the channel."""

    kind: ClassVar[str] = "invited"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TargetBody
    user: Id
    channel: Id
    target: Id


class TagsSent(Event, frozen=True, gc=False):
    """Tags without text (TAGMSG) to a channel, or to the user `target`."""

    kind: ClassVar[str] = "tags-sent"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id = 0
    target: Id = 0


# -- how they travel ---------------------------------------------------------------------


class Idempotency(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Under which of its author's keys a record was asked for; `digest` is of what was asked."""

    author: Id
    key: bytes
    digest: bytes


class Record(msgspec.Struct, frozen=True, gc=False):
    """An event as decided: what the log is given to keep, if it is durable.

    `at_ms` is Unix time in milliseconds, one stamp a batch, never decreasing.
    `conversation` is where it takes a sequence number, None where it takes none.
    """

    id: Id
    at_ms: int
    conversation: Id | None
    event: Event
    body: Body | None = None
    idempotency: Idempotency | None = None


class Stored(msgspec.Struct, frozen=True, gc=False):
    """A record that the log keeps. `seq` is None just where `conversation` is."""

    pos: Pos
    seq: Seq | None
    record: Record


class Transient(msgspec.Struct, frozen=True, gc=False):
    """A record that is only announced. `pos` is the log position that it follows."""

    seq: ClassVar[None] = None
    pos: Pos
    record: Record


Happened = Stored | Transient
