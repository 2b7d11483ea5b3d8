"""The rooms of one person: the channels, the people spoken with, and the server itself.

Owns their order, which one is shown, and what is kept for each. Must not know how events arrive
nor how a room is drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from veche.client.events import Said
from veche.core.names import fold
from veche.terminal.screen.entries import Entries

# Who spoke last, for completion; more are never looked through.
_MAX_SPEAKERS = 200
# A stranger can open a room by writing to us; past this many the oldest idle one goes.
MAX_PEOPLE = 200


class RoomKind(IntEnum):
    """What a room is, in the order of the sidebar."""

    CHANNEL = 0
    PERSON = 1
    SERVER = 2


@dataclass(slots=True, eq=False)
class Room:
    """One conversation; `name` is as the server writes it, and not clean."""

    name: str
    kind: RoomKind
    entries: Entries = field(default_factory=Entries)
    inside: bool = True  # of a channel: we are in it
    draft: str = ""
    literal: bool = False  # of the draft: a / at its beginning is text
    exhausted: bool = False  # there is no older history
    asked_at: float | None = None  # when older history was asked for, and has not come yet
    behind: bool = False  # what was said while there was no connection is still to be told
    read_at: datetime | None = None  # up to when it was read, here or on another device
    gapless: bool = False  # its first history is here: what comes later was not seen
    speakers: dict[str, str] = field(default_factory=dict)  # by folded nick, the last one last

    @property
    def key(self) -> str:
        """What it is found by."""
        return fold(self.name) if self.kind is not RoomKind.SERVER else ""

    @property
    def mentions(self) -> int:
        """What the sidebar counts: mentions, and all that one person says."""
        return self.entries.unread if self.kind is RoomKind.PERSON else self.entries.mentions

    @property
    def unread(self) -> bool:
        """Whether somebody said something that was not seen."""
        return self.entries.unread > 0

    def read_until(self, at: datetime, *, looked_at: bool) -> None:
        """All up to `at` was read, perhaps elsewhere; what is `looked_at` stays as it is."""
        self.read_at = at
        if not looked_at:
            self.entries.read_until(at)

    def is_unseen(self, said: Said) -> bool:
        """Return whether a message of others was said after all that was read."""
        return bool(self.read_at and said.at and said.at > self.read_at and not said.own)

    def heard(self, nick: str) -> None:
        """Somebody spoke here."""
        self.speakers.pop(fold(nick), None)
        self.speakers[fold(nick)] = nick
        if len(self.speakers) > _MAX_SPEAKERS:
            del self.speakers[next(iter(self.speakers))]


class Rooms:
    """All rooms; there is always the server's, and always a current one."""

    def __init__(self) -> None:
        self.server = Room("", RoomKind.SERVER)
        self.current = self.server
        self._rooms: dict[str, Room] = {"": self.server}

    def __iter__(self) -> Iterator[Room]:
        """Give them in the order of the sidebar: as they were opened, channels before people."""
        return iter(sorted(self._rooms.values(), key=lambda room: room.kind))

    def find(self, name: str) -> Room | None:
        """Return the room of this name; "" is the server's."""
        return self._rooms.get(fold(name))

    def open(self, name: str, kind: RoomKind) -> Room:
        """Return the room of this name, made if there is none."""
        room = self._rooms.get(fold(name))
        if room is None:
            room = self._rooms[fold(name)] = Room(name, kind)
            self._forget_people()
        return room

    def close(self, room: Room) -> None:
        """Take a room away; if it is the current one, its neighbour is shown."""
        if room is self.server:
            return
        if room is self.current:
            order = list(self)
            at = order.index(room)
            self.go(order[at + 1] if order[at + 1].kind is room.kind else order[max(at - 1, 0)])
            if self.current is room:
                self.go(self.server)
        del self._rooms[room.key]

    def rename(self, room: Room, name: str) -> None:
        """Let the person of a room have another name, unless there is a room of that name."""
        if fold(name) == room.key:
            room.name = name
        elif fold(name) not in self._rooms:
            # The order stays.
            self._rooms = {
                fold(name) if each is room else key: each for key, each in self._rooms.items()
            }
            room.name = name

    def go(self, room: Room) -> None:
        """Show a room; in the one that was shown, what comes from now on is unread."""
        if room is not self.current:
            self.current.entries.mark_unread()
            self.current = room
        room.entries.seen()

    def numbered(self, number: int) -> Room | None:
        """Return the `number`-th room, from 1."""
        return dict(enumerate(self, 1)).get(number)

    def beside(self, step: int, *, unread: bool = False) -> Room | None:
        """Return the next room up (-1) or down (1), going round; `unread`: of those only."""
        order = list(self)
        at = order.index(self.current)
        around = [order[(at + step * n) % len(order)] for n in range(1, len(order))]
        fitting = [room for room in around if room.unread or not unread]
        # Who is called comes before what is merely new.
        called = [room for room in fitting if room.mentions]
        return next(iter(called if unread and called else fitting), None)

    def _forget_people(self) -> None:
        people = [room for room in self._rooms.values() if room.kind is RoomKind.PERSON]
        if len(people) > MAX_PEOPLE:
            idle = [room for room in people[:-1] if room is not self.current and not room.draft]
            del self._rooms[(idle or people)[0].key]
