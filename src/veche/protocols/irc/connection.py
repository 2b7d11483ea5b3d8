"""The IRC connection: bytes of one client to requests, answers to bytes.

Owns the state of one client: what it has negotiated, what it has asked and is
not yet answered, when it was last heard. Must not know the clock, the socket,
or anybody else.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from veche.core import events as ev
from veche.core import replies as core
from veche.core.commands import CountUsers
from veche.core.exchange import Answer, Done
from veche.core.ids import Mono
from veche.core.rejections import Code, Rejection
from veche.protocols.base import Encoding, Peer, ProtocolError, Request, ServerInfo
from veche.protocols.irc import capabilities, local, outcome, rejections, replies
from veche.protocols.irc.asking import Pending, ask, joined
from veche.protocols.irc.labels import frame, label_of, pack
from veche.protocols.irc.message import Message, clean, to_wire
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.reading import Fault, line_limit, read
from veche.protocols.irc.registration import Applicant
from veche.protocols.irc.requests import Local
from veche.protocols.irc.welcome import welcome
from veche.protocols.lines import LineSplitter

_RETRY = (Code.NICK_TAKEN, Code.BAD_NICK, Code.NO_NAME)


class IrcConnection:
    """Implements `protocols.base.Connection`."""

    __slots__ = (
        "_applicant",
        "_caps",
        "_encodings",
        "_heard",
        "_host",
        "_info",
        "_lines",
        "_new_secret",
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
        encodings: Callable[[int], Encoding],
        new_secret: Callable[[], str],
        now: Mono,
    ) -> None:
        """`new_secret` gives a fresh, unguessable, URL-safe string each time."""
        self._info = info
        self._host = f"0{peer.host}" if peer.host.startswith(":") else peer.host
        self._encodings = encodings
        self._new_secret = new_secret
        self._lines = LineSplitter(line_limit(info.limits))
        self._applicant: Applicant | None = Applicant()
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
        if self._applicant is not None:
            self._apply(self._applicant, lines)
            return self.requests()
        return self._ask(lines)

    def tick(self, now: Mono) -> Sequence[Request]:
        """Raises ProtocolError when the client was silent for too long."""
        limits = self._info.limits
        if self._applicant is not None:
            if not self._applicant.underway:
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
        pending = self._pending.pop(answer.origin.number)
        if not self._pending:
            self._pending = {}  # a dict never shrinks, and most connections are idle
        if self._applicant is not None:
            return self._registered(self._applicant, answer, now)
        encoding, results = self.encoding, answer.results
        if encoding is None:
            raise TypeError("an answer to a connection without a user")
        server = f":{self._info.name}"
        quick = outcome.quick(results, pending.label, self._caps, encoding, server)
        if quick is not None:
            return quick
        asked = replies.Asked(pending.command, tuple(pending.params), str(answer.origin.number))
        client = Client(server, self._nick, self._caps)
        scene = replies.Scene(client, self._info, encoding, asked)
        told = outcome.full(scene, pending, results)
        for result in results:
            if isinstance(result, Done):
                self._note(result)
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

    def goodbye(self, reason: str) -> bytes:
        """`ERROR :Closing link: (reason)` ("ERROR message")."""
        return to_wire(replies.closing_link(clean(reason)))

    # Registered.

    def _ask(self, lines: Iterable[bytes | None]) -> list[Request]:
        limits = self._info.limits
        requests: list[Request] = []
        for line in lines:
            message = read(line, limits)
            if message is None:
                continue
            size = len(line) + 2 if line else limits.irc_line_bytes
            pending = ask(message, size, self._wanted_caps, self._overhead, limits)
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
            self._number = number = self._number + 1
            self._pending[number] = pending
            requests.append(Request(number, pending.commands, pending.key, size))
        return requests

    def _note(self, result: Done) -> None:
        """What an outcome changes here, after its lines have been begun."""
        for event in result.events:
            body = event.record.body
            if isinstance(body, ev.NickBody):
                self._adopt(ev.Who(body.nick, body.who.username, body.who.host))
        reply = result.reply
        if isinstance(reply, core.Left):
            self.closing = True
        elif isinstance(reply, core.Echoed) and isinstance(reply.payload, Local):
            caps = reply.payload.caps
            if caps is not None:
                self._caps = caps
                self.encoding = self._encodings(caps & capabilities.DELIVERIES)

    def _client(self) -> Client:
        return Client(f":{self._info.name}", self._nick, self._caps)

    def _adopt(self, who: ev.Who) -> None:
        self._nick = who.nick
        self._overhead = len(f":{who.nick}!{who.username}@{who.host} ".encode())

    # Before registration.

    def _apply(self, applicant: Applicant, lines: list[bytes | None]) -> None:
        """Answers go to `_out`, a Register to `_queued`; what comes after that is held."""
        for index, line in enumerate(lines):
            if self.closing:
                return
            if applicant.underway:
                applicant.hold(lines[index:], self._info.limits)
                return
            self._prepare(applicant, line)
            if applicant.complete and not self.closing:
                self._begin(applicant)

    def _prepare(self, applicant: Applicant, line: bytes | None) -> None:
        limits = self._info.limits
        message = read(line, limits)
        if message is None:
            return
        client = self._client()
        if isinstance(message, Fault):
            told = rejections.lines(client, message.rejection, message.command, (), labelled=False)
        elif message.command == "PING" and message.params and message.params[0]:
            told = [local.pong(client, self._info, message.params[0])]
        else:
            told = applicant.receive(message, client, limits)
            if message.command == "CAP":
                self._wanted_caps = self._caps = capabilities.negotiate(self._caps, message.params)
        label = label_of(message.tags) if message.tags else ""
        lines: Iterable[str] = told
        if label and client.caps & capabilities.LABELS == capabilities.LABELS:
            lines = frame(iter(told), label, "l0", client.server)
        self._out += b"".join(pack(lines))
        self.closing = applicant.left

    def _begin(self, applicant: Applicant) -> None:
        applicant.underway = True
        if self._caps & capabilities.RESUME and not applicant.resume and not applicant.secret:
            applicant.secret = self._new_secret()
        self._number = number = self._number + 1
        commands = (applicant.register(self._host), CountUsers())
        self._pending[number] = Pending("NICK", "", (), commands)
        self._queued += (Request(number, commands),)

    def _registered(self, applicant: Applicant, answer: Answer, now: Mono) -> Iterator[bytes]:
        applicant.underway = False
        first = answer.results[0]
        if isinstance(first, Rejection):
            return self._refused(applicant, first)
        if not isinstance(first.reply, core.Welcome):
            raise TypeError(f"Register was answered with {first.reply!r}")
        self._applicant = None
        self.registered = True
        self._adopt(first.reply.who)
        self.encoding = self._encodings(self._caps & capabilities.DELIVERIES)
        self.deadline = now + self._info.limits.ping_s
        self._queued += tuple(self._ask(applicant.release()))
        counted = None
        if len(answer.results) > 1 and isinstance(answer.results[1], Done):
            reply = answer.results[1].reply
            counted = reply if isinstance(reply, core.Counts) else None
        token = "" if first.reply.resumed else applicant.secret
        return pack(welcome(self._client(), self._info, first.reply, counted, token))

    def _refused(self, applicant: Applicant, rejection: Rejection) -> Iterator[bytes]:
        """A wrong nick can be mended, a wrong secret is forgotten; all else ends it."""
        client = self._client()
        told = rejections.lines(client, rejection, "NICK", (), labelled=False)
        if rejection.code is Code.NOTHING_TO_RESUME:
            told = rejections.lines(client, rejection, "RESUME", (), labelled=False)
            applicant.resume = ""
            self._begin(applicant)
        elif rejection.code in _RETRY:
            applicant.nick = ""
        else:
            told.append(replies.closing_link("You cannot be let in just now"))
            self.closing = True
        self._out += b"".join(pack(told))
        if not self.closing:
            self._apply(applicant, applicant.release())
        out = self.output()
        return iter((out,)) if out else outcome.NOTHING
