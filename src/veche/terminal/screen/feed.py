"""What happened, put into the rooms where it belongs.

Owns which event becomes which entry, and what somebody is to be alerted of. Must not know how it
is drawn. Entries clean what they are given; everything else here is cleaned here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from veche.client.client import Client
from veche.client.edits import folded_page
from veche.client.events import (
    Acknowledged,
    CaughtUp,
    ChannelList,
    Disconnected,
    Event,
    Invited,
    Joined,
    JoinRefused,
    Kind,
    Left,
    LoggedIn,
    LoginRefused,
    Members,
    NickRefused,
    Page,
    Problem,
    Read,
    Redacted,
    Refused,
    Registered,
    Renamed,
    Said,
    Told,
    TopicSet,
)
from veche.client.translate import same
from veche.core.mention import mentions
from veche.core.names import fold
from veche.terminal.sanitise import clean_name
from veche.terminal.screen.echoes import Echoes
from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.rooms import Room, RoomKind, Rooms
from veche.terminal.wording import nick_refusal, why, word
from veche.terminal.words import Words

_KINDS = {
    Kind.TEXT: EntryKind.SAID,
    Kind.ACTION: EntryKind.ACTION,
    Kind.NOTICE: EntryKind.NOTICE,
}


@dataclass(frozen=True, slots=True)
class Alert:
    """Somebody wants our attention; the texts are not clean."""

    title: str
    body: str


class Feed:
    """Takes the events of a client, in their order."""

    def __init__(
        self, client: Client, rooms: Rooms, words: Words, now: Callable[[], datetime]
    ) -> None:
        """Fill `rooms`; `now` is the time of what we say ourselves."""
        self.focused = True  # somebody looks at the current room
        self.wanted: set[str] = set()  # keys of channels to be shown once we are in
        self.asked_members: set[str] = set()  # keys of channels whose members are to be told
        self.echoes = Echoes(now)
        self.refused = False  # a message of ours was
        self._client = client
        self._rooms = rooms
        self._words = words

    def take(self, events: Sequence[Event]) -> list[Alert]:
        """Put events where they belong; return what to ring for."""
        self.echoes.expect(events)
        alerts: list[Alert] = []
        for event in events:
            if isinstance(event, Said):
                alerts += self._said(event)
            else:
                self._happened(event)
        if self.focused:
            self._rooms.current.entries.seen()
        return alerts

    def tell(self, room: Room, *texts: str) -> None:
        """Say something ourselves, to the person."""
        for text in texts:
            room.entries.add(Entry(EntryKind.STATUS, text))

    def said(self, room: Room, text: str, kind: Kind, tickets: Sequence[int]) -> None:
        """Show at once what was just given to the client with these tickets."""
        room.entries.clear_unread()
        room.heard(self._client.nick)
        self.echoes.show(room, self._client.nick, text, _KINDS[kind], tickets)

    # What was said.

    def _said(self, said: Said) -> list[Alert]:
        room = self._room_of(said)
        if said.own and not said.edits and self.echoes.settles(room, said):
            return []
        text = said.text
        if not same(self._client.supports.channel_of(said.where), said.where):
            text = f"[{clean_name(said.where)}] {text}"
        entry = self._entry(said, text)
        if said.edits and room.entries.edit(entry):
            return []
        unseen = said.past and not room.gapless and room.is_unseen(said)
        new = room.gapless or not said.past or unseen
        looked_at = self._looks_at(room)
        if ((new and not looked_at) or unseen) and room.entries.unread_from is None:
            room.entries.mark_unread()
        room.entries.add(entry)
        room.heard(said.who)
        direct = room.kind is RoomKind.PERSON and said.kind is not Kind.NOTICE
        if not new or looked_at or said.own or not (entry.mention or direct):
            return []
        return [Alert(said.who if direct else f"{said.who} {room.name}", said.text)]

    def _room_of(self, said: Said) -> Room:
        supports = self._client.supports
        channel = supports.channel_of(said.where)
        if supports.is_channel(channel):
            room = self._rooms.find(channel)
            # A channel that we are in is open; what is said elsewhere opens nothing.
            return room or self._rooms.server
        who = said.where if said.own else said.who
        # A name with a dot is a server's.
        if not who or "." in who:
            return self._rooms.server
        if said.past and self._rooms.find(who) is None:
            # Of those of whom there is no room, only what was missed is told.
            self._rooms.open(who, RoomKind.PERSON).gapless = True
        return self._rooms.open(who, RoomKind.PERSON)

    def _entry(self, said: Said, text: str) -> Entry:
        return Entry(
            _KINDS[said.kind],
            text,
            who=said.who,
            at=said.at,
            msgid=said.msgid,
            edits=said.edits,
            own=said.own,
            mention=not said.own and mentions(said.text, self._client.nick),
        )

    def _looks_at(self, room: Room) -> bool:
        return self.focused and room is self._rooms.current

    # What else happened.

    def _happened(self, event: Event) -> None:
        words = self._words
        match event:
            case Joined():
                self._joined(event)
            case Left():
                self._left(event)
            case Renamed():
                self._renamed(event)
            case CaughtUp(where=where, complete=complete):
                self._caught_up(where, complete)
            case Page(where=where):
                self._page(event)
            case Read():
                self._read(event)
            case Redacted(by=by, where=where, msgid=msgid):
                if (room := self._rooms.find(where)) is not None:
                    room.entries.redact(msgid, words.redacted_text.format(by=clean_name(by)))
            case TopicSet():
                self._topic(event)
            case Acknowledged(ticket=ticket, msgid=msgid):
                self.echoes.acknowledge(ticket, msgid)
            case Refused():
                self._refused(event)
            case JoinRefused(where=where, reason=reason):
                self._not_in(where, reason)
            case Members(where=where):
                if fold(where) in self.asked_members:
                    self.asked_members.discard(fold(where))
                    self._word(self._rooms.current, event)
            case ChannelList() | Told() | Problem() | LoggedIn() | LoginRefused() | Invited():
                self._word(self._rooms.current, event)
            case Registered():
                self._word(self._rooms.server, event)
            case NickRefused():
                self.tell(self._rooms.current, nick_refusal(event, words))
            case Disconnected(reason=reason, retry_in_s=seconds):
                text = words.retry.format(reason=why(reason, words), seconds=round(seconds))
                self.tell(self._rooms.server, text)
                for room in self._rooms:
                    room.behind = room.kind is RoomKind.CHANNEL
            case _:
                pass  # AwayChanged, Ended: shown from the client's own state

    def _word(self, room: Room, event: Event) -> None:
        # The timeline marks what nobody said in its own way.
        lines = word(event, room.name, self._words)
        self.tell(room, *(line.plain().removeprefix("* ") for line in lines))

    def _joined(self, event: Joined) -> None:
        if not event.own:
            room = self._rooms.find(event.where)
            if room is not None:
                room.entries.add(Entry(EntryKind.JOINED, who=event.who))
            return
        room = self._rooms.open(event.where, RoomKind.CHANNEL)
        room.inside = True
        if room.key in self.wanted:
            self.wanted.discard(room.key)
            self._rooms.go(room)

    def _left(self, event: Left) -> None:
        entry = Entry(EntryKind.LEFT, event.reason, who=event.who)
        if not event.where:
            places = [self._rooms.find(name) for name in (*event.seen_in, event.who)]
            for each in places:
                if each is not None:
                    each.entries.add(entry)
            return
        room = self._rooms.find(event.where)
        if room is None:
            return
        if event.own:
            room.inside = False
        if event.by or event.own:
            self._word(room, event)
        else:
            room.entries.add(entry)

    def _renamed(self, event: Renamed) -> None:
        entry = Entry(EntryKind.RENAMED, event.to, who=event.who)
        if event.own:
            places = [room for room in self._rooms if room.inside]
        else:
            found = [self._rooms.find(name) for name in event.seen_in]
            places = [room for room in found if room is not None]
            person = self._rooms.find(event.who)
            if person is not None and person.kind is RoomKind.PERSON:
                places.append(person)
                self._rooms.rename(person, event.to)
        for room in places:
            room.entries.add(entry)
            if room.speakers.pop(fold(event.who), None) is not None:
                room.heard(event.to)

    def _caught_up(self, where: str, complete: bool) -> None:
        room = self._rooms.find(where)
        if room is None:
            return
        if not complete and room.gapless:
            self.tell(room, self._words.missing)
        if not room.gapless and not self._looks_at(room) and not room.unread:
            room.entries.mark_unread()
        room.gapless = True
        room.behind = False

    def _page(self, page: Page) -> None:
        room = self._rooms.find(page.where)
        if room is None:
            return
        room.asked_at = None
        room.exhausted = page.oldest or room.entries.full
        room.entries.prepend([self._entry(said, said.text) for said in folded_page(page.messages)])

    def _read(self, read: Read) -> None:
        room = self._rooms.find(read.where)
        if room is None or read.at is None:
            return
        room.read_until(read.at, looked_at=self._looks_at(room))

    def _topic(self, event: TopicSet) -> None:
        room = self._rooms.find(event.where)
        # A topic that is only told stands above the timeline.
        if room is not None and event.by:
            self._word(room, event)

    def _refused(self, event: Refused) -> None:
        self.refused = True
        if not self.echoes.refuse(event.ticket, why(event.reason, self._words)):
            self._word(self._rooms.find(event.where) or self._rooms.current, event)

    def _not_in(self, where: str, reason: str) -> None:
        room = self._rooms.find(where)
        if room is not None:
            room.inside = False
        self.wanted.discard(fold(where))
        text = self._words.not_in.format(
            where=clean_name(where), reason=why(reason, self._words) or self._words.no_answer
        )
        self.tell(room or self._rooms.current, text)
