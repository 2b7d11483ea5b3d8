"""Decisions on looking for what was said: only where one may read."""

import msgspec

from veche.core.commands import Search
from veche.core.decide.base import Context, Decided, Outcome
from veche.core.decide.history import granted, readable
from veche.core.rejections import Code, Rejection
from veche.core.replies import GrantedSearch


def search(ctx: Context, command: Search) -> Outcome:
    """In one conversation, or in all that one may read."""
    if command.limit < 0:
        return Rejection(Code.BAD_ARGUMENT, "limit")
    wanted = msgspec.structs.replace(command, limit=min(command.limit, ctx.limits.history_page))
    if not command.place:
        return Decided(reply=GrantedSearch(tuple(grant for _, grant in readable(ctx)), wanted))
    found = granted(ctx, command.place)
    if isinstance(found, Rejection):
        return found
    return Decided(reply=GrantedSearch(found[1], wanted))
