"""What passes between workers and hub: asks one way, outs the other.

Owns the envelopes. Every `Ask` gets exactly one `Answer`, in the order of the
session's asks, after the deliveries of everything decided before it.
"""

import msgspec

from veche.core.audience import Audience
from veche.core.commands import Command
from veche.core.events import Happened
from veche.core.ids import Id
from veche.core.rejections import Rejection
from veche.core.replies import Reply

FOLLOW_UP = -2
"""The number of an ask that a helper's outcome led to, in place of the connection's own."""


class Origin(msgspec.Struct, frozen=True, gc=False):
    """Where an ask came from: session, its worker, and the connection's own number for it."""

    session: Id
    worker: int
    number: int


class Ask(msgspec.Struct, frozen=True, gc=False):
    """One input of a session: its commands are decided in turn, each seeing the one before.

    `key` is an idempotency key, allowed on a single `SendMessage`.
    `size` is its bytes on the wire, for the bounds of batches and credits.
    """

    origin: Origin
    commands: tuple[Command, ...]
    key: bytes | None = None
    size: int = 0


class Done(msgspec.Struct, frozen=True, gc=False):
    """A command was carried out. `events` is what its author is told of it, as committed."""

    events: tuple[Happened, ...] = ()
    reply: Reply | None = None


class Deliver(msgspec.Struct, frozen=True, gc=False):
    """Tell the audience, all but the session `but` (the author's: it has its `Answer`)."""

    event: Happened
    audience: Audience
    but: Id = 0


class Answer(msgspec.Struct, frozen=True, gc=False):
    """The outcome of an ask: one result for each of its commands."""

    origin: Origin
    results: tuple[Done | Rejection, ...]


Out = Deliver | Answer
