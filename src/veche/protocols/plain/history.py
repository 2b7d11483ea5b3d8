"""What was said before somebody came in: which part to ask for, and how much of it to show.

Owns the choice of messages. Must not know how they are written.
"""

from collections.abc import Iterable, Iterator, Sequence

from veche.core.commands import Direction, HistoryQuery
from veche.core.events import Happened, Joined
from veche.core.limits import Limits
from veche.protocols.plain.encoding import PlainEncoding

HISTORY_LINES = 20


def wanted(entry: Iterable[Happened], limits: Limits) -> HistoryQuery | None:
    """What to ask for after an entry with these events; None when nothing can be before it."""
    seq = next((event.seq for event in entry if isinstance(event.record.event, Joined)), None)
    limit = min(HISTORY_LINES, limits.history_page)
    if seq is None:
        return HistoryQuery(Direction.LATEST, limit)
    return HistoryQuery(Direction.BEFORE, limit, seq=seq) if seq > 1 else None


def shown(page: Sequence[Happened], encoding: PlainEncoding) -> Iterator[bytes]:
    """The lines of the newest messages of a page, oldest first.

    A page may be longer than asked for, since it never ends inside equal stamps.
    """
    return filter(None, encoding.page(page[-HISTORY_LINES:]))
