"""What we said, shown before the server has answered, and never twice.

Owns which entry an answer or an echo belongs to. Must not know what else is in a room.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from veche.client.events import Acknowledged, Event, Said
from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.rooms import Room

# An echo comes soon after the acknowledgement, if not before it. After a loss, what was said
# meanwhile is told between the two.
_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class _Own:
    room: Room
    text: str  # "": its entry is that of an earlier piece
    acknowledged: bool = False


class Echoes:
    """The messages of ours that are on their way."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` is the time that an entry shows until the server has said another."""
        self._now = now
        self._waiting: dict[int, _Own] = {}
        self._answered: dict[str, int] = {}

    def show(
        self, room: Room, nick: str, text: str, kind: EntryKind, tickets: Sequence[int]
    ) -> None:
        """Add the entry of a message that was given to the client with these tickets."""
        for ticket in tickets:
            first = ticket == tickets[0]
            self._waiting[ticket] = _Own(room, text if first else "")
            if first:
                room.entries.add(
                    Entry(kind, text, who=nick, at=self._now(), own=True, pending=ticket)
                )

    def expect(self, events: Iterable[Event]) -> None:
        """Look at what comes: an echo is best known by the acknowledgement that follows it."""
        for event in events:
            if isinstance(event, Acknowledged) and event.msgid:
                self._answered[event.msgid] = event.ticket

    def settles(self, room: Room, said: Said) -> bool:
        """Take an own message that the server told; return whether its entry is there already."""
        ticket = self._answered.get(said.msgid) if said.msgid else None
        if ticket not in self._waiting:
            ticket = self._alike(room, said.text)
        if ticket is None:
            return False
        # What was given to the client before it, and not told, never will be.
        for earlier in [t for t, own in self._waiting.items() if own.room is room and t < ticket]:
            if self._waiting[earlier].acknowledged:
                self._anchor(earlier, "")
        self._anchor(ticket, said.msgid)
        return True

    def acknowledge(self, ticket: int, msgid: str) -> None:
        """The server has the message; if it has not told it yet, it will, in its order."""
        own = self._waiting.get(ticket)
        if own is None:
            return
        own.room.entries.acknowledge(ticket)
        self._waiting[ticket] = replace(own, acknowledged=True)
        if msgid:
            self._answered[msgid] = ticket
            if len(self._answered) > _REMEMBERED:
                del self._answered[next(iter(self._answered))]

    def refuse(self, ticket: int, reason: str) -> bool:
        """The server does not take the message; return whether its entry is there to say so."""
        own = self._waiting.pop(ticket, None)
        if own is None or not own.text:
            return False
        own.room.entries.settle(ticket, False, reason)
        return True

    def _anchor(self, ticket: int, msgid: str) -> None:
        own = self._waiting.pop(ticket)
        own.room.entries.settle(ticket, True, msgid=msgid)

    def _alike(self, room: Room, text: str) -> int | None:
        return next(
            (t for t, own in self._waiting.items() if own.room is room and own.text == text), None
        )
