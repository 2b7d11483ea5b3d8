"""Events of moderation: who keeps order in channels and on the server, and what they did.

Owns the channels' names and access lists, the server's bans, and the audit trail.
"""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import AuditBody, BanBody, MovedBody, RenamedBody, TextBody
from veche.core.ids import Id


class AccessChanged(Event, frozen=True, gc=False):
    """An account enters the channel with this member letter from now on; empty: with none."""

    kind: ClassVar[str] = "access-changed"
    channel: Id
    account: Id
    letter: str = ""


class ChannelRenamed(Event, frozen=True, gc=False):
    """The channel has another name, and is otherwise what it was."""

    kind: ClassVar[str] = "channel-renamed"
    body_type: ClassVar[type[msgspec.Struct] | None] = RenamedBody
    user: Id
    channel: Id


class ChannelMoved(Event, frozen=True, gc=False):
    """The same, told to one member as going from the one channel to the other."""

    kind: ClassVar[str] = "channel-moved"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = MovedBody
    user: Id
    channel: Id


class ServerBanSet(Event, frozen=True, gc=False):
    """Whom the body's mask fits may not use the server. `until_ms`: Unix time, 0 for ever."""

    kind: ClassVar[str] = "server-ban-set"
    body_type: ClassVar[type[msgspec.Struct] | None] = BanBody
    until_ms: int = 0


class ServerBanLifted(Event, frozen=True, gc=False):
    """The server's ban of the body's mask is over."""

    kind: ClassVar[str] = "server-ban-lifted"
    body_type: ClassVar[type[msgspec.Struct] | None] = BanBody


class ServerLocked(Event, frozen=True, gc=False):
    """From now on no guests are let in and no accounts opened, or they are again."""

    kind: ClassVar[str] = "server-locked"
    locked: bool


class Audited(Event, frozen=True, gc=False):
    """Somebody used the power to moderate: in the channel, or on the server. In a conversation of
    its own, of which a channel's operators read what was done there, and the server's all."""

    kind: ClassVar[str] = "audited"
    version: ClassVar[int] = 2
    body_type: ClassVar[type[msgspec.Struct] | None] = AuditBody
    user: Id
    channel: Id = 0


class WallopsSent(Event, frozen=True, gc=False):
    """An operator says something to all who want to hear it (user mode w)."""

    kind: ClassVar[str] = "wallops-sent"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
