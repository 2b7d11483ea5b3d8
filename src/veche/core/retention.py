"""How long what was said is kept: on the whole server, and in channels that keep it shorter.

Owns the rules as they follow from limits and modes. Whoever has the log carries them out.
"""

import msgspec

from veche.core.ids import Id
from veche.core.limits import Limits
from veche.core.state import State

KEPT_DAYS = "E"
"""The channel mode with the number of days."""
_DAY_MS = 86_400_000
_FOR_EVER_DAYS = 36_500


class Expiry(msgspec.Struct, frozen=True):
    """What was said before this time (Unix milliseconds) goes; `conversation` 0: everywhere."""

    conversation: Id
    before_ms: int


def expiries(state: State, limits: Limits, now_ms: int) -> tuple[Expiry, ...]:
    """All that is to go by now."""
    rules: list[Expiry] = []
    if limits.history_days < _FOR_EVER_DAYS:
        rules.append(Expiry(0, now_ms - int(limits.history_days * _DAY_MS)))
    for channel in state.channels.values():
        days = channel.modes.get(KEPT_DAYS)
        if days is not None:
            before_ms = now_ms - int(days) * _DAY_MS
            parts = (channel.id, *channel.statuses.values())
            rules += (Expiry(conversation, before_ms) for conversation in parts)
    return tuple(rules)
