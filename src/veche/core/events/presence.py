"""Events of presence: who is told, because it asked to, that somebody came, went or changed.

Owns what is told of users to those who share no channel with them. Only a change of realname is
kept: all else follows from other events.
"""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import TargetBody, TextBody
from veche.core.ids import Id


class RealnameChanged(Event, frozen=True, gc=False):
    """A user has another realname, the text."""

    kind: ClassVar[str] = "realname-changed"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id


class NicksWatched(Event, frozen=True, gc=False):
    """A session is told of these nicks from now on, and of no others: folded and as typed."""

    kind: ClassVar[str] = "nicks-watched"
    durable: ClassVar[bool] = False
    session: Id
    nicks: tuple[tuple[str, str], ...] = ()


class CameOnline(Event, frozen=True, gc=False):
    """Told to those who watch the nick: somebody has it now."""

    kind: ClassVar[str] = "came-online"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id


class WentOffline(Event, frozen=True, gc=False):
    """Told to those who watch the nick: nobody has it any more."""

    kind: ClassVar[str] = "went-offline"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id


class Watched(Event, frozen=True, gc=False):
    """Told to those who watch the user's nick and share no channel with it: `of`, and its body."""

    kind: ClassVar[str] = "watched"
    durable: ClassVar[bool] = False
    of: Event


class InviteAnnounced(Event, frozen=True, gc=False):
    """Told to the members: `user` invited `target` into their channel."""

    kind: ClassVar[str] = "invite-announced"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TargetBody
    user: Id
    channel: Id
    target: Id
