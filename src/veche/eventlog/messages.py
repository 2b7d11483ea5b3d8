"""One conversation as the rules of paging read it.

Owns the shape, which each log fills.
"""

from typing import NamedTuple, Protocol

from veche.core.events import Stored
from veche.core.ids import Id, Pos, Seq


class Mark(NamedTuple):
    """Where a message stands. All three rise together, stamps not strictly."""

    seq: Seq
    pos: Pos
    at_ms: int


class Messages(Protocol):
    """The messages of one conversation, and its `paging.EVENTS` if they are wanted. Bounds are
    inclusive."""

    def seq_of(self, record: Id) -> Seq | None:
        """The place of a record of this conversation, message or not, erased or not."""
        ...

    def pos_of(self, record: Id) -> Pos | None:
        """The position of any record."""
        ...

    def mark(self, seq: Seq) -> Mark | None:
        """The first message, erased or not, at `seq` or after it."""
        ...

    def oldest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        """The first `limit` messages that have a body, oldest first."""
        ...

    def newest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        """The last `limit` messages that have a body, newest first."""
        ...
