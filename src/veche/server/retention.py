"""Finds in the log what has been kept long enough.

Owns how far it has looked. Must not know why something goes, nor erase it.
"""

from collections.abc import Sequence

from veche.core.commands import Direction, HistoryQuery
from veche.core.events import MessageSent, Reacted, Stored
from veche.core.ids import Id, Pos
from veche.core.replies import Grant
from veche.core.retention import Expiry
from veche.eventlog.base import Reader

AT_ONCE = 1_000
"""So many go in a transaction, which makes others wait."""


class Retention:
    """One life's. Looks at each record once for the rule that is for all of the log, and once for
    that of its conversation."""

    def __init__(self) -> None:
        self._looked: Pos = 0
        self._reached: dict[Id, Pos] = {}

    def due(self, reader: Reader, rules: Sequence[Expiry]) -> list[Stored]:
        """Some of what is to go; nothing when there is no more."""
        for conversation in self._reached.keys() - {rule.conversation for rule in rules}:
            del self._reached[conversation]
        for rule in rules:
            found = self._of(reader, rule) if rule.conversation else self._oldest(reader, rule)
            if found:
                return found
        return []

    def _of(self, reader: Reader, rule: Expiry) -> list[Stored]:
        conversation = rule.conversation
        while True:
            after = self._reached.get(conversation, 0)
            query = HistoryQuery(Direction.AFTER, AT_ONCE, pos=after, events=True)
            found = reader.page(Grant(conversation), query).events
            old = [item for item in found if item.record.at_ms < rule.before_ms]
            if not old:
                return []
            self._reached[conversation] = old[-1].pos
            said = [item for item in old if _is_said(item)]
            if said:
                return said

    def _oldest(self, reader: Reader, rule: Expiry) -> list[Stored]:
        while stored := reader.after(self._looked, AT_ONCE):
            old = [item for item in stored if item.record.at_ms < rule.before_ms]
            if old:
                self._looked = old[-1].pos
            said = [item for item in old if _is_said(item)]
            if said or len(old) < len(stored):
                return said
        return []


def _is_said(stored: Stored) -> bool:
    """Topics, modes, joins and parts are needed to know how things stand, and stay."""
    event = stored.record.event
    return isinstance(event, MessageSent | Reacted) and stored.record.body is not None
