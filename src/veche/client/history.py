"""Each message once and in order: history and live messages put together.

Owns what was seen, and what must wait while a page of history is on its way. Must not know how
history is asked for.
"""

from collections.abc import Iterable

from veche.client.events import Event, Joined, Left, Said, TopicSet
from veche.core.names import fold

# A server that repeats a message later than this is not mending a gap.
_REMEMBERED = 10_000
# While a page is awaited; past it, order yields to memory.
_MAX_HELD = 1_000


class Timeline:
    """Puts the events of a connection in the order in which they are told."""

    def __init__(self) -> None:
        self._seen: dict[str, None] = {}
        self._held: dict[str, list[Event]] = {}

    def hold(self, channel: str) -> None:
        """Keep back what happens in `channel` from now on: what happened before comes first."""
        self._held.setdefault(fold(channel), [])

    def held(self) -> list[str]:
        """Return the channels that are held, folded."""
        return list(self._held)

    def release(self, channel: str) -> list[Event]:
        """End the hold, if there is one; return what was kept and is new."""
        return [event for event in self._held.pop(fold(channel), []) if self._is_new(event)]

    def order(self, events: Iterable[Event]) -> list[Event]:
        """Return what may be told now: nothing twice, and nothing of a channel that is held."""
        told: list[Event] = []
        for event in events:
            held = self._held.get(fold(_waits_in(event)))
            if held is None:
                told += [event] if self._is_new(event) else []
                continue
            held.append(event)
            if len(held) >= _MAX_HELD or (isinstance(event, Left) and event.own):
                told += self.release(_waits_in(event))
        return told

    def _is_new(self, event: Event) -> bool:
        if not isinstance(event, Said) or not event.msgid:
            return True
        if event.msgid in self._seen:
            return False
        self._seen[event.msgid] = None
        if len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return True


def _waits_in(event: Event) -> str:
    """Return the channel whose history this event has to wait for, or ""."""
    match event:
        case Said(past=True) | Joined(own=True):
            return ""
        case Said(where=where) | Joined(where=where) | Left(where=where) | TopicSet(where=where):
            return where
        case _:
            return ""
