"""What was said, page by page: /history, /search, and /more after either.

Owns what `/more` goes on with, and how such a page reads. Must not know how one is typed.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from veche.core.commands import Direction, Echo, HistoryQuery, ReadHistory, Search
from veche.core.events import Stored
from veche.core.exchange import Done
from veche.core.ids import Id, Mono
from veche.core.limits import Limits
from veche.core.names import is_channel
from veche.core.rejections import Rejection
from veche.core.replies import Found, HistoryPage
from veche.protocols.plain.cleaning import to_wire
from veche.protocols.plain.encoding import PlainEncoding
from veche.protocols.plain.sentences import sentence
from veche.protocols.plain.times import stamp
from veche.protocols.plain.voice import Voice
from veche.protocols.plain.wishes import Look, More, ShowHistory, Wanted

LINES = 20
"""So many messages make a page, unless another number is asked for."""

NOTHING_FOUND = "Nothing was found. Fewer words, or only their beginnings, may find more."
NO_MORE = "There is nothing before that."
NOTHING_SHOWN = "There is nothing of which to show more. /history or /search shows something."
_MORE = "-- /more shows what came before --"


class Pages:
    """One client's. `encoding` gives its encoding; what is to be asked next is put in `more`."""

    def __init__(
        self,
        voice: Voice,
        limits: Limits,
        encoding: Callable[[], PlainEncoding],
        more: list[Wanted],
    ) -> None:
        self._voice = voice
        self._most = limits.history_page
        self._encoding = encoding
        self._more = more
        self._older: Wanted | None = None
        self._kept: tuple[Stored, ...] = ()  # found, and not shown yet
        self._shown = False

    def asked(self, wish: ShowHistory | Look | More) -> Wanted:
        """What the wish needs."""
        if isinstance(wish, ShowHistory):
            count = min(wish.count or LINES, self._most)
            return self._history(wish.target, count, HistoryQuery(Direction.LATEST, count))
        if isinstance(wish, Look):
            search = msgspec.structs.replace(wish.search, limit=min(wish.search.limit, self._most))
            return self._search(search, {})
        # In its turn: what it goes on with may not have come yet.
        return Wanted(Echo(wish), lambda result, now: self._go_on(now))

    # -- history -----------------------------------------------------------------------------

    def _history(self, target: str, count: int, query: HistoryQuery) -> Wanted:
        return Wanted(
            ReadHistory(target, query),
            lambda result, now: self._page(result, target, count, query, now),
        )

    def _page(
        self,
        result: Done | Rejection,
        target: str,
        count: int,
        query: HistoryQuery,
        now: Mono,
    ) -> Iterator[bytes]:
        if isinstance(result, Rejection):
            return self._say(sentence(result), now)
        events = result.reply.events if isinstance(result.reply, HistoryPage) else ()
        events = events[-count:]  # it never ends inside equal stamps
        self._start()
        first = query.direction is Direction.LATEST
        if not events:
            place = f"in {target}" if is_channel(target) else f"with {target}"
            return self._say(f"Nothing was said {place}." if first else NO_MORE, now)
        if len(events) >= count:
            before = HistoryQuery(Direction.BEFORE, count, msgid=events[0].record.id)
            self._older = self._history(target, count, before)
        return self._show(events, "", self._older is not None, now)

    # -- search ------------------------------------------------------------------------------

    def _search(self, search: Search, known: dict[Id, None]) -> Wanted:
        return Wanted(search, lambda result, now: self._found(result, search, known, now))

    def _found(
        self, result: Done | Rejection, search: Search, known: dict[Id, None], now: Mono
    ) -> Iterator[bytes]:
        if isinstance(result, Rejection):
            return self._say(sentence(result), now)
        events = result.reply.events if isinstance(result.reply, Found) else ()
        new = tuple(event for event in events if event.record.id not in known)
        self._start()
        if not new:
            return self._say(NO_MORE if known else NOTHING_FOUND, now)
        if len(events) >= search.limit:
            # Stamps may be equal: the oldest are looked for again, and left out by their ids.
            oldest = new[0].record.at_ms
            edge = {e.record.id: None for e in new if e.record.at_ms == oldest}
            before = oldest + 1 if len(edge) < search.limit else oldest
            older = msgspec.structs.replace(search, before_ms=before)
            self._older = self._search(older, edge | known)
        self._kept = new
        return self._next_found(now)

    def _next_found(self, now: Mono) -> Iterator[bytes]:
        page, self._kept = self._kept[-LINES:], self._kept[:-LINES]
        more = bool(self._kept) or self._older is not None
        return self._show(page, "The newest that was found:" if more else "Found:", more, now)

    # -- both --------------------------------------------------------------------------------

    def _start(self) -> None:
        self._older, self._kept, self._shown = None, (), True

    def _go_on(self, now: Mono) -> Iterator[bytes]:
        if self._kept:
            return self._next_found(now)
        if self._older is not None:
            self._more.append(self._older)
            return iter(())
        return self._say(NO_MORE if self._shown else NOTHING_SHOWN, now)

    def _show(self, events: Sequence[Stored], head: str, more: bool, now: Mono) -> Iterator[bytes]:
        lines = dated(events, self._encoding())
        if head:
            lines = [to_wire(f"-- {head} --") + b"\n", *lines]
        if more:
            lines.append(to_wire(_MORE) + b"\n")
        return self._voice.messages(lines, now)

    def _say(self, text: str, now: Mono) -> Iterator[bytes]:
        return self._voice.lines((text,), now)


def dated(events: Sequence[Stored], encoding: PlainEncoding) -> list[bytes]:
    """Each with its day and time, and where it was said."""
    return [
        b"".join(
            to_wire(stamp(event.record.at_ms)) + b" " + line
            for line in data.splitlines(keepends=True)
        )
        for event, data in zip(events, encoding.page(events, everywhere=True), strict=True)
        if data
    ]
