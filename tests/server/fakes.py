"""A worker with everything around it faked: transports, connections, and events made by hand."""

from collections.abc import Iterator, Sequence

from tests.server.fake_watch import FakeWatch
from veche.core.audience import NOBODY, Audience, InChannel
from veche.core.commands import Command, Echo
from veche.core.events import (
    Event,
    Happened,
    Joined,
    MessageSent,
    Record,
    SessionAttached,
    Stored,
    TextBody,
    Transient,
    Who,
)
from veche.core.exchange import Answer, Ask, Deliver, Done, Origin, Out
from veche.core.ids import Id, Mono
from veche.core.limits import Limits
from veche.protocols.base import Encoding, Peer, Request, ServerInfo
from veche.protocols.sniff import Door, SniffingConnection
from veche.server.worker import Worker

LOCAL = Peer("127.0.0.1")
FAR = Peer("192.0.2.1", loopback=False)
WHO = Who("a", "a", "h")


class FakeTransport:
    """Keeps each write; `stuck` bytes are said to be pending, and `full` makes writes pend."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.stuck = 0
        self.full = False
        self.is_reading = True
        self.closed: bool | None = None  # the `flush` it was closed with
        self.handed: bytes | None = None

    @property
    def all(self) -> bytes:
        """All that was written."""
        return b"".join(self.writes)

    def take(self) -> list[bytes]:
        """The writes since the last call."""
        writes, self.writes = self.writes, []
        return writes

    def write(self, data: bytes) -> None:
        assert self.closed is None, "written after it was closed"
        assert data, "an empty write"
        self.writes.append(data)
        if self.full:
            self.stuck += len(data)

    def pending(self) -> int:
        return self.stuck

    def reading(self, on: bool) -> None:
        self.is_reading = on

    def close(self, flush: bool) -> None:
        assert self.closed is None, "closed twice"
        self.closed = flush

    def hand_over(self, data: bytes) -> None:
        self.handed = data


class FakeEncoding(Encoding):
    """A line is the event's text in the two marks; counts how often each was made."""

    def __init__(self, marks: str = "[]") -> None:
        super().__init__("fake")
        self.marks = marks
        self.made = 0
        self.broken = False

    def encode(self, event: Happened) -> bytes:
        if self.broken:
            raise ZeroDivisionError("planted")
        self.made += 1
        body = event.record.body
        text = body.text if isinstance(body, TextBody) else ""
        return f"{self.marks[0]}{text}{self.marks[1]}".encode() if text else b""


class FakeConnection:
    """Each line it receives is one request for an `Echo`, or what a test prepares in `commands`.

    Answers are written as `<number>`, or as the pieces in `pieces`.
    """

    def __init__(self, encoding: Encoding | None) -> None:
        self.encoding = encoding
        self.deadline: Mono | None = None
        self.closing = False
        self.registered = encoding is not None
        self.chunked = False
        self.paced = False
        self.commands: dict[bytes, tuple[Command, ...]] = {}
        self.pieces: dict[int, list[bytes]] = {}
        self.answers: list[Answer] = []
        self.pushed: list[bytes] = []
        self.ended = False
        self.ticked: list[Mono] = []
        self.follow: list[Request] = []
        self.says = b""
        self.error: Exception | None = None
        self.register_with: Encoding | None = None
        self._number = 0

    def receive(self, data: bytes, now: Mono) -> Sequence[Request]:
        self._check()
        if not data:
            self.ended = True
        return [self.request(line) for line in data.split()]

    def request(self, line: bytes) -> Request:
        """The request that a line makes."""
        self._number += 1
        commands = self.commands.get(line, (Echo(line),))
        return Request(self._number, commands, size=len(line))

    def tick(self, now: Mono) -> Sequence[Request]:
        self._check()
        self.ticked.append(now)
        self.deadline = None
        return ()

    def answer(self, answer: Answer, now: Mono) -> Iterator[bytes]:
        self._check()
        self.answers.append(answer)
        if self.register_with is not None:
            self.encoding, self.register_with = self.register_with, None
            self.registered = True
        number = answer.origin.number
        yield from self.pieces.get(number, [f"<{number}>".encode()])

    def requests(self) -> Sequence[Request]:
        follow, self.follow = self.follow, []
        return follow

    def push(self, data: bytes, now: Mono) -> None:
        self.pushed.append(data)

    def output(self) -> bytes:
        said, self.says = self.says, b""
        return said

    def adopt(self, who: Who) -> None:
        pass

    def entered(self, channel: str) -> None:
        self.follow.append(self.request(channel.encode()))

    def goodbye(self, reason: str) -> bytes:
        return f"bye {reason}".encode()

    def _check(self) -> None:
        if self.error is not None:
            raise self.error


