"""Finds in the log what has been kept long enough.

Owns how far it has looked. Must not know why something goes, nor erase it.
"""

from collections.abc import Sequence

from veche.core.commands import Direction, HistoryQuery
from veche.core.events import MessageSent, Reacted, Stored
from veche.core.ids import Pos
from veche.core.replies import Grant
from veche.core.retention import Expiry
from veche.eventlog.base import Reader

AT_ONCE = 1_000
"""So many go in a transaction, which makes others wait."""


class Retention:
    """One life's. Looks at each record of the log once for the rule that is for all of it."""

    def __init__(self) -> None:
        self._looked: Pos = 0

    def due(self, reader: Reader, rules: Sequence[Expiry]) -> list[Stored]:
        """Some of what is to go; nothing when there is no more."""
        for rule in rules:
            found = self._of(reader, rule) if rule.conversation else self._oldest(reader, rule)
            if found:
                return found
        return []

    def _of(self, reader: Reader, rule: Expiry) -> list[Stored]:
        query = HistoryQuery(Direction.BETWEEN, AT_ONCE, at_ms=-1, until_ms=rule.before_ms)
        return list(reader.page(Grant(rule.conversation), query).events)

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
