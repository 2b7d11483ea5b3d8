"""Decisions on reading what was said: who may, and how much of it.

Owns the grants' way out. Whoever holds one does the reading.
"""

from collections.abc import Sequence

import msgspec

from veche.core.commands import HistoryQuery, ReadHistory, ReadMissed, ReadTargets, ReadUnread
from veche.core.decide.base import Context, Decided, Outcome, channel_for
from veche.core.directs import ended, find_direct
from veche.core.ids import Id
from veche.core.names import fold, is_channel
from veche.core.permissions import NO_HISTORY, Act, authorize, authorize_past, authorize_status
from veche.core.rejections import Code, Rejection
from veche.core.replies import Grant, Granted, GrantedMissed, GrantedTargets, GrantedUnread
from veche.core.state import MEMBER_LETTERS, MEMBER_SIGNS


def read_history(ctx: Context, command: ReadHistory) -> Outcome:
    """A grant to read; whoever holds it does the reading."""
    query = _bounded(ctx, command.query)
    if isinstance(query, Rejection):
        return query
    found = granted(ctx, command.target)
    if isinstance(found, Rejection):
        return found
    name, grants = found
    return Decided(reply=Granted(name, _as_one(grants), query))


def granted(ctx: Context, target: str) -> tuple[str, tuple[Grant, ...]] | Rejection:
    """The grants for what the actor means by a channel, a sign and a channel, or a nick, of which
    there may have been several; and what it is called now."""
    state, actor = ctx.state, ctx.actor
    sign = target[:1]
    if sign and sign in MEMBER_SIGNS and is_channel(target[1:]):
        channel = channel_for(ctx, Act.READ_HISTORY, target[1:])
        if isinstance(channel, Rejection):
            return channel
        letter = MEMBER_LETTERS[MEMBER_SIGNS.index(sign)]
        return _named(sign + channel.name, authorize_status(state, actor, channel, letter))
    if is_channel(target):
        channel = channel_for(ctx, Act.READ_HISTORY, target)
        if isinstance(channel, Rejection):
            return channel
        return _named(channel.name, authorize(state, actor, Act.READ_HISTORY, channel))
    direct = find_direct(state, actor, target)
    if direct is None:
        return Rejection(Code.NO_SUCH_NICK, target)
    verdicts = [authorize_past(state, actor, conversation) for conversation in direct.past]
    if direct.user is not None:
        verdicts.insert(0, authorize(state, actor, Act.READ_DIRECT, direct.user))
    grants = [verdict for verdict in verdicts if isinstance(verdict, Grant)]
    some = [grant for grant in grants if grant != NO_HISTORY]
    return direct.nick, tuple(some or grants)


def _named(name: str, verdict: Grant | Rejection) -> tuple[str, tuple[Grant, ...]] | Rejection:
    return verdict if isinstance(verdict, Rejection) else (name, (verdict,))


def _as_one(grants: Sequence[Grant]) -> Grant:
    """For all of them: the first one, and the others' conversations."""
    first, *others = grants
    return msgspec.structs.replace(first, also=tuple(grant.conversation for grant in others))


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
    named: dict[str, tuple[str, list[Grant]]] = {}
    for name, grant in readable(ctx):
        if name[0] not in MEMBER_SIGNS:  # a part of a channel is no target of its own
            named.setdefault(fold(name), (name, []))[1].append(grant)
    conversations = tuple((name, _as_one(grants)) for name, grants in named.values())
    work = GrantedTargets(conversations, command.from_ms, command.to_ms, limit)
    return Decided(reply=work)


def read_missed(ctx: Context, command: ReadMissed) -> Outcome:
    """Grants to read everywhere what was said while the actor had no session."""
    limit = ctx.limits.history_page
    return Decided(reply=GrantedMissed(readable(ctx), command.since, command.until, limit))


def read_unread(ctx: Context, command: ReadUnread) -> Outcome:
    """Grants to read everywhere what the actor's markers have not come to."""
    markers = ctx.state.markers_of(ctx.actor)
    conversations = tuple(
        (name, grant, markers.get(fold(name), 0)) for name, grant in readable(ctx)
    )
    limit = ctx.limits.history_page
    work = GrantedUnread(conversations, command.since, command.until, limit, ctx.now_ms)
    return Decided(reply=work)


def readable(ctx: Context) -> tuple[tuple[str, Grant], ...]:
    """The channels of the actor's, with those parts of them that it has the rank for; then those
    with whom it speaks; then those with whom it spoke, the last one first."""
    state, actor = ctx.state, ctx.actor
    found: dict[Id, tuple[str, Grant]] = {}

    def add(name: str, grant: Grant | Rejection) -> None:
        if isinstance(grant, Grant):
            found.setdefault(grant.conversation, (name, grant))

    for channel in map(state.channels.__getitem__, actor.channels):
        add(channel.name, authorize(state, actor, Act.READ_HISTORY, channel))
        for letter in channel.statuses:
            sign = MEMBER_SIGNS[MEMBER_LETTERS.index(letter)]
            add(sign + channel.name, authorize_status(state, actor, channel, letter))
    for other in map(state.users.__getitem__, actor.directs):
        add(other.nick, authorize(state, actor, Act.READ_DIRECT, other))
    for conversation, past in ended(state, actor):
        add(past.nick, authorize_past(state, actor, conversation))
    return tuple(found.values())
