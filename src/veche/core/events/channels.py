"""Events of channels and their members."""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import ChannelBody, ModesBody, TargetBody, TextBody
from veche.core.ids import Id


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


class Joined(Event, frozen=True, gc=False):
    """A user became a member, with the member modes in `letters`.

    Body name: the channel; text: the realname.
    """

    kind: ClassVar[str] = "joined"
    version: ClassVar[int] = 2
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id
    letters: str = ""


class Parted(Event, frozen=True, gc=False):
    """A member left. Text: the reason."""

    kind: ClassVar[str] = "parted"
    version: ClassVar[int] = 2
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id


class Kicked(Event, frozen=True, gc=False):
    """`user` removed `target` from the channel. Text: the reason."""

    kind: ClassVar[str] = "kicked"
    version: ClassVar[int] = 2
    body_type: ClassVar[type[msgspec.Struct] | None] = TargetBody
    user: Id
    channel: Id
    target: Id


class TopicSet(Event, frozen=True, gc=False):
    """The channel's topic is the text, or none when it is empty."""

    kind: ClassVar[str] = "topic-set"
    version: ClassVar[int] = 2
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id


class ModesChanged(Event, frozen=True, gc=False):
    """The channel's modes changed, all of the body's changes in order."""

    kind: ClassVar[str] = "modes-changed"
    version: ClassVar[int] = 2
    body_type: ClassVar[type[msgspec.Struct] | None] = ModesBody
    user: Id
    channel: Id


class Returned(Event, frozen=True, gc=False):
    """A resumed user is seen in the channel again, with its member modes. Text: the realname."""

    kind: ClassVar[str] = "returned"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id
    letters: str = ""


class Invited(Event, frozen=True, gc=False):
    """`user` invited `target` into the channel."""

    kind: ClassVar[str] = "invited"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TargetBody
    user: Id
    channel: Id
    target: Id
