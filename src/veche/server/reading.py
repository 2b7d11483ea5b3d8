"""What helpers read for a session: pages of history, and where there is any.

Owns the way from a grant to an answer. Must not know threads.
"""

from veche.core.commands import Direction, HistoryQuery
from veche.core.replies import (
    Granted,
    GrantedMissed,
    GrantedTargets,
    GrantedUnread,
    HistoryPage,
    HistoryTargets,
    Missed,
    Unread,
    UnreadPage,
    Work,
)
from veche.eventlog.base import Reader
from veche.server.jobs import Outcome

_LAST = HistoryQuery(Direction.LATEST, 1)


class Reading:
    """A `Performer` on a reader of its own, which it closes."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def perform(self, work: Work) -> Outcome:
        """Read what the grant allows. Raises LogError when the file cannot be read."""
        if isinstance(work, Granted):
            return HistoryPage(work.name, self._reader.page(work.grant, work.query).events)
        if isinstance(work, GrantedTargets):
            return self._targets(work)
        if isinstance(work, GrantedMissed):
            return self._missed(work)
        if isinstance(work, GrantedUnread):
            return self._unread(work)
        raise TypeError(f"{type(work).__name__} is not read")

    def _missed(self, work: GrantedMissed) -> Missed:
        query = HistoryQuery(Direction.LATEST, work.limit, since=work.since)
        pages: list[HistoryPage] = []
        for name, grant in work.conversations:
            events = self._reader.page(grant, query).events
            known = tuple(event for event in events if event.pos <= work.until)
            if known:
                pages.append(HistoryPage(name, known))
        return Missed(tuple(pages))

    def _unread(self, work: GrantedUnread) -> Unread:
        pages: list[UnreadPage] = []
        for name, grant, marker_ms in work.conversations:
            if marker_ms:
                query = HistoryQuery(Direction.LATEST, work.limit, at_ms=marker_ms)
            elif work.since:
                query = HistoryQuery(Direction.LATEST, work.limit, since=work.since)
            else:
                continue
            events = self._reader.page(grant, query).events
            known = tuple(event for event in events if event.pos <= work.until)
            if known:
                pages.append(UnreadPage(name, marker_ms, known))
        return Unread(tuple(pages), work.limit, work.now_ms)

    def _targets(self, work: GrantedTargets) -> HistoryTargets:
        low, high = sorted((work.from_ms, work.to_ms))
        found: list[tuple[str, int]] = []
        for name, grant in work.conversations:
            last = self._reader.page(grant, _LAST).events
            if last and low < last[-1].record.at_ms < high:
                found.append((name, last[-1].record.at_ms))
        found.sort(key=lambda target: target[1], reverse=work.from_ms > work.to_ms)
        return HistoryTargets(tuple(sorted(found[: work.limit], key=lambda target: target[1])))

    def close(self) -> None:
        """Let go of the reader."""
        self._reader.close()
