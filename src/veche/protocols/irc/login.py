"""Who a client has proved to be: AUTHENTICATE, REGISTER, VERIFY and VECHE.

Owns these commands' parameters, and what the answers leave behind. Before the client has a user
as well as after (IRCv3 sasl-3.2, account-registration).
"""

from collections.abc import Callable, Sequence

from veche.core.commands import (
    BecomeOperator,
    ChangePassword,
    ClaimServer,
    Command,
    OpenAccount,
)
from veche.core.ids import Id
from veche.core.rejections import Code
from veche.core.replies import LoggedInAs, Reply, Salt
from veche.core.secret import Secret
from veche.protocols.base import Peer, ServerInfo
from veche.protocols.irc.capabilities import SASL
from veche.protocols.irc.message import Message
from veche.protocols.irc.requests import need_more, refuse
from veche.protocols.irc.sasl import Sasl

COMMANDS = ("AUTHENTICATE", "REGISTER", "VERIFY", "VECHE")
SECRET = ("OPER", "PASSWD")
"""Others whose parameters are secrets; only for who has a user."""


class Login:
    """One client's. `account` is whose it will be once it registers; 0: a guest's."""

    __slots__ = ("_address", "_open", "account", "name", "nick", "sasl")

    def __init__(self, peer: Peer, info: ServerInfo, new_nonce: Callable[[], str]) -> None:
        self._address = peer.counted(info.limits)
        self._open = info.registration
        self.account: Id = 0
        self.name = ""
        self.nick = ""
        """The client's nick, empty before it has said one; kept true by whoever asks."""
        self.sasl = Sasl(peer.fingerprint, self._address, new_nonce, info.secret)

    def commands(self, message: Message, caps: int) -> Sequence[Command]:
        """What one of `COMMANDS` asks for."""
        command, params = message.command, message.params
        self.sasl.hints = ()
        if command == "AUTHENTICATE":
            if not params or not params[0]:
                return need_more(command)
            return self.sasl.receive(params[0]) if caps & SASL else refuse(Code.LOGIN_FAILED)
        if command == "REGISTER":
            return self._register(params)
        if command == "VERIFY":
            if len(params) < 2:
                return need_more(command)
            if self.account:
                return refuse(Code.ALREADY_LOGGED_IN, self.name)
            return refuse(Code.WRONG_CODE, params[0])  # nothing here is ever to be verified
        if len(params) < 2:
            return need_more(command)
        if params[0].upper() != "CLAIM":
            return refuse(Code.UNKNOWN_COMMAND, f"VECHE {params[0]}")
        return (ClaimServer(Secret(params[1]), self._address),)

    def secret(self, message: Message) -> Sequence[Command]:
        """`OPER name password`, `PASSWD old new`: one of `SECRET`."""
        params = message.params
        self.sasl.hints = ()
        if len(params) < 2 or not params[0] or not params[1]:
            return need_more(message.command)
        if message.command == "PASSWD":
            return (ChangePassword(Secret(params[0]), Secret(params[1]), self._address),)
        return (BecomeOperator(params[0], Secret(params[1]), self._address),)

    def _register(self, params: Sequence[str]) -> Sequence[Command]:
        """`REGISTER account email password`; an address is not asked for, and not kept."""
        if len(params) < 3:
            return need_more("REGISTER")
        if not self.nick:
            return refuse(Code.NO_NAME)
        name = self.nick if params[0] == "*" else params[0]
        if self.account:
            return refuse(Code.ALREADY_LOGGED_IN, self.name)
        if not self._open:
            return refuse(Code.REGISTRATION_CLOSED, name)
        return (OpenAccount(name, Secret(params[2]), self._address),)

    def note(self, reply: Reply | None, hints: Sequence[str]) -> None:
        """What an answer leaves behind, once its lines are begun."""
        if isinstance(reply, Salt):
            self.sasl.salted(reply, hints)
        elif isinstance(reply, LoggedInAs):
            self.account, self.name = reply.account, reply.name
            if reply.signature:
                who = reply.who
                mask = f"{who.nick}!{who.username}@{who.host}" if who else "*!*@*"
                self.sasl.verified(reply.name, mask)
