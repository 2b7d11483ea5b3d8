"""The server's own decisions: a new life, and what has expired."""

from veche.core.commands import KeepHouse, Start
from veche.core.decide.base import Context, Decided, Happening, Outcome
from veche.core.events import (
    ChannelBody,
    ChannelCreated,
    ChannelExpired,
    ServerStarted,
    TextBody,
    UserLeft,
)
from veche.core.names import fold

_DAY_MS = 86_400_000


def start(ctx: Context, command: Start) -> Outcome:
    """Nobody is connected yet; the lobby is there."""
    events = [Happening(ServerStarted())]
    if ctx.state.find_channel(ctx.lobby) is None:
        created = ChannelCreated(ctx.turn.new_id(), "nt", True)
        events.append(Happening(created, ChannelBody(ctx.lobby, fold(ctx.lobby))))
    return Decided(tuple(events))


def keep_house(ctx: Context, command: KeepHouse) -> Outcome:
    """Guests who did not come back and channels that stayed empty are forgotten."""
    limits, state = ctx.limits, ctx.state
    events = []
    resume_ms = int(limits.resume_days * _DAY_MS)
    for user_id in state.detached:
        user = state.users[user_id]
        if user.detached_ms is not None and ctx.now_ms - user.detached_ms > resume_ms:
            body = TextBody(user.who, "", "Did not come back")
            events.append(Happening(UserLeft(user.id), body))
    empty_ms = int(limits.empty_channel_days * _DAY_MS)
    events.extend(
        Happening(ChannelExpired(channel.id))
        for channel in state.channels.values()
        if not channel.kept
        and channel.empty_ms is not None
        and ctx.now_ms - channel.empty_ms > empty_ms
    )
    return Decided(tuple(events))
