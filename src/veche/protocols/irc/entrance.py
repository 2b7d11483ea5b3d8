"""A connection before it has a user: capabilities, logging in, and the one `Register`.

Owns the order of it (Modern IRC, "Connection Registration"; IRCv3 capability-negotiation,
sasl-3.1). While something is asked of the core, the lines that come are held; so a PING is
answered only after all that was sent before it.
"""

from collections.abc import Callable, Iterable, Sequence

from veche.core import replies as core
from veche.core.commands import Command, CountUsers, Echo, Refuse, Register
from veche.core.exchange import Answer, Done
from veche.core.ids import Pos
from veche.core.rejections import Code, Rejection
from veche.protocols.base import Encoding, Peer, Request, ServerInfo
from veche.protocols.irc import capabilities, local, rejections, replies
from veche.protocols.irc import numerics as n
from veche.protocols.irc.asking import Pending
from veche.protocols.irc.early_metadata import EarlyMetadata
from veche.protocols.irc.labels import frame, label_of, pack
from veche.protocols.irc.login import COMMANDS, Login
from veche.protocols.irc.message import Message
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.reading import Fault, read
from veche.protocols.irc.registration import Applicant
from veche.protocols.irc.requests import Local
from veche.protocols.irc.welcome import welcome

_RETRY = (Code.NICK_TAKEN, Code.NICK_RESERVED, Code.BAD_NICK, Code.NO_NAME)


