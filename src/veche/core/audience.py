"""Whom an event concerns, said without naming sessions.

The hub says it in channels and users; each worker knows which of its sessions
those are at that point of the stream. Owns who must see an event.
"""

from typing import Any

import msgspec

from veche.core.events import (
    AwayChanged,
    Invited,
    Joined,
    Kicked,
    MessageSent,
    ModesChanged,
    NickChanged,
    Parted,
    Record,
    Returned,
    SessionEnded,
    TagsSent,
    TopicSet,
    UserDetached,
    UserLeft,
    UserModesChanged,
)
from veche.core.ids import Id
from veche.core.state import State


class InChannel(msgspec.Struct, frozen=True, gc=False):
    """All members of one channel."""

    channel: Id


class OfUsers(msgspec.Struct, frozen=True, gc=False):
    """Every session of these users."""

    users: tuple[Id, ...]


class Around(msgspec.Struct, frozen=True, gc=False):
    """The user itself and every member of these channels, each session once."""

    user: Id
    channels: tuple[Id, ...]


class OneSession(msgspec.Struct, frozen=True, gc=False):
    """One session, whatever user it speaks for."""

    session: Id


class Nobody(msgspec.Struct, frozen=True, gc=False):
    """No recipient: the event only changes what the workers know."""


Audience = InChannel | OfUsers | Around | OneSession | Nobody
NOBODY = Nobody()


def audience(state: State, record: Record) -> Audience:
    """Whom the record concerns, asked before it is applied."""
    event: Any = record.event
    match event:
        case MessageSent(target=0):
            return InChannel(record.conversation or 0)
        case TagsSent(target=0):
            return InChannel(event.channel)
        case MessageSent() | TagsSent():
            same = event.target == event.user
            return OfUsers((event.user,) if same else (event.target, event.user))
        case Joined() | Parted() | Kicked() | TopicSet() | ModesChanged() | Returned():
            return InChannel(event.channel)
        case AwayChanged(channel=channel) if channel:
            return InChannel(channel)
        case NickChanged() | UserLeft() | UserDetached() | AwayChanged():
            user = state.users.get(event.user)
            if user is None or not user.present:
                return NOBODY  # whom nobody sees nobody sees go
            return Around(event.user, tuple(user.channels))
        case UserModesChanged():
            return OfUsers((event.user,))
        case Invited():
            return OfUsers((event.target,))
        case SessionEnded():
            return OneSession(event.session)
        case _:
            return NOBODY
