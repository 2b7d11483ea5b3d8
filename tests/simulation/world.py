"""Everything one run consists of, and the digest of all that came out of it.

Owns the checkers and the links between the parts. Must not know what any part does inside.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from tests.simulation.checkers import Violation
from tests.simulation.checkers.answering import Answering
from tests.simulation.checkers.delivery import Delivery, View
from tests.simulation.checkers.keeping import Keeping
from tests.simulation.ledger import Ledger
from tests.simulation.log import SimLog
from tests.simulation.messages import Sent
from tests.simulation.network import End, Link
from tests.simulation.scheduler import Scheduler
from veche.core.events import Stored
from veche.core.exchange import Ask, Out
from veche.core.limits import Limits
from veche.eventlog.codec import CODEC
from veche.protocols.base import Peer

if TYPE_CHECKING:
    from tests.simulation.server import Server


class World:
    """One run."""

    def __init__(self, seed: int, limits: Limits, *, trace: bool = False) -> None:
        self.scheduler = Scheduler(seed)
        self.limits = limits
        self.sent: dict[str, Sent] = {}
        self.ledger = Ledger()
        self.keeping = Keeping(self.ledger, self.sent)
        self.delivery = Delivery(self.ledger, self.sent)
        self.log = SimLog(self.scheduler, self._stored)
        self.answering = Answering(limits)
        self.server: Server | None = None
        self.links: list[Link] = []
        self.violation: Violation | None = None
        self.resting = False
        """True when all faults are over and everything that is owed shall come."""
        self.overtaken = False
        """Somebody left while a batch was stalled: first here, but after it in the log."""
        self._trace = trace
        self._digest = blake2b(digest_size=16)

    # -- the digest --------------------------------------------------------------------------

    def note(self, what: str, data: bytes = b"") -> None:
        """Something came out; it and its time count."""
        line = f"{self.scheduler.now:.6f} {what} "
        self._digest.update(line.encode() + data)
        if self._trace:
            print(line, repr(data)[1:] if data else "")

    @property
    def digest(self) -> str:
        """Of all that has come out so far."""
        return self._digest.hexdigest()

    # -- what the parts tell -------------------------------------------------------------------

    def _stored(self, batch: Sequence[Stored]) -> None:
        self.keeping.stored(batch)
        for item in batch:
            self.ledger.add(item)
            row, body = CODEC.encode(item.pos, item.seq, item.record)
            self.note("stored", repr((row, body)).encode())

    def asked(self, asks: Sequence[Ask]) -> None:
        """Workers ask the hub."""
        self.answering.asked(asks)

    def published(self, outs: Sequence[Out]) -> None:
        """The hub lets these be seen."""
        self.delivery.published(outs, self.log.last)
        self.answering.published(outs)

    def broken(self, violation: Violation) -> None:
        """Remember the first violation; the run ends at the next step."""
        if self.violation is None:
            self.violation = violation

    # -- links ---------------------------------------------------------------------------------

    def connect(self, end: End, view: View, *, whole: bool = False) -> Link | None:
        """A new connection to the server, or None while there is none."""
        if self.server is None:
            return None
        chance = self.scheduler.chance
        peer = Peer("127.0.0.1") if chance(0.75) else Peer("192.0.2.7", loopback=False)
        lag_s = self.scheduler.pick((0.0005, 0.002, 0.01))
        scale = 1 if chance(0.7) or whole else 60
        link = Link(self.scheduler, len(self.links) + 1, peer, lag_s, scale, whole)
        self.links.append(link)
        link.end = end
        self.server.accept(link)
        view.session = link.session
        self.delivery.views[link.session] = view
        return link
