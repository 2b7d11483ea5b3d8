"""How a session comes to speak for a user that is there already, and how it ceases to.

Owns the events of both. Must not know why.
"""

from veche.core.decide.base import Context, Happening
from veche.core.decide.views import channel_view
from veche.core.events import (
    AwayChanged,
    Event,
    Returned,
    SessionAttached,
    SessionDetached,
    SessionEnded,
    TextBody,
    UserAbsent,
    UserDetached,
    UserLeft,
    UserPresent,
    UserResumed,
)
from veche.core.ids import Id
from veche.core.replies import ChannelView
from veche.core.state import AUTO_AWAY, State, User


def attach(ctx: Context, user: User) -> tuple[Happening, ...]:
    """The asking session speaks for the user, whom others see again if they did not."""
    channels = tuple(user.channels)
    events = [Happening(SessionAttached(ctx.session, ctx.worker, user.id, channels))]
    if user.absent:
        events.append(Happening(UserPresent(user.id)))
    if user.away == AUTO_AWAY:
        events.append(Happening(AwayChanged(user.id), TextBody(user.who)))
    if not user.present:
        events.append(Happening(UserResumed(user.id)))
        for channel_id in channels:
            channel = ctx.state.channels[channel_id]
            letters = channel.members[user.id]
            body = TextBody(user.who, channel.name, user.realname)
            events.append(Happening(Returned(user.id, channel_id, letters), body))
    return tuple(events)


def views(state: State, user: User, but: dict[Id, None] | None = None) -> tuple[ChannelView, ...]:
    """The channels where the user is, without those in `but`."""
    markers = state.markers_of(user)
    return tuple(
        channel_view(state, channel, marker_ms=markers.get(channel.folded, 0))
        for channel in map(state.channels.__getitem__, user.channels)
        if not but or channel.id not in but
    )


def detach(ctx: Context, user: User, reason: str) -> tuple[Happening, ...]:
    """The asking session speaks for the user no more, who is gone if it was the last one.

    One of an account stays, away; a guest who can resume is kept, unseen.
    """
    gone = Happening(SessionDetached(ctx.session))
    if any(session != ctx.session for session in user.sessions):
        return (gone,)
    if ctx.state.persists(user):
        absent = Happening(UserAbsent(user.id), TextBody(user.who, "", reason))
        if user.away:
            return (gone, absent)
        away = Happening(AwayChanged(user.id), TextBody(user.who, "", AUTO_AWAY))
        return (gone, absent, away)
    event: Event = UserDetached(user.id) if user.resume else UserLeft(user.id)
    return (gone, Happening(event, TextBody(user.who, "", reason)))


def end_all(user: User, reason: str, but: Id = 0) -> tuple[Happening, ...]:
    """Every session of the user but one is told why, and ended."""
    return tuple(
        happening
        for session in user.sessions
        if session != but
        for happening in (
            Happening(SessionEnded(session), TextBody(user.who, "", reason)),
            Happening(SessionDetached(session)),
        )
    )
