"""What the outside gives the core for one batch: the time, new ids, the log's memory."""

from collections.abc import Sequence
from typing import Protocol

from veche.core.events import Stored
from veche.core.ids import Id


class Turn(Protocol):
    """One per batch. Everything in the core that is not computed comes from here."""

    now_ms: int
    """Wall clock, Unix milliseconds; may jump. The hub never lets a stamp decrease."""
    writable: bool
    """False: decide read-only; what would need the log is refused."""

    def new_id(self) -> Id:
        """An id that was never used."""
        ...

    def recall(self, author: Id, key: bytes) -> Stored | None:
        """What was stored under this idempotency key of the author's, if it still counts."""
        ...

    def find(self, record: Id) -> Stored | None:
        """The stored record of this id."""
        ...

    def edits(self, message: Stored) -> Sequence[Id]:
        """The messages that came in the place of this one."""
        ...
