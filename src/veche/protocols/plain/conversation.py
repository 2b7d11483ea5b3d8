"""Somebody who is in: where what it types goes, and what it is told of what it does.

Owns the answers to its own acts, from the welcome on. Must not know how it came in (`arrival`), or
how what was said is found (`past`).
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from veche.core.commands import Command, Join, Part, SendMessage
from veche.core.events import Happened, LoggedOut, NickBody, NickChanged, SessionAttached
from veche.core.exchange import Done
from veche.core.ids import Mono, Pos
from veche.core.names import fold
from veche.core.rejections import Code, Rejection
from veche.core.replies import ChannelView, Counts, LoggedInAs, Welcome
from veche.protocols.base import ServerInfo
from veche.protocols.plain import person, sentences
from veche.protocols.plain.cleaning import to_wire
from veche.protocols.plain.encoding import PlainEncoding, PlainEncodings, is_told
from veche.protocols.plain.marks import Marks
from veche.protocols.plain.past import Past
from veche.protocols.plain.place import Place
from veche.protocols.plain.replies import already_in, greeting, left, told, welcome_back
from veche.protocols.plain.voice import Voice
from veche.protocols.plain.wishes import Wanted, Wish

_NOT_THERE = (Code.NOT_IN_CHANNEL, Code.NO_SUCH_CHANNEL)


class Conversation:
    """One client's. `past.more` is what is to be asked next."""

    def __init__(self, voice: Voice, info: ServerInfo, encodings: PlainEncodings) -> None:
        self.nick = ""
        self.place = Place()
        self.marks = Marks(encodings.recall)
        self.past = Past(voice, info.limits, self._encoding, self.marks)
        self._voice = voice
        self._info = info
        self._encodings = encodings

    def _encoding(self) -> PlainEncoding:
        return self._encodings.get(self._voice.chunked)

    # -- what it types -----------------------------------------------------------------------

    def follow(self, command: Command) -> None:
        """It is asked now: what is typed next goes where that leads."""
        if isinstance(command, Join):
            self.place.going(command.channel)
        elif isinstance(command, Part):
            self.place.gone(command.channel)
        elif isinstance(command, SendMessage):
            self.past.said_to = command.target

    def wanted(self, wish: Wish) -> Wanted:
        """What the wish needs."""
        return self.past.wanted(wish, self.nick, self.place.current)

    # -- coming ------------------------------------------------------------------------------

    def welcomed(self, welcome: Welcome, events: Iterable[Happened], now: Mono) -> None:
        """It has a user: into the lobby, or to where that user is already."""
        lobby = self._info.lobby
        self.nick = welcome.who.nick
        self.past.user = welcome.user
        if welcome.who.account:
            self.marks.begin(welcome.user, now)
        self._there(welcome.channels)
        names = [view.name for view in welcome.channels]
        if not names:
            self.place.going(lobby)
            self.past.more.append(Wanted(Join(lobby)))
            return
        if any(fold(name) == fold(lobby) for name in names):
            self.place.going(lobby)
        first = welcome_back(self.nick, welcome.channels, self.place.current)
        marked = any(view.marker_ms for view in welcome.channels)
        self.past.returned(self.place.current, welcome.absent, _until(events), first, marked)

    def logged_in(
        self, reply: LoggedInAs, events: tuple[Happened, ...], now: Mono
    ) -> Iterator[bytes]:
        """It speaks for an account now, maybe as somebody who is elsewhere."""
        for event in events:
            if isinstance(what := event.record.event, SessionAttached):
                self.past.user = what.user
        if reply.who is not None:
            self.nick = reply.who.nick
            self.marks.begin(self.past.user, now)
        for name in reply.left:
            self.marks.left(name)
        self.place.moved(reply.left, ())
        self._there(reply.channels)
        if not reply.moved:
            return self._voice.lines(told(reply), now)
        marked = any(view.marker_ms for view in reply.channels)
        self.past.returned(self.place.current, 0, _until(events), told(reply), marked)
        return iter(())

    def _there(self, views: Iterable[ChannelView]) -> None:
        for view in views:
            self.place.entered(view.name)
            self.past.there(view)

    # -- answers -----------------------------------------------------------------------------

    def rejected(self, rejection: Rejection, command: Command | None, now: Mono) -> Iterator[bytes]:
        """Why it could not be done."""
        said = self._voice.lines((sentences.sentence(rejection),), now)
        if isinstance(command, Join):
            self.place.gone(command.channel)
        elif isinstance(command, Part) and rejection.code not in _NOT_THERE:
            self.place.going(command.channel)
        return said

    def done(self, done: Done, command: Command | None, now: Mono) -> Iterator[bytes]:
        """What came of it."""
        reply = done.reply
        if isinstance(reply, LoggedInAs):
            return self.logged_in(reply, done.events, now)
        if isinstance(reply, ChannelView):
            if reply.instead_of:
                self.place.gone(reply.instead_of)
            self._there((reply,))
            first = greeting(self.nick, reply, fold(reply.name) == fold(self._info.lobby))
            return self.past.entered(reply, done.events, first, now)
        if isinstance(command, Join):
            self.place.entered(command.channel)
            return self._voice.lines((already_in(command.channel),), now)
        if isinstance(command, Part):
            self.place.gone(command.channel)
            self.marks.left(command.channel)
            return self._voice.lines((left(command.channel, self.place.current),), now)
        if isinstance(reply, Counts):
            return self._voice.lines(person.server(self._encodings.info, reply), now)
        return chain(
            self._voice.messages(filter(None, map(self._own, done.events)), now),
            self._voice.lines(told(reply), now),
        )

    def _own(self, event: Happened) -> bytes:
        """How the author sees its own act."""
        what, body = event.record.event, event.record.body
        if isinstance(what, NickChanged) and isinstance(body, NickBody):
            self.nick = body.nick
        elif isinstance(what, LoggedOut):
            self.marks.end()
        if said := person.own(event):
            return to_wire(said) + b"\n"
        return self._encoding().line(event) if is_told(event) else b""


def _until(events: Iterable[Happened]) -> Pos:
    return max((event.pos for event in events), default=0)
