"""One person on one server, without a screen: the client, the rooms, and what is going on.

Owns what the screen shows and may ask for. Must not know widgets.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from veche.client.channel import Channel
from veche.client.client import Client, State
from veche.client.events import (
    Disconnected,
    Ended,
    Event,
    How,
    LoginRefused,
    NickRefused,
    Registered,
)
from veche.core.names import fold
from veche.terminal.absence import Absence
from veche.terminal.exits import Exit
from veche.terminal.sanitise import clean_name, clean_text
from veche.terminal.screen.cells import tame
from veche.terminal.screen.commands import Commands
from veche.terminal.screen.completion import Candidates
from veche.terminal.screen.feed import Feed
from veche.terminal.screen.notify import Bell
from veche.terminal.screen.rooms import Room, RoomKind, Rooms
from veche.terminal.screen.status import Status
from veche.terminal.screen.words import screen_words
from veche.terminal.wording import why
from veche.terminal.words import words_in

_PAGE = 50
# An answer that has not come by then is not waited for.
_PAGE_WAIT_S = 15.0
_CODES = {
    How.LEFT: Exit.DONE,
    How.REFUSED: Exit.REFUSED,
    How.LOGIN: Exit.REFUSED,
    How.LOST: Exit.UNREACHABLE,
    How.TIMED_OUT: Exit.TIMED_OUT,
}


class Session:
    """What is asked of it changes the rooms; the screen then shows them as they are."""

    def __init__(
        self,
        client: Client,
        language: str,
        clock: Callable[[], float],
        environment: Mapping[str, str],
        act: Mapping[str, Callable[[str], None]],
    ) -> None:
        """`clock` is monotonic, in seconds; `language` one of veche.terminal.words.LANGUAGES.

        `act` is what only a screen can do, by the name of its command.
        """
        self.client = client
        self.words = screen_words(language)
        self.sentences = words_in(language)
        self.rooms = Rooms()
        self.feed = Feed(client, self.rooms, self.sentences, lambda: datetime.now().astimezone())
        self.commands = Commands(client, self.rooms, self.feed, self.sentences, act)
        self.entered = False  # the server has let us in
        # Of a nick, while not entered, or of a login that the server waits for.
        self.refusal: NickRefused | LoginRefused | None = None
        self.code: Exit | None = None  # what to exit with, whatever the end is
        self._clock = clock
        self._absence = Absence(clock)
        self._bell = Bell(clock, environment)

    def enter(self, channels: Sequence[str]) -> None:
        """Join these, and show the first."""
        for number, channel in enumerate(channels):
            self.commands.join(channel, show=number == 0)

    def take(self, events: Sequence[Event]) -> str:
        """Take what happened; return what to write to the terminal, to ring."""
        for event in events:
            match event:
                case Registered():
                    if not self.entered:
                        self.client.missed()
                    self.entered = True
                    self.refusal = None
                    self._absence.end(())
                case Disconnected():
                    self._absence.begin(event)
                case NickRefused() if not self.entered:
                    self.refusal = event
                case LoginRefused() if self.client.state is State.REGISTERING:
                    self.refusal = event
        told = [e for e in events if not (isinstance(e, NickRefused) and not self.entered)]
        alerts = self.feed.take(told)
        return self._bell.ring(alerts[-1].title, alerts[-1].body) if alerts else ""

    def ask_older(self, room: Room) -> bool:
        """Ask for what was said before; return whether it is on its way."""
        now = self._clock()
        if room.asked_at is not None and now < room.asked_at + _PAGE_WAIT_S:
            return True
        msgid = room.entries.oldest_msgid()
        online = self.client.state is State.ONLINE
        if room.exhausted or not msgid or not online or room.kind is RoomKind.SERVER:
            return False
        if room.kind is RoomKind.CHANNEL and (room.behind or not room.gapless):
            return False
        room.asked_at = now
        self.client.older(room.name, msgid, _PAGE)
        return True

    def hurry(self) -> None:
        """Connect now, if there is no connection."""
        if self._absence.lasting:
            self._absence.hurry()
            self.client.retry_now()

    def look(self, focused: bool) -> None:
        """Somebody looks at the screen from now on, or nobody does."""
        self.feed.focused = focused
        if focused:
            self.rooms.current.entries.seen()
        else:
            self.rooms.current.entries.mark_unread()

    def mark_read(self) -> bool:
        """Say that what is looked at is read; return whether that is news for the server."""
        room = self.rooms.current
        if not self.feed.focused or room.kind is RoomKind.SERVER:
            return False
        at = room.entries.newest_at()
        return at is not None and self.client.read(room.name, at)

    def candidates(self) -> Candidates:
        """Return what Tab may complete to in the current room: recent speakers first."""
        room = self.rooms.current
        channel = self.channel(room)
        members = {key: m.nick for key, m in channel.members.items()} if channel else {}
        recent = [
            nick
            for key, nick in reversed(room.speakers.items())
            if key in members or channel is None
        ]
        others = sorted(members.values(), key=fold)
        if room.kind is RoomKind.PERSON:
            others.append(room.name)
        me = fold(self.client.nick)
        channels = [r.name for r in self.rooms if r.kind is RoomKind.CHANNEL]
        nicks = dict.fromkeys(nick for nick in (*recent, *others) if fold(nick) != me)
        return Candidates(list(nicks), channels, self.commands.names)

    def people(self) -> list[str]:
        """Return who else is in our channels, in their order."""
        found = {
            key: member.nick
            for channel in self.client.channels.values()
            for key, member in channel.members.items()
        }
        found.pop(fold(self.client.nick), None)
        return [found[key] for key in sorted(found)]

    def channel(self, room: Room) -> Channel | None:
        """Return who and what is in a room, if it is a channel that we are in."""
        return self.client.channels.get(room.key) if room.kind is RoomKind.CHANNEL else None

    def topic(self, room: Room) -> str:
        """Return what a room is about, clean, or ""."""
        channel = self.channel(room)
        return tame(clean_text(channel.topic)) if channel else ""

    def status(self, *notes: str) -> Status:
        """Return what the bottom line says, with `notes` added."""
        words, client = self.words, self.client
        unfinished = client.unfinished
        trouble = True
        if client.ended is not None:
            state = words.ended.format(reason=why(client.ended.reason, self.sentences))
        elif client.leaving:
            state = words.leaving(unfinished)
        elif self._absence.lasting:
            state = self._absence.notice(unfinished, self.sentences)
        elif client.state is State.ONLINE:
            state, trouble = words.online, False
            notes = (words.pending(unfinished), *notes) if unfinished else notes
        else:
            state = words.entering
        nick = tame(clean_name(client.nick))
        return Status(state, nick, tuple(note for note in notes if note), words.hints, trouble)

    def abandon(self) -> None:
        """Leave now, whatever is not acknowledged."""
        if self.client.ended is None:
            if self.client.unfinished and self.code is None:
                self.code = Exit.TIMED_OUT
            self.client.abort()

    def exit_code(self) -> Exit:
        """Return how it went, once it is over."""
        if self.code is not None:
            return self.code
        ended = self.client.ended
        code = _CODES[ended.how] if ended else Exit.DONE
        return Exit.REFUSED if code is Exit.DONE and self.feed.refused else code

    def farewell(self) -> str:
        """Return what is still to be said when the screen is gone, clean, or ""."""
        parts = []
        ended = self.client.ended
        if isinstance(ended, Ended) and ended.how is not How.LEFT:
            sentence = {
                How.REFUSED: self.sentences.not_let_in,
                How.LOGIN: self.sentences.not_let_in,
                How.LOST: self.sentences.lost,
                How.TIMED_OUT: self.sentences.silent,
            }[ended.how]
            parts.append(sentence.format(reason=why(ended.reason, self.sentences)))
        if count := self.client.unfinished:
            parts.append(self.words.left_unsent(count))
        return "; ".join(parts)
