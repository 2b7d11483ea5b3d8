"""What one client reads of what was said: on entry, on return, by asking; and messages that it
means.

Owns what is asked for it, and that what is newer waits meanwhile. Must not know how it reads
(`unread`, `pages`) or how it is typed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from veche.core.commands import Command, Direction, HistoryQuery, ReadHistory, ReadUnread
from veche.core.events import Happened, MessageSent, Stored, TextBody
from veche.core.exchange import Done
from veche.core.ids import Id, Mono, Pos
from veche.core.limits import Limits
from veche.core.names import fold, is_channel
from veche.core.rejections import Rejection
from veche.core.replies import ChannelView, HistoryPage, Unread
from veche.protocols.plain import history, unread
from veche.protocols.plain.encoding import PlainEncoding
from veche.protocols.plain.marks import Marks
from veche.protocols.plain.pages import Pages
from veche.protocols.plain.recall import Memory
from veche.protocols.plain.replies import told
from veche.protocols.plain.sentences import sentence
from veche.protocols.plain.voice import Voice
from veche.protocols.plain.wishes import Seek, Wanted, Wish

_LOOKED_THROUGH = 100
"""So many of the last messages are looked through for the one that somebody means."""


class Past:
    """`more` is what is to be asked next. `user` and `nick` are the client's, once it has them."""

    def __init__(
        self, voice: Voice, limits: Limits, encoding: Callable[[], PlainEncoding], marks: Marks
    ) -> None:
        self.more: list[Wanted] = []
        self.user: Id = 0
        self.said_to = ""  # where the client last said something
        self._voice = voice
        self._limits = limits
        self._encoding = encoding
        self._marks = marks
        self._memories: dict[str, Memory | None] = {}
        self._pages = Pages(voice, limits, encoding, self.more)

    # -- coming ------------------------------------------------------------------------------

    def there(self, view: ChannelView) -> None:
        """It is told from now on what is said in the channel."""
        recall = self._encoding().recall
        self._memories[fold(view.name)] = recall.enter(view.channel, view.whole)
        self._marks.entered(view)

    def entered(
        self, view: ChannelView, events: Iterable[Happened], first: Iterator[str], now: Mono
    ) -> Iterator[bytes]:
        """It is in the channel now: first these lines, then what was said last."""
        query = history.wanted(events, self._limits)
        if query is None:
            return self._voice.lines(first, now)

        def shown(result: Done | Rejection, now: Mono) -> Iterator[bytes]:
            page = _events(result)  # none: it has left again, or was too slow; live goes on
            self._read(view.name, page)
            last = page[-history.HISTORY_LINES :]
            marker_ms = view.marker_ms if self._marks.deadline is not None else 0
            lines = unread.since_marker(last, self.user, marker_ms, self._encoding())
            return self._voice.release(lines, now)

        self.more.append(Wanted(ReadHistory(view.name, query), shown))
        self._voice.hold(first)
        return iter(())

    def returned(
        self, current: str, since: Id, until: Pos, first: Iterable[str], marked: bool
    ) -> None:
        """It is back where it was, and text goes to `current`: first these lines, then what it has
        missed. `since`: the record since which it had no session, 0 when it had one; `marked`: it
        is known what it has read."""
        recent: list[Stored] = []

        def seen(result: Done | Rejection, now: Mono) -> Iterator[bytes]:
            recent.extend(event for event in _events(result) if event.pos <= until)
            return iter(())

        def shown(result: Done | Rejection, now: Mono) -> Iterator[bytes]:
            reply = None if isinstance(result, Rejection) else result.reply
            if not isinstance(reply, Unread):
                return self._voice.release(history.shown(recent, self._encoding()), now)
            for page in reply.pages:
                self._read(page.name, page.events)
            self._read(current, recent)
            sure = marked or since != 0
            news = unread.told(reply, self.user, current, recent, self._encoding(), sure)
            return self._voice.release(news, now)

        limit = min(history.HISTORY_LINES, self._limits.history_page)
        if current:
            query = HistoryQuery(Direction.LATEST, limit)
            self.more.append(Wanted(ReadHistory(current, query), seen))
        self.more.append(Wanted(ReadUnread(until, since), shown))
        self._voice.hold(first)

    def _read(self, name: str, events: Sequence[Stored]) -> None:
        memory = self._memories.get(fold(name))
        if memory is not None:
            self._encoding().recall.learn(memory, events)
        for event in events:
            self._marks.shown(name, event.record.at_ms)

    # -- by asking ---------------------------------------------------------------------------

    def wanted(self, wish: Wish, nick: str, current: str) -> Wanted:
        """What the wish of the client, who is called `nick`, needs."""
        if not isinstance(wish, Seek):
            return self._pages.asked(wish)
        target = wish.target or self.said_to or current
        limit = min(_LOOKED_THROUGH, self._limits.history_page)
        return Wanted(
            ReadHistory(target, HistoryQuery(Direction.LATEST, limit)),
            lambda result, now: self._sought(result, wish, target, nick, now),
        )

    def _sought(
        self, result: Done | Rejection, wish: Seek, target: str, nick: str, now: Mono
    ) -> Iterator[bytes]:
        if isinstance(result, Rejection):
            return self._voice.lines((sentence(result),), now)
        for event in reversed(_events(result)):
            what, body = event.record.event, event.record.body
            if not isinstance(what, MessageSent) or not isinstance(body, TextBody):
                continue
            mine = what.user == self.user or fold(body.who.nick) == fold(nick)
            by_them = fold(body.who.nick) == fold(wish.nick) if wish.nick else mine is wish.own
            if by_them:
                self._do(event, wish.make(target, what.edits or event.record.id))
                return iter(())
        who = f"{wish.nick} has" if wish.nick else "You have" if wish.own else "Others have"
        where = f"in {target}" if is_channel(target) else f"to {target}"
        return self._voice.lines((f"{who} said nothing {where} lately.",), now)

    def _do(self, found: Stored, command: Command) -> None:
        """Ask it; whom and what it was about is told, as far as it is not seen by itself."""

        def done(result: Done | Rejection, now: Mono) -> Iterator[bytes]:
            if isinstance(result, Rejection):
                return self._voice.lines((sentence(result),), now)
            lines = tuple(self._encoding().page((found, *result.events)))[1:]
            said = self._voice.messages(filter(None, lines), now)
            return chain(said, self._voice.lines(told(result.reply), now))

        self.more.append(Wanted(command, done))


def _events(result: Done | Rejection) -> tuple[Stored, ...]:
    reply = None if isinstance(result, Rejection) else result.reply
    return reply.events if isinstance(reply, HistoryPage) else ()
