"""The rooms as rows: bold is unread, a number is somebody who calls.

Owns what a room looks like in the column. Must not know how rows are drawn.
"""

from veche.terminal.sanitise import clean_name
from veche.terminal.screen.cells import tame
from veche.terminal.screen.listing import Line
from veche.terminal.screen.rooms import Room, RoomKind, Rooms
from veche.terminal.screen.words import ScreenWords

# The key of the server's room, whose own key is "", which no row can have.
SERVER_KEY = " server"
_MOST_SHOWN = 99
_MOST_CALLING = 3


def room_rows(rooms: Rooms, words: ScreenWords) -> list[Line]:
    """Return the column: the channels, the people under a heading, the server."""
    rows: list[Line] = []
    kind = RoomKind.CHANNEL
    for room in rooms:
        if room.kind is not kind:
            kind = room.kind
            rows += [Line("")] if rows else []
            rows += [Line(words.people, look="heading")] if kind is RoomKind.PERSON else []
        rows.append(_row(room, words))
    return rows


def calling(rooms: Rooms) -> str:
    """Return who calls, for a screen that has no room for the column: `bob 2, #dev 1`, or ""."""
    found = [room for room in rooms if room.mentions]
    names = [f"{tame(clean_name(room.name))} {_count(room)}" for room in found[:_MOST_CALLING]]
    return ", ".join(names) + ("…" if len(found) > _MOST_CALLING else "")


def row_key(room: Room) -> str:
    """Return the key of a room's row."""
    return room.key or SERVER_KEY


def room_of(rooms: Rooms, key: str) -> Room | None:
    """Return the room whose row has this key."""
    return rooms.server if key == SERVER_KEY else rooms.find(key)


def _row(room: Room, words: ScreenWords) -> Line:
    name = words.server if room.kind is RoomKind.SERVER else tame(clean_name(room.name))
    if room.draft:
        name = f"{name} …"
    look = "dim" if room.kind is RoomKind.SERVER or not room.inside else "plain"
    if room.unread:
        look = "bold"
    return Line(name, row_key(room), _count(room), look)


def _count(room: Room) -> str:
    if room.mentions > _MOST_SHOWN:
        return f"{_MOST_SHOWN}+"
    return str(room.mentions or "")
