"""How events travel: as decided, as kept, as announced."""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import Body
from veche.core.ids import Id, Pos, Seq


class Idempotency(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Under which of its author's keys a record was asked for; `digest` is of what was asked."""

    author: Id
    key: bytes
    digest: bytes


class Record(msgspec.Struct, frozen=True, gc=False):
    """An event as decided: what the log is given to keep, if it is durable.

    `at_ms` is Unix time in milliseconds, one stamp a batch, never decreasing.
    `conversation` is where it takes a sequence number, None where it takes none.
    """

    id: Id
    at_ms: int
    conversation: Id | None
    event: Event
    body: Body | None = None
    idempotency: Idempotency | None = None


class Stored(msgspec.Struct, frozen=True, gc=False):
    """A record that the log keeps. `seq` is None just where `conversation` is."""

    pos: Pos
    seq: Seq | None
    record: Record


class Transient(msgspec.Struct, frozen=True, gc=False):
    """A record that is only announced. `pos` is the log position that it follows."""

    seq: ClassVar[None] = None
    pos: Pos
    record: Record


Happened = Stored | Transient
