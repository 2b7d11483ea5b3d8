"""The server's own decisions: a new life, and what has expired."""

from veche.core.commands import KeepHouse, Start
from veche.core.decide.base import Context, Decided, Happening, Outcome
from veche.core.decide.push import unused
from veche.core.decide.server_bans import expired
from veche.core.events import (
    ChannelBody,
    ChannelCreated,
    ChannelExpired,
    ServerStarted,
    TextBody,
    UserLeft,
)
from veche.core.ids import Id, made_ms
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
    detached = {
        user.id: user.detached_ms
        for user in map(state.users.__getitem__, state.detached)
        if user.detached_ms is not None
    }
    empty = {
        channel.id: channel.empty_ms
        for channel in state.channels.values()
        if channel.empty_ms is not None and not channel.kept and not channel.access
    }
    founded = {
        channel.id: channel.empty_ms
        for channel in state.channels.values()
        if channel.empty_ms is not None and not channel.kept and channel.access
    }
    gone = _expired(detached, ctx.now_ms, limits.resume_days, limits.detached_guests)
    over = _expired(empty, ctx.now_ms, limits.empty_channel_days, limits.empty_channels)
    over += _expired(founded, ctx.now_ms, limits.founded_channel_days, limits.empty_channels)
    users = (state.users[user] for user in gone)
    left = [
        Happening(UserLeft(user.id), TextBody(user.who, "", "Did not come back")) for user in users
    ]
    ended = (Happening(ChannelExpired(channel)) for channel in over)
    left += [
        Happening(UserLeft(user.id), TextBody(user.who, "", "Stays no longer"))
        for user in state.users.values()
        if user.absent and not user.sessions and not state.persists(user)
    ]
    left += _absent_too_long(ctx)
    return Decided((*left, *ended, *expired(ctx), *unused(ctx)))


def _absent_too_long(ctx: Context) -> list[Happening]:
    """Users of accounts who stay, but whom nobody has seen for so long. The accounts stay."""
    oldest_ms = ctx.now_ms - int(ctx.limits.absent_days * _DAY_MS)
    return [
        Happening(UserLeft(user.id), TextBody(user.who, "", "Absent for too long"))
        for user in ctx.state.users.values()
        if user.absent
        and not user.sessions
        and ctx.state.persists(user)
        and made_ms(user.absent) < oldest_ms
    ]


def _expired(since_ms: dict[Id, int], now_ms: int, days: float, limit: int) -> list[Id]:
    """Those that have been so for longer than `days`, and the longest beyond `limit`."""
    by_age = sorted(since_ms, key=since_ms.__getitem__)
    too_many = len(by_age) - limit
    oldest_ms = now_ms - int(days * _DAY_MS)
    return [
        one for place, one in enumerate(by_age) if place < too_many or since_ms[one] < oldest_ms
    ]
