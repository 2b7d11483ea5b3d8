"""One heap of deadlines for all sessions of a worker.

Lazy: a deadline that moves to later, as a ping's does with every line that
comes in, costs nothing until the old one comes up.
"""

from heapq import heappop, heappush

from veche.core.ids import Id, Mono
from veche.server.session import Session


class Timers:
    """`Session.scheduled` is the one entry of the heap that counts for a session."""

    def __init__(self) -> None:
        self._heap: list[tuple[Mono, Id]] = []

    def schedule(self, session: Session, deadline: Mono | None) -> None:
        """Have the session come up at `deadline` at the latest."""
        if deadline is None:
            return
        scheduled = session.scheduled
        if scheduled is None or deadline < scheduled:
            session.scheduled = deadline
            heappush(self._heap, (deadline, session.id))

    def due(self, sessions: dict[Id, Session], now: Mono) -> list[Session]:
        """Take out those whose time has come; schedule them anew."""
        heap = self._heap
        found: list[Session] = []
        while heap and heap[0][0] <= now:
            deadline, number = heappop(heap)
            session = sessions.get(number)
            if session is not None and session.scheduled == deadline:
                session.scheduled = None
                found.append(session)
        return found

    @property
    def next(self) -> Mono | None:
        """When `due` should be asked next."""
        return self._heap[0][0] if self._heap else None
