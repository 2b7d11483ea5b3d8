"""Whom an event concerns, said without naming sessions.

The hub says it in channels and users; each worker knows which of its sessions
those are at that point of the stream. Owns who must see an event.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from veche.core.events import (
    AwayChanged,
    Body,
    ChannelRenamed,
    InviteAnnounced,
    Invited,
    Joined,
    Kicked,
    LoggedIn,
    LoggedOut,
    MarkerMoved,
    MessageRedacted,
    MessageSent,
    MetadataBody,
    MetadataSet,
    ModesChanged,
    NickChanged,
    Parted,
    PasswordChanged,
    Reacted,
    RealnameChanged,
    Record,
    Returned,
    SessionEnded,
    SettingChanged,
    TagsSent,
    TopicSet,
    UserDetached,
    UserLeft,
    UserModesChanged,
    WallopsSent,
)
from veche.core.ids import Id
from veche.core.ranks import holds
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


class Sessions(msgspec.Struct, frozen=True, gc=False):
    """These sessions, whatever users they speak for: those who asked to be told."""

    sessions: tuple[Id, ...]


class Nobody(msgspec.Struct, frozen=True, gc=False):
    """No recipient: the event only changes what the workers know."""


Audience = InChannel | OfUsers | Around | OneSession | Sessions | Nobody
NOBODY = Nobody()


def audience(state: State, record: Record) -> Audience:
    """Whom the record concerns, asked before it is applied."""
    event: Any = record.event
    match event:
        case MessageSent() | Reacted() | MessageRedacted() | TagsSent() if event.letter:
            return _ranked(state, event.channel, event.letter)
        case MessageSent(target=0) | Reacted(target=0) | MessageRedacted(target=0):
            return InChannel(record.conversation or 0)
        case TagsSent(target=0):
            return InChannel(event.channel)
        case MessageSent() | Reacted() | MessageRedacted() | TagsSent():
            same = event.target == event.user
            return OfUsers((event.user,) if same else (event.target, event.user))
        case Joined() | Parted() | Kicked() | TopicSet() | ModesChanged() | Returned():
            return InChannel(event.channel)
        case InviteAnnounced() | ChannelRenamed():
            return InChannel(event.channel)
        case WallopsSent():
            hearing = (user.id for user in state.users.values() if "w" in user.modes)
            return OfUsers(tuple(hearing))
        case AwayChanged(channel=channel) if channel:
            return InChannel(channel)
        case (
            NickChanged()
            | UserLeft()
            | UserDetached()
            | AwayChanged()
            | RealnameChanged()
            | LoggedIn()
            | LoggedOut()
        ):
            user = state.users.get(event.user)
            if user is None or not user.present:
                return NOBODY  # whom nobody sees nobody sees go
            return Around(event.user, tuple(user.channels))
        case UserModesChanged() | MarkerMoved() | PasswordChanged():
            return OfUsers((event.user,))
        case SettingChanged():
            account = state.accounts.get(event.account)
            return NOBODY if account is None else OfUsers((account.user,))
        case Invited():
            return OfUsers((event.target,))
        case MetadataSet():
            return Sessions(tuple(_subscribers(state, event, record.body)))
        case SessionEnded():
            return OneSession(event.session)
        case _:
            return NOBODY


def _ranked(state: State, channel_id: Id, letter: str) -> OfUsers:
    """The members with this member letter or a higher one."""
    channel = state.channels.get(channel_id)
    if channel is None:
        return OfUsers(())
    return OfUsers(tuple(u for u, letters in channel.members.items() if holds(letters, letter)))


def _subscribers(state: State, event: MetadataSet, body: Body | None) -> Iterator[Id]:
    """Sessions that asked for the key, of those who are in the channel, or know the user."""
    if not isinstance(body, MetadataBody):
        return
    target = state.users.get(event.target)
    for session in state.subscribers.get(body.key, ()):
        user = state.user_of(session)
        if user is None:
            continue
        if event.channel:
            told = event.channel in user.channels
        else:
            told = target is not None and (
                user is target
                or state.share_channel(user, target)
                or target.folded in state.sessions[session].watching
            )
        if told:
            yield session
