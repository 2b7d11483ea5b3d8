"""What we said, until the server has acknowledged or refused it.

Owns the queue, its order and the number in flight. Must not know how an acknowledgement looks.
"""

from collections import deque
from dataclasses import dataclass

from veche.client.events import Kind

# As many as a server's small input queue holds; enough to hide a slow round trip.
MAX_IN_FLIGHT = 16


@dataclass(slots=True)
class Outgoing:
    """One message on its way; `label` names it on the wire."""

    ticket: int
    where: str
    text: str
    kind: Kind
    fault: str = ""
    shown: bool = False

    @property
    def label(self) -> str:
        """The word by which the server's answer is known."""
        return f"m{self.ticket}"


class Delivery:
    """Messages wait here, in order, with at most MAX_IN_FLIGHT of them sent and unanswered."""

    def __init__(self) -> None:
        self._tickets = 0
        self._waiting: deque[Outgoing] = deque()
        self._in_flight: dict[str, Outgoing] = {}

    @property
    def unfinished(self) -> int:
        """How many are neither acknowledged nor refused."""
        return len(self._waiting) + len(self._in_flight)

    @property
    def in_flight(self) -> int:
        """How many are sent and unanswered."""
        return len(self._in_flight)

    def add(self, where: str, text: str, kind: Kind) -> int:
        """Queue a message and return its ticket."""
        self._tickets += 1
        self._waiting.append(Outgoing(self._tickets, where, text, kind))
        return self._tickets

    def take(self) -> list[Outgoing]:
        """Return what may be sent now; it is in flight from here on."""
        ready = []
        while self._waiting and len(self._in_flight) < MAX_IN_FLIGHT:
            item = self._waiting.popleft()
            self._in_flight[item.label] = item
            ready.append(item)
        return ready

    def find(self, label: str) -> Outgoing | None:
        """Return the message in flight with this label."""
        return self._in_flight.get(label)

    def oldest(self) -> Outgoing | None:
        """Return the message that has been in flight longest."""
        return next(iter(self._in_flight.values()), None)

    def finish(self, label: str) -> Outgoing | None:
        """Take the message out of flight: it is acknowledged, or refused if it has a fault."""
        return self._in_flight.pop(label, None)


def wire_text(text: str, kind: Kind) -> str:
    """Return `text` as it stands in a PRIVMSG (CTCP for an action)."""
    return f"\x01ACTION {text}\x01" if kind is Kind.ACTION else text