class FakeDoors:
    """What begins with a letter that is in no protocol's word is ours: `Door.PLAIN`."""

    def __init__(self, limits: Limits) -> None:
        self.info = ServerInfo(limits=limits)
        self.made: list[FakeConnection] = []
        self.peers: list[Peer] = []
        self.encoding: Encoding | None = None

    def first(self, peer: Peer, now: Mono) -> SniffingConnection:
        return SniffingConnection(peer, self.info, now)

    def of(self, door: Door, peer: Peer, prompted: bool, now: Mono) -> FakeConnection:
        self.peers.append(peer)
        connection = FakeConnection(self.encoding)
        self.made.append(connection)
        return connection


class Client:
    """One session of a `Stage`, with both of its ends."""

    def __init__(self, number: Id, transport: FakeTransport, connection: FakeConnection) -> None:
        self.id = number
        self.transport = transport
        self.connection = connection
        self.user = number * 10

    def took(self) -> bytes:
        """What it was written since the last call; at most one write."""
        writes = self.transport.take()
        assert len(writes) <= 1, "more than one write in a batch"
        return b"".join(writes)


class Stage:
    """A worker, its clients, and the makers of what the hub would send it."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 - it is frozen
        self.limits = limits
        self.doors = FakeDoors(limits)
        self.watch = FakeWatch()
        self.bugs: list[Exception] = []
        self.worker = Worker(3, limits, self.doors, watch=self.watch, bug=self.bugs.append)
        self.encoding = FakeEncoding()
        self.now = 100.0
        self._pos = 0

    def connect(self, encoding: Encoding | None = None, peer: Peer = LOCAL) -> Client:
        """A client that has said something; registered if it has an encoding."""
        self.doors.encoding = encoding
        transport = FakeTransport()
        number = self.worker.opened(transport, peer, self.now)
        self.worker.received(number, b"hello", self.now)
        client = Client(number, transport, self.doors.made[-1])
        self.answer(client, 1)
        transport.take()
        client.connection.answers.clear()
        return client

    def join(self, channel: Id = 7, encoding: Encoding | None = None) -> Client:
        """A registered client in a channel, told nothing of it."""
        client = self.connect(encoding or self.encoding)
        self.deliver(self.attached(client), self.joined(client, channel))
        client.transport.take()
        return client

    def crowd(self, size: int, channel: Id = 7) -> list[Client]:
        """Several in a channel; what they were told of each other's coming is forgotten."""
        clients = [self.join(channel) for _ in range(size)]
        for client in clients:
            client.transport.take()
        return clients

    # -- what the hub says -----------------------------------------------------------------

    def event(self, event: Event, text: str = "") -> Happened:
        """It happened; kept or not as its kind is."""
        record = Record(self._pos + 1, 0, None, event, TextBody(WHO, "", text))
        if not event.durable:
            return Transient(self._pos, record)
        self._pos += 1
        return Stored(self._pos, None, record)

    def message(self, text: str, channel: Id = 7, but: Client | None = None) -> Deliver:
        """A message in a channel."""
        event = self.event(MessageSent(1), text)
        return Deliver(event, InChannel(channel), but.id if but else 0)

    def attached(self, client: Client, channels: tuple[Id, ...] = ()) -> Deliver:
        """The client speaks for its user."""
        event = SessionAttached(client.id, self.worker.index, client.user, channels)
        return Deliver(self.event(event), NOBODY, client.id)

    def joined(self, client: Client, channel: Id = 7, text: str = "") -> Deliver:
        """The client's user comes into the channel."""
        event = self.event(Joined(client.user, channel), text)
        return Deliver(event, InChannel(channel), client.id)

    def tell(self, event: Event, audience: Audience, text: str = "", but: Id = 0) -> Deliver:
        """Anything else."""
        return Deliver(self.event(event, text), audience, but)

    def outcome(self, client: Client, number: int, done: Done = Done()) -> Answer:  # noqa: B008
        """The answer to the client's request with this number."""
        return Answer(Origin(client.id, self.worker.index, number), (done,))

    # -- the worker's calls ----------------------------------------------------------------

    def deliver(self, *outs: Out) -> Sequence[Ask]:
        """One batch."""
        return self.worker.deliver(outs, self.now)

    def answer(self, client: Client, *numbers: int) -> Sequence[Ask]:
        """Answers without content."""
        return self.deliver(*(self.outcome(client, number) for number in numbers))

    def receive(self, client: Client, data: bytes) -> Sequence[Ask]:
        """Bytes from the client."""
        return self.worker.received(client.id, data, self.now)
