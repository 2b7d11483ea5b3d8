"""Decisions on looking for what was said: only where one may read."""

import msgspec

from veche.core.commands import Search
from veche.core.decide.addresses import plain_target
from veche.core.decide.base import Context, Decided, Outcome
from veche.core.decide.history import readable
from veche.core.names import is_channel
from veche.core.permissions import Act, authorize
from veche.core.rejections import Code, Rejection
from veche.core.replies import GrantedSearch


def search(ctx: Context, command: Search) -> Outcome:
    """In one conversation, or in all that one may read."""
    if command.limit < 0:
        return Rejection(Code.BAD_ARGUMENT, "limit")
    wanted = msgspec.structs.replace(command, limit=min(command.limit, ctx.limits.history_page))
    if not command.place:
        return Decided(reply=GrantedSearch(tuple(grant for _, grant in readable(ctx)), wanted))
    act = Act.READ_HISTORY if is_channel(command.place) else Act.READ_DIRECT
    target = plain_target(ctx, command.place, act)
    if isinstance(target, Rejection):
        return target
    grant = authorize(ctx.state, ctx.actor, act, target)
    if isinstance(grant, Rejection):
        return grant
    return Decided(reply=GrantedSearch((grant,), wanted))
