"""The audit trail of one channel: what of the whole trail was done there.

Owns the choice, and how far it looks. Knows nothing of where records are kept.
"""

from collections.abc import Callable

from veche.core.events import Stored
from veche.core.ids import Id, Pos, Seq
from veche.eventlog.messages import Mark, Messages

_AT_ONCE = 200
_LOOKED = 10_000
"""So many acts are looked at for a page: a moment's reading, whatever else was done."""


def is_about(stored: Stored, channel: Id) -> bool:
    """Whether it is an act in the channel."""
    return getattr(stored.record.event, "channel", 0) == channel


class About:
    """A `Messages` of those acts alone."""

    def __init__(self, messages: Messages, channel: Id) -> None:
        self._messages = messages
        self._channel = channel

    def seq_of(self, record: Id) -> Seq | None:
        """As `Messages.seq_of`."""
        return self._messages.seq_of(record)

    def pos_of(self, record: Id) -> Pos | None:
        """As `Messages.pos_of`."""
        return self._messages.pos_of(record)

    def mark(self, seq: Seq) -> Mark | None:
        """As `Messages.mark`."""
        return self._messages.mark(seq)

    def oldest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        """As `Messages.oldest`."""
        return self._chosen(
            limit, lambda edge: self._messages.oldest(max(first, edge + 1), last, _AT_ONCE)
        )

    def newest(self, first: Seq, last: Seq, limit: int) -> list[Stored]:
        """As `Messages.newest`."""
        return self._chosen(
            limit,
            lambda edge: self._messages.newest(
                first, min(last, edge - 1) if edge else last, _AT_ONCE
            ),
        )

    def _chosen(self, limit: int, read: Callable[[Seq], list[Stored]]) -> list[Stored]:
        """`read` gives what lies beyond a number, 0 at first."""
        found: list[Stored] = []
        edge = looked = 0
        while len(found) < limit and looked < _LOOKED:
            acts = read(edge)
            if not acts:
                break
            looked += len(acts)
            edge = acts[-1].seq or 0
            found += [act for act in acts if is_about(act, self._channel)]
        return found[:limit]
