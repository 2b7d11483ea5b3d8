"""Who has asked to be told of what happens to a user, and what it is told.

Owns the second audience of an event: sessions that watch a nick (IRCv3 monitor and
extended-monitor). Asked before the event is applied.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

import msgspec

from veche.core.audience import Sessions
from veche.core.events import (
    AwayChanged,
    CameOnline,
    Event,
    HostChanged,
    LoggedIn,
    LoggedOut,
    NickBody,
    NickChanged,
    RealnameChanged,
    Record,
    TextBody,
    UserBody,
    UserDetached,
    UserLeft,
    UserRegistered,
    UserResumed,
    Watched,
    WentOffline,
    Who,
)
from veche.core.ids import Id
from veche.core.state import State, User


class Notice(msgspec.Struct, frozen=True, gc=False):
    """Tell the sessions of the record, which nothing keeps. Its author is one of them or not."""

    record: Record
    audience: Sessions


def notices(state: State, record: Record, new_id: Callable[[], Id]) -> Sequence[Notice]:
    """What those who watch are told of the record, whose event is one of PRESENCE."""
    if not state.watchers:
        return ()
    find = PRESENCE[type(record.event)]
    return [
        Notice(
            Record(new_id(), record.at_ms, None, event, record.body if who is None else _of(who)),
            Sessions(sessions),
        )
        for event, who, sessions in find(state, record)
        if sessions
    ]


def _of(who: Who) -> TextBody:
    return TextBody(who, who.nick)


_Told = tuple[Event, Who | None, tuple[Id, ...]]


def _watchers(state: State, folded: str) -> tuple[Id, ...]:
    return tuple(state.watchers.get(folded, ()))


def _came(state: State, record: Record) -> list[_Told]:
    event = cast(UserRegistered, record.event)
    body = cast(UserBody, record.body)
    return [(CameOnline(event.user), body.who, _watchers(state, body.folded))]


def _resumed(state: State, record: Record) -> list[_Told]:
    user = state.users.get(cast(UserResumed, record.event).user)
    if user is None:
        return []
    return [(CameOnline(user.id), user.who, _watchers(state, user.folded))]


def _went(state: State, record: Record) -> list[_Told]:
    user = _seen(state, record)
    if user is None:
        return []
    return [(WentOffline(user.id), user.who, _watchers(state, user.folded))]


def _renamed(state: State, record: Record) -> list[_Told]:
    user = _seen(state, record)
    body = cast(NickBody, record.body)
    if user is None or body.folded == user.folded:
        return []
    now = msgspec.structs.replace(user.who, nick=body.nick)
    return [
        (WentOffline(user.id), user.who, _watchers(state, user.folded)),
        (CameOnline(user.id), now, _watchers(state, body.folded)),
    ]


def _changed(state: State, record: Record) -> list[_Told]:
    """Whoever shares a channel, or speaks for the user itself, is told anyway."""
    user = _seen(state, record)
    event: Any = record.event
    if user is None or (type(event) is AwayChanged and event.channel):
        return []
    strangers = []
    for session in _watchers(state, user.folded):
        other = state.user_of(session)
        if other is not None and other is not user and not state.share_channel(other, user):
            strangers.append(session)
    return [(Watched(event), None, tuple(strangers))]


def _seen(state: State, record: Record) -> User | None:
    event: Any = record.event
    user = state.users.get(event.user)
    return user if user is not None and user.present else None


PRESENCE: dict[type[Event], Callable[[State, Record], list[_Told]]] = {
    UserRegistered: _came,
    UserResumed: _resumed,
    UserLeft: _went,
    UserDetached: _went,
    NickChanged: _renamed,
    AwayChanged: _changed,
    RealnameChanged: _changed,
    HostChanged: _changed,
    LoggedIn: _changed,
    LoggedOut: _changed,
}