class Entrance:
    """One client's way in. `welcome` is set once it has a user, and then this is thrown away."""

    __slots__ = (
        "_applicant",
        "_asked",
        "_encodings",
        "_host",
        "_info",
        "_new_secret",
        "_out",
        "_queued",
        "caps",
        "closing",
        "login",
        "metadata",
        "number",
        "pos",
        "welcome",
    )

    def __init__(
        self,
        peer: Peer,
        info: ServerInfo,
        encodings: Callable[[int], Encoding],
        new_secret: Callable[[], str],
    ) -> None:
        self._info = info
        self._host = f"0{peer.host}" if peer.host.startswith(":") else peer.host
        self._encodings = encodings
        self._new_secret = new_secret
        self._applicant = Applicant(info.sts)
        self._asked: Pending | None = None
        self._queued: tuple[Request, ...] = ()
        self._out = b""
        self.metadata = EarlyMetadata()
        self.login = Login(peer, info, new_secret)
        self.caps = capabilities.CERTIFICATE if peer.fingerprint else 0
        if peer.secure:
            self.caps |= capabilities.SECURE
        if not info.registration:
            self.caps |= capabilities.CLOSED
        if info.push_key:
            self.caps |= capabilities.PUSHES
        self.number = 0
        self.pos: Pos = 0
        self.closing = False
        self.welcome: core.Welcome | None = None

    @property
    def underway(self) -> bool:
        """The core has been asked, and has not answered."""
        return self._asked is not None

    @property
    def _knows_password(self) -> bool:
        """The server's, if it has one: PASS ("PASS message")."""
        password = self._info.password
        return password is None or password.matches(self._applicant.password)

    def output(self) -> bytes:
        """What it wants written now. Empties it."""
        out, self._out = self._out, b""
        return out

    def requests(self) -> tuple[Request, ...]:
        """What it wants asked. Empties it."""
        queued, self._queued = self._queued, ()
        return queued

    def held(self) -> list[bytes | None]:
        """The lines that came too early, for whoever comes after."""
        return self._applicant.release()

    def receive(self, lines: list[bytes | None]) -> None:
        """Lines came. Raises ProtocolError when too many are to be held."""
        applicant = self._applicant
        for index, line in enumerate(lines):
            if self.closing:
                return
            if self._asked is not None:
                applicant.hold(lines[index:], self._info.limits)
                return
            self._take(line)
            if applicant.complete and self._asked is None and not self.closing:
                self._begin()

    def _take(self, line: bytes | None) -> None:
        limits = self._info.limits
        message = read(line, limits)
        if message is None:
            return
        client = self._client()
        told: Iterable[str]
        if isinstance(message, Fault):
            told = rejections.lines(client, message.rejection, message.command, (), labelled=False)
        elif message.command in COMMANDS and self._knows_password:
            told = self._log_in(message, client)
        elif message.command == "METADATA" and self.caps & capabilities.METADATA:
            told = self.metadata.receive(message, client, limits)
        elif (early := local.early(client, self._info, message)) is not None:
            told = early
        else:
            told = self._applicant.receive(message, client, limits)
            if message.command == "CAP":
                self.caps = capabilities.negotiate(self.caps, message.params)
        if self._asked is None:
            self._say(told, label_of(message.tags) if message.tags else "", client)
        self.closing = self._applicant.left

    def _say(self, told: Iterable[str], label: str, client: Client) -> None:
        if label and client.caps & capabilities.LABELS == capabilities.LABELS:
            told = frame(iter(told), label, "l0", client.server)
        self._out += b"".join(pack(told))

    def _log_in(self, message: Message, client: Client) -> Iterable[str]:
        """The answer, if the door has it by itself; else the core is asked."""
        self.login.nick = self._applicant.nick
        commands = self.login.commands(message, self.caps)
        told: list[str] = []
        for command in commands:
            if isinstance(command, Refuse):
                asked = message.command, message.params
                told += rejections.lines(client, command.rejection, *asked, labelled=False)
            elif isinstance(command, Echo) and isinstance(command.payload, Local):
                told += local.lines(client, self._info, command.payload)
            else:
                label = label_of(message.tags) if message.tags else ""
                self._ask(Pending(message.command, label, self.login.sasl.hints, (command,)))
        return told

    def _ask(self, pending: Pending, *also: Command) -> None:
        self.number += 1
        self._asked = pending
        self._queued += (Request(self.number, (*pending.commands, *also)),)

    def _begin(self) -> None:
        """All is said: ask for a user. An exchange that is not finished ends (sasl-3.1)."""
        applicant, sasl = self._applicant, self.login.sasl
        if not self._knows_password:
            client = self._client()
            mismatch = client.numeric(n.ERR_PASSWDMISMATCH)
            self._say((mismatch, replies.closing_link("Bad password")), "", client)
            self.closing = True
            return
        if sasl.busy:
            sasl.reset()
            aborted = Local("AUTHENTICATE", ("aborted",))
            self._say(local.lines(self._client(), self._info, aborted), "", self._client())
        if self.caps & capabilities.RESUME and not applicant.resume and not applicant.secret:
            applicant.secret = self._new_secret()
        register = applicant.register(self._host, self.login.account)
        self._ask(Pending("NICK", "", (), (register,)), CountUsers())

    def answer(self, answer: Answer) -> bytes:
        """The core's word. Returns the lines that it leads to."""
        pending, self._asked = self._asked, None
        assert pending is not None, "an answer that nobody asked for"
        first = answer.results[0]
        if isinstance(pending.commands[0], Register):
            return self._registered(first, answer.results[1:])
        client = self._client()
        told: Iterable[str]
        if isinstance(first, Rejection):
            asked = pending.command, pending.params
            told = rejections.lines(client, first, *asked, labelled=False)
        elif first.reply is None:
            told = ()
        else:
            asked_for = replies.Asked(pending.command, tuple(pending.params), "")
            scene = replies.Scene(client, self._info, self._encodings(0), asked_for)
            told = replies.lines(scene, first.reply)
        self._say(told, pending.label, client)
        if isinstance(first, Done):
            self.login.note(first.reply, pending.params)
        return self._go_on()

    def _go_on(self) -> bytes:
        """With the lines that came in the meantime."""
        if self._applicant.complete and not self.closing:
            self._begin()
        self.receive(self._applicant.release())
        return self.output()

    def _registered(self, first: Done | Rejection, more: Sequence[Done | Rejection]) -> bytes:
        applicant = self._applicant
        if isinstance(first, Rejection):
            return self._refused(first)
        if not isinstance(first.reply, core.Welcome):
            raise TypeError(f"Register was answered with {first.reply!r}")
        self.welcome = first.reply
        self.pos = first.events[-1].pos if first.events else 0
        counted = more[0].reply if more and isinstance(more[0], Done) else None
        client = Client(f":{self._info.name}", first.reply.who.nick, self.caps)
        token = "" if first.reply.resumed or first.reply.attached else applicant.secret
        known = counted if isinstance(counted, core.Counts) else None
        self._out += b"".join(pack(welcome(client, self._info, first.reply, known, token)))
        return self.output()

    def _refused(self, rejection: Rejection) -> bytes:
        """A wrong nick can be mended, a wrong secret is forgotten; all else ends it."""
        client, applicant = self._client(), self._applicant
        told = rejections.lines(client, rejection, "NICK", (), labelled=False)
        if rejection.code is Code.NOTHING_TO_RESUME:
            told = rejections.lines(client, rejection, "RESUME", (), labelled=False)
            applicant.resume = ""
        elif rejection.code in _RETRY:
            applicant.nick = ""
        else:
            told.append(replies.closing_link("You cannot be let in just now"))
            self.closing = True
        self._say(told, "", client)
        return self.output() if self.closing else self._go_on()

    def _client(self) -> Client:
        return Client(f":{self._info.name}", "*", self.caps)
