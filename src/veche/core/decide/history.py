"""Decisions on reading what was said: who may, and how much of it.

Owns the grants' way out. Whoever holds one does the reading.
"""

import msgspec

from veche.core.commands import HistoryQuery, ReadHistory, ReadMissed, ReadTargets
from veche.core.decide.addresses import plain_target
from veche.core.decide.base import Context, Decided, Outcome
from veche.core.names import is_channel
from veche.core.permissions import Act, authorize
from veche.core.rejections import Code, Rejection
from veche.core.replies import Grant, Granted, GrantedMissed, GrantedTargets
from veche.core.state import User


def read_history(ctx: Context, command: ReadHistory) -> Outcome:
    """A grant to read; whoever holds it does the reading."""
    query = _bounded(ctx, command.query)
    if isinstance(query, Rejection):
        return query
    act = Act.READ_HISTORY if is_channel(command.target) else Act.READ_DIRECT
    target = plain_target(ctx, command.target, act)
    if isinstance(target, Rejection):
        return target
    grant = authorize(ctx.state, ctx.actor, act, target)
    if isinstance(grant, Rejection):
        return grant
    name = target.nick if isinstance(target, User) else target.name
    return Decided(reply=Granted(name, grant, query))


def _bounded(ctx: Context, query: HistoryQuery) -> HistoryQuery | Rejection:
    if query.limit < 0:
        return Rejection(Code.BAD_ARGUMENT, "history", "the limit is negative")
    if query.limit > ctx.limits.history_page:
        return msgspec.structs.replace(query, limit=ctx.limits.history_page)
    return query


def read_targets(ctx: Context, command: ReadTargets) -> Outcome:
    """Grants to read the last word of every conversation that the actor may read."""
    if command.limit < 0:
        return Rejection(Code.BAD_ARGUMENT, "history", "the limit is negative")
    limit = min(command.limit, ctx.limits.history_page)
    work = GrantedTargets(readable(ctx), command.from_ms, command.to_ms, limit)
    return Decided(reply=work)


def read_missed(ctx: Context, command: ReadMissed) -> Outcome:
    """Grants to read everywhere what was said while the actor had no session."""
    limit = ctx.limits.history_page
    return Decided(reply=GrantedMissed(readable(ctx), command.since, command.until, limit))


def readable(ctx: Context) -> tuple[tuple[str, Grant], ...]:
    """The channels of the actor's, and those with whom it has spoken and who are still known."""
    state, actor = ctx.state, ctx.actor
    found: list[tuple[str, Grant]] = []
    for channel_id in actor.channels:
        channel = state.channels[channel_id]
        grant = authorize(state, actor, Act.READ_HISTORY, channel)
        if isinstance(grant, Grant):
            found.append((channel.name, grant))
    for other_id in actor.directs:
        other = state.users.get(other_id)
        if other is None or not other.present:
            continue
        grant = authorize(state, actor, Act.READ_DIRECT, other)
        if isinstance(grant, Grant):
            found.append((other.nick, grant))
    return tuple(found)
