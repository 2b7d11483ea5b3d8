"""A session: one attached client as its worker knows it, and the transport it is reached by.

Owns the fields. Must not decide anything: `worker`, `credit`, `outflow` and `fanout` do.
"""

from collections import deque
from collections.abc import Iterator
from typing import Protocol

from veche.core.exchange import Answer
from veche.core.ids import Id, Mono
from veche.protocols.base import Connection, Encoding, Peer, Request


class Transport(Protocol):
    """The way to one client. No call blocks, none calls the worker back before it returns."""

    def write(self, data: bytes) -> None:
        """Send, or keep what cannot be sent yet."""
        ...

    def pending(self) -> int:
        """How many bytes wait to be sent."""
        ...

    def reading(self, on: bool) -> None:
        """Whether input is wanted."""
        ...

    def close(self, flush: bool) -> None:
        """End it; with `flush` once all is sent, within the transport's own time limit."""
        ...

    def hand_over(self, data: bytes) -> None:
        """It speaks HTTP, beginning with `data`: it is the web server's from now on."""
        ...


class Late:
    """What a session gets later: a long answer half given, or work being done, and the rest.

    `items` come after `pulling`, in order: answers, lists of delivered lines, and bytes of the
    connection's own; `size` counts the bytes among them.
    `working` is the answer whose outcome is awaited; nothing passes it.
    """

    __slots__ = ("items", "pulling", "size", "working")

    def __init__(self) -> None:
        self.pulling: Iterator[bytes] | None = None
        self.working: Answer | None = None
        self.items: deque[bytes | list[bytes] | Answer] = deque()
        self.size = 0


class Session:
    """Everything about one client but its protocol. One worker thread touches it."""

    __slots__ = (
        "asked",
        "asked_bytes",
        "backlog",
        "backlog_bytes",
        "channels",
        "connection",
        "early_bytes",
        "encoding",
        "ended",
        "exempt",
        "half_closed",
        "held",
        "id",
        "late",
        "odd",
        "peer",
        "queue",
        "reading",
        "registered",
        "said",
        "scheduled",
        "slow",
        "tokens",
        "tokens_at",
        "transport",
        "user",
        "wake",
    )

    def __init__(
        self, session: Id, transport: Transport, connection: Connection, peer: Peer
    ) -> None:
        self.id = session
        self.transport = transport
        self.connection = connection
        self.peer = peer
        self.ended = False

        # Who it speaks for, and where `fanout.Membership` has filed it.
        self.user: Id = 0
        self.encoding: Encoding | None = None
        self.channels: dict[Id, None] = {}

        # Out: written at the end of every call of the worker. `odd`: not simply the queue, written.
        self.queue: list[bytes] = []
        self.late: Late | None = None
        self.odd = False

        # In: sizes of what is under way, and what waits for credit.
        self.asked: list[int] = []
        self.asked_bytes = 0
        self.slow = False
        self.backlog: deque[Request] | None = None
        self.backlog_bytes = 0
        self.reading = True
        self.half_closed: Mono | None = None
        self.said = False

        # Rate: `exempt` from it, or a bucket of tokens that was filled at `tokens_at`.
        self.exempt = False
        self.tokens = 0.0
        self.tokens_at: Mono = 0.0
        self.wake: Mono | None = None

        # Before registration: bytes parsed, and bytes not looked at yet.
        self.registered = False
        self.early_bytes = 0
        self.held = b""

        # The deadline under which it stands in the worker's heap.
        self.scheduled: Mono | None = None
