"""The IRC connection: bytes of one client to requests, answers to bytes.

Owns the state of one client: what it has negotiated, what it has asked and is
not yet answered, when it was last heard. Must not know the clock, the socket,
or anybody else.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from veche.core import events as ev
from veche.core import replies as core
from veche.core.commands import IntroduceMetadata, ReadEntry, ReadMissed
from veche.core.exchange import Answer, Done
from veche.core.ids import Mono
from veche.protocols.base import Encoding, Peer, ProtocolError, Request, ServerInfo
from veche.protocols.irc import capabilities, outcome, replies
from veche.protocols.irc.asking import Pending, ask, joined
from veche.protocols.irc.batches import Batches, Passed
from veche.protocols.irc.encoding import IrcEncodings
from veche.protocols.irc.entrance import Entrance
from veche.protocols.irc.message import Message, clean, to_wire
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.reading import line_limit, read
from veche.protocols.irc.requests import Local
from veche.protocols.lines import LineSplitter


class IrcConnection:
    """Implements `protocols.base.Connection`."""

    __slots__ = (
        "_batches",
        "_caps",
        "_encodings",
        "_entrance",
        "_heard",
        "_info",
        "_lines",
        "_login",
        "_nick",
        "_number",
        "_out",
        "_overhead",
        "_pending",
        "_pinged",
        "_queued",
        "_wanted_caps",
        "closing",
        "deadline",
        "encoding",
        "registered",
    )

    chunked: bool = False
    paced: bool = False

    def __init__(
        self,
        peer: Peer,
        info: ServerInfo,
        encodings: IrcEncodings,
        new_secret: Callable[[], str],
        now: Mono,
    ) -> None:
        """`new_secret` gives a fresh, unguessable, URL-safe string each time."""
        self._info = info
        self._encodings = encodings
        self._lines = LineSplitter(line_limit(info.limits))
        entrance = Entrance(peer, info, encodings, new_secret)
        self._entrance: Entrance | None = entrance
        self._login = entrance.login
        self._batches = Batches()
        self._pending: dict[int, Pending] = {}
        self._queued: tuple[Request, ...] = ()
        self._number = 0
        self._out = b""
        self._nick = "*"
        self._overhead = 0
        # What the client has asked for last, and what holds for answers being written now.
        self._wanted_caps = 0
        self._caps = 0
        self._heard = now
        self._pinged = False
        self.encoding: Encoding | None = None
        self.deadline: Mono | None = now + info.limits.register_s
        self.closing = False
        self.registered = False

    # The outside: `protocols.base.Connection`.

    def receive(self, data: bytes, now: Mono) -> Sequence[Request]:
        """Never raises but ProtocolError."""
        self._heard = now
        lines = self._lines.feed(data or b"\n")
        if not lines or self.closing:
            return ()
        if self._entrance is not None:
            self._entrance.receive(lines)
            return self._follow(self._entrance)
        return self._ask(lines)

    def tick(self, now: Mono) -> Sequence[Request]:
        """Raises ProtocolError when the client was silent for too long."""
        limits = self._info.limits
        if self._entrance is not None:
            if not self._entrance.underway:
                raise ProtocolError("Registration timed out")
            self.deadline = now + limits.register_s
            return ()
        silent_s = now - self._heard
        if silent_s >= limits.silence_s:
            raise ProtocolError(f"Ping timeout: {limits.silence_s:g} seconds")
        if now < self._heard + limits.ping_s:  # as the deadline was computed: no rounding apart
            self._pinged = False
            self.deadline = self._heard + limits.ping_s
            return ()
        if not self._pinged:
            self._pinged = True
            self._out += to_wire(f"PING :{self._info.name}")
        self.deadline = self._heard + limits.silence_s
        return ()

    def answer(self, answer: Answer, now: Mono) -> Iterator[bytes]:
        """State changes at once; the bytes are made as they are pulled."""
        self._heard = now
        if self._entrance is not None:
            return self._came(self._entrance, answer, now)
        pending = self._pending.pop(answer.origin.number)
        if not self._pending:
            self._pending = {}  # a dict never shrinks, and most connections are idle
        encoding, results = self.encoding, answer.results
        if encoding is None:
            raise TypeError("an answer to a connection without a user")
        server = f":{self._info.name}"
        quick = outcome.quick(results, pending.label, self._caps, encoding, server)
        if quick is not None:
            return quick
        asked = replies.Asked(pending.command, tuple(pending.params), str(answer.origin.number))
        client = Client(server, self._nick, self._caps)
        scene = replies.Scene(client, self._encodings.info, encoding, asked)
        told = outcome.full(scene, pending, results)
        for result in results:
            if isinstance(result, Done):
                self._note(result)
                self._login.note(result.reply, pending.params)
        return told

    def requests(self) -> Sequence[Request]:
        """What an answer, or a completed registration, led to."""
        queued, self._queued = self._queued, ()
        return queued

    def push(self, data: bytes, now: Mono) -> None:
        """Never paced: if it happens all the same, deliveries go out as they are."""
        self._out += data

    def output(self) -> bytes:
        """PING, and answers from before registration."""
        out, self._out = self._out, b""
        return out

    def adopt(self, who: ev.Who) -> None:
        """See `Connection`."""
        self._nick = who.nick
        self._overhead = len(f":{who.nick} ".encode())

    def entered(self, channel: str) -> None:
        """See `Connection`. It is told what follows a JOIN of its own."""
        if self._entrance is None:
            view = Pending("", "", (), (ReadEntry(channel),))
            self._queued += (self._request(view, 0),)

    def goodbye(self, reason: str) -> bytes:
        """`ERROR :Closing link: (reason)` ("ERROR message")."""
        return to_wire(replies.closing_link(clean(reason)))

    # Before there is a user.

    def _follow(self, entrance: Entrance) -> Sequence[Request]:
        """Take over what a call has changed there."""
        self._out += entrance.output()
        self.closing = entrance.closing
        return entrance.requests()

    def _came(self, entrance: Entrance, answer: Answer, now: Mono) -> Iterator[bytes]:
        out = entrance.answer(answer)
        self._queued += tuple(self._follow(entrance))
        if entrance.welcome is not None:
            self._entrance = None
            self.registered = True
            self._caps = self._wanted_caps = entrance.caps
            self._number = entrance.number
            self.adopt(entrance.welcome.who)
            self.encoding = self._encodings(self._caps & capabilities.DELIVERIES)
            self.deadline = now + self._info.limits.ping_s
            if self._caps & capabilities.METADATA:
                self._introduce(entrance.metadata.introduction())
            absent = entrance.welcome.absent
            if absent and not self._caps & capabilities.CHATHISTORY:  # those ask by themselves
                missed = ReadMissed(absent, entrance.pos)
                self._queued += (self._request(Pending("", "", (), (missed,)), 0),)
            self._queued += tuple(self._ask(entrance.held()))
        return iter((out,)) if out else outcome.NOTHING

    # Registered.

    def _introduce(self, command: IntroduceMetadata) -> None:
        """Tell the core, and then the client, what metadata there is (IRCv3 metadata)."""
        self._number = number = self._number + 1
        self._pending[number] = Pending("METADATA", "", ("*", "SYNC"), (command,))
        self._queued += (Request(number, (command,)),)

    def _ask(self, lines: Iterable[bytes | None]) -> list[Request]:
        limits = self._info.limits
        requests: list[Request] = []
        for line in lines:
            message = read(line, limits)
            if message is None:
                continue
            size = len(line) + 2 if line else limits.irc_line_bytes
            self._login.nick = self._nick
            if self._batches.concern(message):
                taken = self._batches.take(message, self._wanted_caps, limits, self._heard)
                if not isinstance(taken, Passed):
                    if taken is not None:
                        requests.append(self._request(taken, size))
                    continue
            pending = ask(message, size, self._wanted_caps, self._overhead, limits, self._login)
            if pending is None:
                continue
            if message.command == "CAP" and isinstance(message, Message):
                self._wanted_caps = capabilities.negotiate(self._wanted_caps, message.params)
            if requests:
                number, total = requests[-1].number, requests[-1].size + size
                together = joined(self._pending[number], pending, total)
                if together is not None:
                    self._pending[number] = together
                    requests[-1] = Request(number, together.commands, None, total)
                    continue
            requests.append(self._request(pending, size))
        return requests

    def _request(self, pending: Pending, size: int) -> Request:
        self._number = number = self._number + 1
        self._pending[number] = pending
        return Request(number, pending.commands, pending.key, size)

    def _note(self, result: Done) -> None:
        """What an outcome changes here, after its lines have been begun."""
        for event in result.events:
            body = event.record.body
            if isinstance(body, ev.NickBody):
                self.adopt(ev.Who(body.nick, body.who.username, body.who.host))
        reply = result.reply
        if isinstance(reply, core.Left):
            self.closing = True
        elif isinstance(reply, core.LoggedInAs) and reply.who is not None:
            self.adopt(reply.who)
        elif isinstance(reply, core.Echoed) and isinstance(reply.payload, Local):
            caps = reply.payload.caps
            if caps is not None:
                if caps & capabilities.METADATA and not self._caps & capabilities.METADATA:
                    self._introduce(IntroduceMetadata())
                self._caps = caps
                self.encoding = self._encodings(caps & capabilities.DELIVERIES)
