"""What is sent from the composer: text for the room, or a command.

Owns what differs here from line mode: commands open, show and close rooms. Must not know widgets.
"""

from collections.abc import Callable, Mapping

from veche.client.address import is_sendable
from veche.client.client import Client
from veche.client.events import Kind
from veche.client.text import room as room_for
from veche.client.text import split
from veche.client.translate import is_channel
from veche.core.names import fold
from veche.terminal.orders import Orders
from veche.terminal.sanitise import clean_text
from veche.terminal.screen.feed import Feed
from veche.terminal.screen.rooms import Room, RoomKind, Rooms
from veche.terminal.typed import Order, Text, read_typed
from veche.terminal.words import Words

# As long as any server's prefix: what is shown at once is then cut as what is sent.
_LONGEST_ADDRESS = "!" + "u" * 20 + "@" + "h" * 63
_ACTION_BYTES = len(b"\x01ACTION \x01")
_BACKLOG = 100


class Commands:
    """Does what a person sends in the current room.

    `act` is what only a screen can do, by the name of its command.
    """

    def __init__(
        self,
        client: Client,
        rooms: Rooms,
        feed: Feed,
        words: Words,
        act: Mapping[str, Callable[[str], None]],
    ) -> None:
        self._client = client
        self._rooms = rooms
        self._feed = feed
        self._words = words
        self.others = Orders(client, words, self._tell, lambda _: None)
        self._own: dict[str, Callable[[str], None]] = {
            "me": lambda rest: self._say(rest, Kind.ACTION),
            "msg": self._message,
            "query": self._query,
            "join": self._join,
            "leave": self._leave,
            "close": self._leave,
            "who": self._who,
            "away": self._away,
            "edit": self._edit,
            "redact": self._redact,
            **act,
        }

    @property
    def names(self) -> list[str]:
        """The commands there are, for completion."""
        return [*filter(None, self._words.help), "query"]

    def send(self, text: str, *, literal: bool) -> None:
        """Do what `text` says; `literal`: a / at its beginning means nothing.

        Several lines are text: one message where the server can.
        """
        text = "\n".join(map(str.rstrip, text.splitlines())).strip("\n")
        if text:
            action = Text(text) if literal or "\n" in text else read_typed(text)
            try:
                self._do(action, text)
            except ValueError as error:
                self._tell(self._words.not_sent.format(what=clean_text(str(error))))

    def open_person(self, nick: str) -> None:
        """Show the private conversation with somebody."""
        if self._rooms.find(nick) is None:
            self._client.converse(nick, backlog=_BACKLOG)
        self._rooms.go(self._rooms.open(nick, RoomKind.PERSON))

    def join(self, channel: str, key: str = "", *, show: bool = True) -> None:
        """Enter a channel, and `show` it then; show it now if we are in it."""
        room = self._rooms.find(channel)
        if room is not None and room.inside:
            self._rooms.go(room)
            return
        if show:
            self._feed.wanted.add(fold(channel))
        self._client.join(channel, key, backlog=_BACKLOG)

    def _do(self, action: Text | Order | None, line: str) -> None:
        match action:
            case Text(text=text):
                self._say(text, Kind.TEXT)
            case Order(name=name, rest=rest) if name in self._own:
                self._own[name](rest)
            case Order():
                room = self._rooms.current
                self.others.here = room.name if room.kind is RoomKind.CHANNEL else ""
                self.others.do(line, alone=True)

    def _say(self, text: str, kind: Kind) -> None:
        room = self._rooms.current
        if room.kind is RoomKind.SERVER or (room.kind is RoomKind.CHANNEL and not room.inside):
            self._tell(self._words.nowhere)
        elif text:
            self._say_in(room, text, kind)

    def _say_in(self, room: Room, text: str, kind: Kind) -> None:
        limit = room_for(self._client.nick + _LONGEST_ADDRESS, "PRIVMSG", room.name)
        limit -= _ACTION_BYTES if kind is Kind.ACTION else 0
        several = "\n" in text
        for message in self._client.messages(room.name, text, kind) if several else (text,):
            for piece in (message,) if "\n" in message else split(message, limit):
                self._feed.said(room, piece, kind, self._client.say(room.name, piece, kind))

    def _message(self, rest: str) -> None:
        nick, _, text = rest.partition(" ")
        if not text.strip() or is_channel(nick) or not is_sendable(nick):
            self._misused("msg")
            return
        self.open_person(nick)
        self._say_in(self._rooms.current, text.strip(), Kind.TEXT)

    def _query(self, rest: str) -> None:
        nick = rest.partition(" ")[0]
        if not nick or is_channel(nick) or not is_sendable(nick):
            self._misused("msg")
        else:
            self.open_person(nick)

    def _join(self, rest: str) -> None:
        channel, _, key = rest.partition(" ")
        sendable = is_sendable(channel) and (not key or is_sendable(key))
        if not is_channel(channel) or "," in rest or not sendable:
            self._misused("join")
        else:
            self.join(channel, key)

    def _leave(self, rest: str) -> None:
        name, _, reason = rest.partition(" ")
        room = self._rooms.current
        if is_channel(name):
            found = self._rooms.find(name)
            if found is None:
                self._tell(self._words.nowhere)
                return
            room = found
        else:
            reason = rest
        if room.kind is RoomKind.CHANNEL and room.inside:
            self._client.part(room.name, reason)
        self._rooms.close(room)

    def _who(self, rest: str) -> None:
        room = self._rooms.current
        where = rest.partition(" ")[0] or (room.name if room.kind is RoomKind.CHANNEL else "")
        if where:
            self._feed.asked_members.add(fold(where))
            self._client.names(where)
        else:
            self._tell(self._words.nowhere)

    def _away(self, rest: str) -> None:
        self._client.away(rest or self._words.away)

    def _edit(self, rest: str) -> None:
        room = self._rooms.current
        if not rest:
            self._misused("edit")
        elif msgid := room.entries.last_own():
            self._client.edit(room.name, msgid, rest)
        else:
            self._tell(self._words.nothing_to_edit)

    def _redact(self, _rest: str) -> None:
        room = self._rooms.current
        if msgid := room.entries.last_own():
            self._client.command("REDACT", room.name, msgid)
        else:
            self._tell(self._words.nothing_said)

    def _misused(self, name: str) -> None:
        syntax, meaning = self._words.help[name]
        self._tell(self._words.usage.format(syntax=syntax, meaning=meaning))

    def _tell(self, text: str) -> None:
        self._feed.tell(self._rooms.current, text)
