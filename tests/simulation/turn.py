"""What the shells give hub and workers: time, new ids, the log's memory, an ear for peers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from veche.core.events import Stored
from veche.core.ids import Id
from veche.protocols.base import Peer

if TYPE_CHECKING:
    from tests.simulation.server import Server

_DAY_MS = 86_400_000


class SimTurn:
    """See `core.turn.Turn`."""

    def __init__(self, server: "Server", *, writable: bool) -> None:
        self.now_ms = server.world.scheduler.wall_ms
        self.writable = writable
        self._server = server

    def new_id(self) -> Id:
        """An id that was never used."""
        return self._server.ids.new(self.now_ms)

    def recall(self, author: Id, key: bytes) -> Stored | None:
        """What was stored under this key."""
        since_ms = self.now_ms - int(self._server.world.limits.idempotency_days * _DAY_MS)
        return self._server.reader.recall(author, key, since_ms)

    def find(self, record: Id) -> Stored | None:
        """The stored record of this id."""
        return self._server.reader.find(record)

    def edits(self, message: Stored) -> Sequence[Id]:
        """The messages that came in its place."""
        return self._server.reader.edits(message)


class NoWatch:
    """See `seam.Watch`. Nobody is counted here."""

    def registered(self, peer: Peer) -> None:
        """See `seam.Watch`."""

    def gone(self, peer: Peer, registered: bool) -> None:
        """See `seam.Watch`."""

    def moved(self, peer: Peer, really: Peer) -> str:
        """See `seam.Watch`. Never."""
        return ""
