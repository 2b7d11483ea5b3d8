"""State: what the hub knows is what the log says.

Owns the comparison, after a new life has begun for both.
"""

from collections.abc import Iterable
from typing import Any

from tests.simulation.checkers import Violation
from veche.core.apply import apply
from veche.core.events import Record, ServerStarted, Stored
from veche.core.ids import Id
from veche.core.state import State

_PARTS = ("users", "nicks", "resumes", "channels", "names", "sessions", "detached", "invisible")
_DURABLE = (
    *("nick", "folded", "username", "host", "realname", "registered_ms", "active_ms", "resume"),
    *("channels", "directs"),
)


def replay(state: State, stored: Iterable[Stored]) -> State:
    """The state after these records."""
    for item in stored:
        apply(state, item.record)
    state.journal.forget()
    return state


def same(live: State, log: State, what: str, *, times: bool = True) -> None:
    """Both are equal in what is durable, and in everything once a new life has begun for both.

    The order of dicts does not count. Without `times` it does not count either
    since when a channel is empty.
    """
    at_ms = max(live.last_ms, log.last_ms)
    if not times:
        for state in (live, log):
            for channel in state.channels.values():
                channel.empty_ms = None if channel.empty_ms is None else at_ms
    _compare("users", _durable(live), _durable(log), what)
    _compare("channels", live.channels, log.channels, what)
    for state in (live, log):
        apply(state, Record(1, at_ms, None, ServerStarted()))
        state.journal.forget()
    for name in _PARTS:
        _compare(name, getattr(live, name), getattr(log, name), f"{what}, restarted")


def _durable(state: State) -> dict[Id, tuple[object, ...]]:
    return {
        number: tuple(getattr(user, name) for name in _DURABLE)
        for number, user in state.users.items()
    }


def _compare(name: str, one: dict[Any, Any], other: dict[Any, Any], what: str) -> None:
    if one == other:
        return
    for key in [*one, *(key for key in other if key not in one)]:
        if one.get(key) != other.get(key):
            text = f"{key!r} is {one.get(key)} here and {other.get(key)} by the log"
            raise Violation("state", f"{what}: {name}: {text}")
