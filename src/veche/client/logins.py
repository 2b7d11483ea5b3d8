"""Logging in on one connection, before the server lets us in or later, and opening an account.

Owns the exchange under way and what each answer means for it (IRCv3 sasl-3.1, sasl-3.2,
account-registration). Must not know what follows from it.
"""

from collections.abc import Callable
from typing import Protocol

from veche.client.capabilities import Negotiation
from veche.client.events import LoggedIn, LoginRefused, Problem
from veche.client.login import Fault, Login
from veche.client.message import Message
from veche.client.sasl import ABORT, Exchange, SaslError
from veche.client.timers import Due

COMMANDS = ("AUTHENTICATE", "900", "902", "903", "904", "905", "906", "907", "908")
_FAULTS = {
    "902": Fault.LOCKED,
    "904": Fault.REFUSED,
    "905": Fault.TOO_LONG,
    "906": Fault.BROKEN,
    "907": Fault.ALREADY,
}
# What servers say with 904 anyway.
_USUAL = "sasl authentication failed"
_REGISTRATION = "draft/account-registration"


class Desk(Protocol):
    """What it needs of a connection."""

    negotiation: Negotiation

    def write(self, command: str, *params: str, trailing: bool = False) -> bool:
        """Put a line out."""

    def wait_for(self, due: Due, subject: str = "") -> None:
        """Be patient from now on."""

    def answered(self, due: Due, subject: str = "") -> bool:
        """What was awaited has come."""


class Logins:
    """One connection's; `account` is whose we are by now, "" for nobody's."""

    def __init__(self, desk: Desk, *, private: bool, new_nonce: Callable[[], str]) -> None:
        """Begin with nobody; `private`: nobody can read along."""
        self.account = ""
        self._desk = desk
        self._private = private
        self._new_nonce = new_nonce
        self._exchange: Exchange | None = None
        self._named = ""

    @property
    def busy(self) -> bool:
        """Whether an exchange is under way."""
        return self._exchange is not None

    def begin(self, login: Login) -> list[LoggedIn | LoginRefused]:
        """Start to log in; return why not, if it cannot be started."""
        negotiation = self._desk.negotiation
        if not negotiation.has("sasl"):
            return [_refused(login.account, Fault.UNSUPPORTED)]
        if self._exchange is not None:
            self._desk.write("AUTHENTICATE", ABORT)
        try:
            self._exchange = Exchange(
                login,
                negotiation.value("sasl"),
                private=self._private,
                nonce=self._new_nonce(),
            )
        except SaslError as error:
            self._exchange = None
            return [_refused(login.account, error.fault)]
        self._named = ""
        self._desk.write("AUTHENTICATE", self._exchange.mechanism)
        self._desk.wait_for(Due.LOGIN)
        return []

    def open_account(self, account: str, password: str) -> list[LoggedIn | LoginRefused]:
        """Ask for a new account, "*" for one of our nick's name; return why it cannot be asked."""
        if not self._desk.negotiation.has(_REGISTRATION):
            return [_refused(account, Fault.UNSUPPORTED)]
        if not self._private:
            return [_refused(account, Fault.NOT_ENCRYPTED)]
        # An address for mail is not asked for.
        self._desk.write("REGISTER", account, "*", password, trailing=True)
        return []

    def change_password(self, old: str, new: str) -> list[Problem]:
        """Ask for another password (docs/protocol/accounts.md); return why it cannot be asked."""
        if not self._desk.negotiation.has("veche/key"):
            return [Problem("PASSWD", "passwords cannot be changed on this server")]
        if not self._private:
            return [Problem("PASSWD", Fault.NOT_ENCRYPTED.value)]
        self._desk.write("PASSWD", old, new, trailing=True)
        return []

    def passed_over(self, login: Login) -> list[LoggedIn | LoginRefused]:
        """The server has let us in, and has not waited for that; return what it means."""
        known = self._desk.negotiation.has("sasl")
        self._end()
        return [_refused(login.account, Fault.BROKEN if known else Fault.UNSUPPORTED)]

    def take(self, message: Message) -> list[LoggedIn | LoginRefused]:
        """Take one of COMMANDS; return how it came out, once it has."""
        command, exchange = message.command, self._exchange
        if command == "900":
            self._named = message.param(2)
            return [] if exchange is not None else self._are_in(self._named)
        if exchange is None or command == "908":
            return []  # of nothing that we know; 904 follows 908
        if command == "AUTHENTICATE":
            return self._step(exchange, message.param(0))
        if command == "903":
            if not exchange.proven:
                return self._stop(Fault.IMPOSTOR)
            self._end()
            return self._are_in(self._named or exchange.login.account)
        text = message.param(-1)
        detail = "" if text.lower().startswith(_USUAL) and len(text) < len(_USUAL) + 2 else text
        return self._stop(_FAULTS[command], detail)

    def _step(self, exchange: Exchange, param: str) -> list[LoggedIn | LoginRefused]:
        try:
            answers = exchange.receive(param)
        except SaslError as error:
            self._desk.write("AUTHENTICATE", ABORT)
            return self._stop(error.fault)
        for answer in answers:
            self._desk.write("AUTHENTICATE", answer)
        return []

    def _are_in(self, account: str) -> list[LoggedIn | LoginRefused]:
        self.account = account
        return [LoggedIn(account)] if account else []

    def _stop(self, fault: Fault, detail: str = "") -> list[LoggedIn | LoginRefused]:
        account = self._exchange.login.account if self._exchange else ""
        self._end()
        return [_refused(account, fault, detail)]

    def _end(self) -> None:
        self._exchange = None
        self._desk.answered(Due.LOGIN)


def _refused(account: str, fault: Fault, detail: str = "") -> LoginRefused:
    return LoginRefused(account, fault, fault.value, detail)
