"""What we said, until the server has acknowledged or refused it.

Owns the queue, its order and the number in flight. Must not know how an acknowledgement looks, nor
what a connection is: it is told what may go, and what must go again.
"""

from bisect import insort
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from veche.client.events import Kind
from veche.core.names import fold

# As many as a server's small input queue holds; enough to hide a slow round trip.
MAX_IN_FLIGHT = 16


@dataclass(slots=True)
class Outgoing:
    """One message on its way; `key` names it for the server, whatever the connection."""

    ticket: int
    where: str
    text: str
    kind: Kind
    reply_to: str = ""
    key: str = ""
    # A server that we no longer hear may have it.
    doubtful: bool = False
    tries: int = 0
    shown: bool = False
    msgid: str = ""


class Delivery:
    """Messages wait here, in order for each target, with at most MAX_IN_FLIGHT unanswered."""

    def __init__(self, prefix: str) -> None:
        """Keys begin with `prefix`, which nobody else should be able to guess."""
        self._prefix = prefix
        self._tickets = 0
        self._waiting: dict[str, deque[Outgoing]] = {}
        self._in_flight: dict[int, Outgoing] = {}

    @property
    def unfinished(self) -> int:
        """How many are neither acknowledged nor refused."""
        return sum(map(len, self._waiting.values())) + len(self._in_flight)

    @property
    def in_flight(self) -> int:
        """How many are sent and unanswered."""
        return len(self._in_flight)

    def add(self, where: str, text: str, kind: Kind, reply_to: str = "") -> int:
        """Queue a message and return its ticket."""
        self._tickets += 1
        ticket = self._tickets
        item = Outgoing(ticket, where, text, kind, reply_to, f"{self._prefix}-{ticket}")
        self._waiting.setdefault(fold(where), deque()).append(item)
        return ticket

    def take(self, ready: Callable[[str], bool]) -> list[Outgoing]:
        """Return what may be sent now to targets that are `ready`; it is in flight from here on."""
        open_now = {key: items for key, items in self._waiting.items() if ready(items[0].where)}
        taken = []
        while open_now and len(self._in_flight) < MAX_IN_FLIGHT:
            key = min(open_now, key=lambda key: open_now[key][0].ticket)
            item = open_now[key].popleft()
            self._in_flight[item.ticket] = item
            taken.append(item)
            if not open_now[key]:
                del open_now[key], self._waiting[key]
        return taken

    def find(self, ticket: int) -> Outgoing | None:
        """Return the message in flight with this ticket."""
        return self._in_flight.get(ticket)

    def finish(self, ticket: int) -> Outgoing | None:
        """Take the message out of flight: it is acknowledged or refused."""
        return self._in_flight.pop(ticket, None)

    def again(self, ticket: int) -> None:
        """Let a message in flight wait once more, before all that were said after it."""
        item = self._in_flight.pop(ticket, None)
        if item is None:
            return
        items = list(self._waiting.get(fold(item.where), ()))
        insort(items, item, key=lambda each: each.ticket)
        self._waiting[fold(item.where)] = deque(items)

    def all_again(self) -> None:
        """Let all that are in flight wait once more; nobody knows whether they arrived."""
        for item in list(self._in_flight.values()):
            item.doubtful = True
            self.again(item.ticket)

    def withdraw(self, unwanted: Callable[[Outgoing], bool]) -> list[Outgoing]:
        """Remove and return those that wait and are `unwanted`, in the order they were said."""
        gone = []
        for key, items in list(self._waiting.items()):
            gone += [item for item in items if unwanted(item)]
            kept = deque(item for item in items if not unwanted(item))
            if kept:
                self._waiting[key] = kept
            else:
                del self._waiting[key]
        return sorted(gone, key=lambda item: item.ticket)


def wire_text(text: str, kind: Kind) -> str:
    """Return `text` as it stands in a PRIVMSG (CTCP for an action)."""
    return f"\x01ACTION {text}\x01" if kind is Kind.ACTION else text
