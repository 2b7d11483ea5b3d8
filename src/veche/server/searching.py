"""What helpers look for: words in the index, and then what the log has at those places.

Owns the way from grants to what was found. Must not know threads.
"""

from collections.abc import Sequence

from veche.core.events import Stored
from veche.core.ids import Pos
from veche.core.replies import Found, Grant, GrantedSearch, Work
from veche.eventlog.base import Reader
from veche.eventlog.paging import END
from veche.eventlog.search import Searcher, Wanted
from veche.server.jobs import Outcome

_ROUNDS = 8
"""How often more is looked for in the place of what may not be shown."""


class Searching:
    """A `Performer` on a reader and a searcher of its own, which it closes."""

    def __init__(self, reader: Reader, searcher: Searcher) -> None:
        self._reader = reader
        self._searcher = searcher

    def perform(self, work: Work) -> Outcome:
        """Look for it. Raises LogError when a file cannot be read."""
        if not isinstance(work, GrantedSearch):
            raise TypeError(f"{type(work).__name__} is not searched")
        asked = work.search
        wanted = Wanted(asked.text, asked.author, asked.after_ms, asked.before_ms)
        grants = {grant.conversation: grant for grant in work.grants}
        found: list[Stored] = []
        below: Pos = END
        for _ in range(_ROUNDS):
            room = asked.limit - len(found)
            if room < 1:
                break
            places = self._searcher.find(tuple(grants), wanted, below, room)
            found += self._shown(places, grants)
            if len(places) < room:
                break
            below = places[-1]
        return Found(tuple(sorted(found, key=lambda stored: stored.pos)))

    def _shown(self, places: Sequence[Pos], grants: dict[int, Grant]) -> list[Stored]:
        """What of it is still there, and may be read."""
        shown = []
        for stored in self._reader.at(places):
            grant = grants.get(stored.record.conversation or 0)
            if grant is None or stored.record.body is None:
                continue
            if self._reader.allows(grant, stored):
                shown.append(stored)
        return shown

    def close(self) -> None:
        """Let go of both."""
        self._reader.close()
        self._searcher.close()
