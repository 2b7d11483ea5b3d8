"""Who is told that a user is seen under another username and host (IRCv3 chghost).

Owns that audience: the user itself, those who share a channel with it, once, and each channel's
others for clients that know no such change ("Fallback"); and those who watch it (IRCv3
extended-monitor). Asked before the event is applied.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from veche.core.audience import Sessions
from veche.core.events import (
    Body,
    Event,
    HostBody,
    HostChanged,
    HostShown,
    Record,
    Reentered,
    ReentryBody,
)
from veche.core.ids import Id
from veche.core.presence import Notice, notices
from veche.core.state import Channel, State, User


def shown(state: State, record: Record, new_id: Callable[[], Id]) -> Sequence[Notice]:
    """What each of them is told; nothing of a user that nobody sees."""
    event, body = record.event, record.body
    if not isinstance(event, HostChanged) or not isinstance(body, HostBody):
        return ()
    user = state.users.get(event.user)
    if user is None or not user.present:
        return ()

    def notice(event: Event, body: Body, sessions: Sequence[Id]) -> Notice:
        return Notice(Record(new_id(), record.at_ms, None, event, body), Sessions(tuple(sessions)))

    channels = [state.channels[channel_id] for channel_id in user.channels]
    around = dict.fromkeys(s for channel in channels for s in _others(state, channel, user))
    who = msgspec.structs.replace(user.who, username=body.username, host=body.host)
    told = [notice(HostShown(user.id, own=True), body, tuple(user.sessions))]
    if around:
        told.append(notice(HostShown(user.id), body, tuple(around)))
    for channel in channels:
        others = tuple(_others(state, channel, user))
        if others:
            again = Reentered(user.id, channel.id, channel.members[user.id])
            tale = ReentryBody(who, channel.name, user.realname, user.away)
            told.append(notice(again, tale, others))
    return (*told, *notices(state, record, new_id))


def _others(state: State, channel: Channel, user: User) -> Iterator[Id]:
    """The sessions of the channel's other members."""
    for other, _ in state.members(channel):
        if other is not user:
            yield from other.sessions
