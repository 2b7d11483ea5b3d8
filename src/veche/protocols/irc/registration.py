"""A client that has no user yet: what it has said of itself, and when that is enough.

Owns everything before RPL_WELCOME (Modern IRC, "Connection Registration";
IRCv3 capability-negotiation; docs/protocol/resume.md), and is thrown away then.
"""

import hashlib

from veche.core.commands import Register
from veche.core.ids import Id
from veche.core.limits import Limits
from veche.core.names import check_nick
from veche.core.rejections import Code, Rejection
from veche.protocols.base import ProtocolError, Sts
from veche.protocols.irc import capabilities, rejections
from veche.protocols.irc import numerics as n
from veche.protocols.irc.message import Message
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.replies import closing_link, quitting

_MINIMUM = {"PASS": 1, "USER": 4, "RESUME": 1}
_DEFAULT_USERNAME = "user"


class Applicant:
    """State of a registration. While `underway` the lines that come are held, unparsed."""

    __slots__ = (
        "_held",
        "_held_bytes",
        "_holding",
        "_sts",
        "away",
        "left",
        "nick",
        "password",
        "realname",
        "resume",
        "secret",
        "underway",
        "username",
    )

    def __init__(self, sts: Sts | None = None) -> None:
        self._sts = sts
        self.password = ""
        self.away: str | None = None
        self.nick = ""
        self.username = ""
        self.realname = ""
        self.resume = ""
        self.secret = ""
        self.underway = False
        self.left = False
        self._holding = False
        self._held: list[bytes | None] = []
        self._held_bytes = 0

    @property
    def complete(self) -> bool:
        """All that a Register needs is here, and nothing holds it back."""
        return bool(self.nick and self.username) and not (self._holding or self.underway)

    def hold(self, lines: list[bytes | None], limits: Limits) -> None:
        """Keep lines for after the answer. Raises ProtocolError past `backlog_bytes`."""
        self._held += lines
        self._held_bytes += sum(64 + len(line or b"") for line in lines)
        if self._held_bytes > limits.backlog_bytes:
            raise ProtocolError("Excess flood")

    def release(self) -> list[bytes | None]:
        """The held lines, which are forgotten here."""
        held, self._held = self._held, []
        self._held_bytes = 0
        return held

    def register(self, host: str, account: Id = 0) -> Register:
        """The command to ask with. Only hashes of secrets go out."""
        resume = _hash(self.resume)
        return Register(
            nick=self.nick,
            username=self.username,
            realname=self.realname,
            host=host,
            resume=resume,
            secret=resume or _hash(self.secret),
            account=account,
            away=self.away,
        )

    def receive(self, message: Message, client: Client, limits: Limits) -> list[str]:
        """Take a command in; the lines that answer it at once. CAP negotiates elsewhere."""
        command, params = message.command, message.params
        if len(params) < _MINIMUM.get(command, 0):
            return [client.numeric(n.ERR_NEEDMOREPARAMS, command)]
        if command == "CAP":
            return self._cap(params, client, limits)
        if command == "NICK":
            return self._nick(params, client, limits)
        if command == "USER":
            return self._user(params, client, limits)
        if command == "QUIT":
            self.left = True
            return [closing_link(quitting(params[0] if params else ""))]
        if command == "RESUME" and client.caps & capabilities.RESUME:
            self.resume = params[0]
            return []
        if command == "AWAY" and client.caps & capabilities.PRE_AWAY:
            self.away = params[0][: limits.reason_chars] if params else ""
            return [client.numeric(n.RPL_NOWAWAY if self.away else n.RPL_UNAWAY)]
        if command == "PASS":
            self.password = params[0]
            return []
        if command == "PONG":
            return []
        if command == "WEBIRC":  # it "MUST be the first command"; those are read elsewhere
            self.left = True
            return ["ERROR :WEBIRC has to be the first command"]
        if command == "PING":  # those with a token never come here
            return [client.numeric(n.ERR_NEEDMOREPARAMS, command)]
        return rejections.lines(
            client, Rejection(Code.NOT_REGISTERED), command, params, labelled=False
        )

    def _cap(self, params: list[str], client: Client, limits: Limits) -> list[str]:
        word = params[0].upper() if params else ""
        if word in capabilities.HOLDING:
            self._holding = True
        elif word == "END":
            self._holding = False
        return capabilities.reply(client, params, limits, self._sts)

    def _nick(self, params: list[str], client: Client, limits: Limits) -> list[str]:
        wanted = params[0] if params else ""
        fault = check_nick(wanted, limits.nick_chars) if wanted else Rejection(Code.NO_NAME)
        if fault is not None:
            return rejections.lines(client, fault, "NICK", params, labelled=False)
        self.nick = wanted
        return []

    def _user(self, params: list[str], client: Client, limits: Limits) -> list[str]:
        """Cut to USERLEN, and without what cannot stand in `nick!user@host`.

        An empty parameter is a missing one ("USER message").
        """
        if not params[0] or not params[3]:
            return [client.numeric(n.ERR_NEEDMOREPARAMS, "USER")]
        kept = "".join(c for c in params[0] if c.isascii() and (c.isalnum() or c in "._-~"))
        self.username = kept[: limits.username_chars] or _DEFAULT_USERNAME
        self.realname = params[3][: limits.realname_chars]
        return []


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest() if secret else b""
