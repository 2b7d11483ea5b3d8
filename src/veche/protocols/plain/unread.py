"""What somebody has missed who comes back: where it stopped, and then what is new.

Owns the choice of messages and the words before them. Must not know how it is asked for.
"""

from collections.abc import Iterator, Sequence

from veche.core.events import MessageSent, Stored
from veche.core.ids import Id
from veche.core.names import fold, is_channel
from veche.core.replies import Unread, UnreadPage
from veche.protocols.plain.cleaning import to_wire
from veche.protocols.plain.encoding import PlainEncoding
from veche.protocols.plain.times import since

LINES = 20
"""So many of the newest are shown of each conversation; /history shows more."""
_BEFORE = 5
"""So many that were read already lead to where it stopped."""

NOTHING_NEW = "-- nothing new --"


def told(
    unread: Unread,
    user: Id,
    current: str,
    recent: Sequence[Stored],
    encoding: PlainEncoding,
    sure: bool = True,
) -> Iterator[bytes]:
    """All that `user` has missed; last the channel `current`, of which `recent` are the last
    messages, read or not. `sure`: if nothing is there, nothing is new."""
    here: UnreadPage | None = None
    news = False
    for page in unread.pages:
        if fold(page.name) == fold(current):
            here = page
        elif count := new_to(user, page.events):
            news = True
            yield from _page(page, count, unread, f" {_whence(page.name)}", encoding)
    count = new_to(user, here.events) if here is not None else 0
    if here is None or not count:
        yield from _lines(recent, encoding)
        if sure and not news:
            yield to_wire(NOTHING_NEW) + b"\n"
        return
    first = here.events[0].pos
    read = [event for event in recent if event.pos < first]
    yield from _lines(read[-_BEFORE:], encoding)
    yield from _page(here, count, unread, "", encoding)


def since_marker(
    page: Sequence[Stored], user: Id, marker_ms: int, encoding: PlainEncoding
) -> Iterator[bytes]:
    """A page of a channel that `user` enters again, and where it stopped; 0: nobody knows."""
    new = [event for event in page if marker_ms and event.record.at_ms > marker_ms]
    count = new_to(user, new)
    if not count:
        yield from _lines(page, encoding)
        return
    read = page[: -len(new)]
    yield from _lines(read, encoding)
    when = f"since {since(marker_ms, page[-1].record.at_ms)}"
    known = bool(read) or len(page) < LINES
    yield to_wire(head(str(count) if known else f"more than {count}", "", when)) + b"\n"
    yield from _lines(new, encoding)


def new_to(user: Id, events: Sequence[Stored]) -> int:
    """How many of the messages others have written."""
    written = (event.record.event for event in events)
    return sum(1 for what in written if isinstance(what, MessageSent) and what.user != user)


def head(count: str, where: str, when: str, rest: str = "") -> str:
    """The line before what is new."""
    return f"-- {count} new message{'' if count == '1' else 's'}{where} {when}{rest} --"


def _page(
    page: UnreadPage, count: int, unread: Unread, where: str, encoding: PlainEncoding
) -> Iterator[bytes]:
    events = page.events
    many = len(events) >= unread.limit
    when = f"since {since(page.marker_ms, unread.now_ms)}" if page.marker_ms else _AWAY
    rest = ""
    if len(events) > LINES:
        rest = f"; the last {LINES}, and /history {page.name} {len(events)} shows more"
    yield to_wire(head(f"more than {count}" if many else str(count), where, when, rest)) + b"\n"
    yield from _lines(events[-LINES:], encoding)


_AWAY = "while you were away"


def _whence(name: str) -> str:
    return f"in {name}" if is_channel(name) else f"from {name}"


def _lines(events: Sequence[Stored], encoding: PlainEncoding) -> Iterator[bytes]:
    return filter(None, encoding.page(events))
