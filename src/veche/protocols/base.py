"""What every door gives the worker: a connection for each client and an encoding for each kind.

Owns the seam between protocols and `server.worker`. Nothing here or below it
touches a socket, a clock or a thread: bytes and times come in, bytes and
requests go out.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import msgspec

from veche.core.commands import Command
from veche.core.events import Happened, Who
from veche.core.exchange import Answer
from veche.core.ids import Mono
from veche.core.limits import Limits
from veche.core.passphrase import Passphrase
from veche.protocols.webirc import Gateways


class ProtocolError(Exception):
    """The peer broke the protocol; its one session is closed. The text is told to the peer."""


class Sts(msgspec.Struct, frozen=True):
    """That clients are to come through TLS, to which port, and for how long they keep to it."""

    port: int
    duration_s: int


class UploadsAt(msgspec.Struct, frozen=True):
    """Where clients bring files by HTTP: those in clear text, and those that came through TLS.

    Empty: nowhere that is known.
    """

    plain: str = ""
    secure: str = ""


class ServerInfo(msgspec.Struct, frozen=True):
    """What doors say of the server. `started_ms` is Unix time in milliseconds."""

    name: str = "veche.local"
    network: str = "Veche"
    version: str = ""
    started_ms: int = 0
    motd: tuple[str, ...] = ()
    lobby: str = "#lobby"
    admin: str = ""  # whom to ask about it
    icon: str = ""  # where its picture is; empty: there is none
    limits: Limits = Limits()
    registration: bool = True  # anybody may open an account
    secret: bytes = b""  # of this server's own, for what nobody may foresee
    password: Passphrase | None = None  # nobody comes in without it
    gateways: Gateways | None = None  # who may introduce others
    sts: Sts | None = None
    description: str = ""  # of the server, as LINKS tells it
    connections: Callable[[], int] | None = None  # how many there are, with a user or without
    uploads: UploadsAt = UploadsAt()
    push_key: str = ""  # with which pushes are signed (RFC 8292); empty: none are sent


class Peer(msgspec.Struct, frozen=True):
    """The other end of a socket. `secure`: through TLS.

    `network` is what counts as one address; `fingerprint` the SHA-256 of the certificate that the
    client has shown by TLS, hexadecimal, empty without one.
    """

    host: str
    port: int = 0
    loopback: bool = True
    secure: bool = False
    network: str = ""
    fingerprint: str = ""

    def counted(self, limits: Limits) -> str:
        """What limits per address count it as; empty when they do not hold for it."""
        exempt = self.loopback and limits.loopback_exempt
        return "" if exempt else self.network or self.host


class Request(msgspec.Struct, frozen=True, gc=False):
    """An ask before the worker has put its origin on; `number` is the connection's own."""

    number: int
    commands: tuple[Command, ...]
    key: bytes | None = None
    size: int = 0


class Encoding:
    """Sessions that share one get identical bytes for an event.

    A worker makes its own instances and never shares them with another thread.
    Compared by identity; `door` and `flags` tell two of one worker apart.
    """

    __slots__ = ("_memo", "door", "flags")

    def __init__(self, door: str, flags: int = 0) -> None:
        self.door = door
        self.flags = flags
        self._memo: dict[int, bytes] = {}

    def line(self, event: Happened) -> bytes:
        """The bytes of one event, line end included; empty when this encoding is not told of it.

        Remembered until `forget`, so an author's echo costs nothing more.
        """
        memo = self._memo
        key = id(event)
        line = memo.get(key)
        if line is None:
            line = memo[key] = self.encode(event)
        return line

    def encode(self, event: Happened) -> bytes:
        """As `line`, made anew. Implemented by each door."""
        raise NotImplementedError

    def forget(self) -> None:
        """End of a batch: the remembered lines go (their events may be freed from here on)."""
        self._memo.clear()


class Connection(Protocol):
    """The protocol state of one client. Calls come from one thread; none may block.

    After every call the worker takes `output()` and writes it, looks at
    `encoding` and `deadline`, and when `closing` is true writes what is left
    and closes. A `ProtocolError` closes at once.
    """

    encoding: Encoding | None
    """What kind of deliveries it gets; None before it has a user. May change after any call."""
    deadline: Mono | None
    """When to call `tick` at the latest."""
    closing: bool
    """No more input is wanted; close when the output is flushed."""
    registered: bool
    """It has a user. Stricter bounds hold before."""
    chunked: bool
    """True for a peer that never sends newlines: its socket is read even while it waits for
    credit, so that two sends are never merged. May become true after any call."""
    paced: bool
    """True: deliveries go through `push`, not to the socket, and come back by `output`. Always so
    for a `chunked` peer (a message a write), and for a time for one that is still to be shown
    history, which goes before what is newer. May change after any call: what was delivered
    before that call is written or pushed before it."""

    def receive(self, data: bytes, now: Mono) -> Sequence[Request]:
        """Bytes came in, read at `now`. Empty `data`: the peer will send no more, and what it left
        without an end counts as ended."""
        ...

    def tick(self, now: Mono) -> Sequence[Request]:
        """`deadline` has come."""
        ...

    def answer(self, answer: Answer, now: Mono) -> Iterator[bytes]:
        """The outcome of one of its requests. Lazy: pulled as the outbox drains, to its end,
        before any later answer or delivery is written. May be asked for more by `requests`."""
        ...

    def requests(self) -> Sequence[Request]:
        """Requests that an answer led to (the plain door joins the lobby once it has a name)."""
        ...

    def push(self, data: bytes, now: Mono) -> None:
        """Whole lines for a `paced` connection, given back through `output`."""
        ...

    def output(self) -> bytes:
        """What it wants written now, apart from answers. Empties it."""
        ...

    def adopt(self, who: Who) -> None:
        """Its user is called so now, through another of the user's sessions."""
        ...

    def entered(self, channel: str) -> None:
        """Its user is in the channel now, likewise; it may want to know more, by `requests`."""
        ...

    def goodbye(self, reason: str) -> bytes:
        """The bytes that tell the peer why the server ends the session."""
        ...
