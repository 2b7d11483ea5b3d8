"""Who has written to us while we were not there, and from when on that is to be told.

Owns what is asked about people before their messages are (IRCv3 chathistory, "TARGETS"). Must not
know how it is asked.
"""

from collections.abc import Sequence
from datetime import datetime

from veche.client.reports import TargetsRead
from veche.client.wishes import Wish
from veche.core.names import fold

# Of somebody of whom nothing was ever read.
_BACKLOG = 100
# Those who wrote last; a list without end is not followed.
_MOST = 100


class Missed:
    """Ask the server for targets when `due`; people to catch up with come out of the answers."""

    def __init__(self) -> None:
        # From when on it is to be asked, None for what was never read; and whether it is.
        self.since: datetime | None = None
        self.due = False
        self._asked: dict[str, tuple[str, datetime]] = {}

    def want(self, since: datetime | None) -> None:
        """Ask who has written since then, or what was never read; as soon as it can be asked."""
        self.due, self.since = True, since

    def read(self, report: TargetsRead, known: Sequence[str]) -> tuple[list[Wish], list[str]]:
        """Take the answer; return whom to catch up with, and whose marker is to be asked for.

        `known`: those with whom it is done anyway, folded.
        """
        rows = [(name, at) for name, at in report.rows if fold(name) not in known][-_MOST:]
        if self.since is not None:
            return [Wish(name, since=self.since, backlog=0) for name, _ in rows], []
        self._asked = {fold(name): (name, at) for name, at in rows}
        return [], [name for name, _ in self._asked.values()]

    def marked(self, where: str, marker: datetime | None) -> Wish | None:
        """Somebody's marker is known; return what is to be told of them, if there is anything."""
        name, at = self._asked.pop(fold(where), ("", None))
        if at is None or (marker is not None and at <= marker):
            return None
        return Wish(name, since=marker, backlog=0 if marker else _BACKLOG)

    def lost(self) -> None:
        """The connection is lost: the answers will not come."""
        self.due = self.due or (bool(self._asked) and self.since is None)
        self._asked = {}
