"""Whose we are on a server, and whose we want to be, whatever becomes of the connection.

Owns the logins that were given and the one that has worked. Must not know how one logs in.
"""

from veche.client.connection import Connection
from veche.client.events import How, LoginRefused
from veche.client.login import Fault, Login
from veche.client.translate import same


class Identity:
    """One client's; `login` is what the next connection begins with."""

    def __init__(self) -> None:
        self.login: Login | None = None
        self.opening: Login | None = None  # an account that was asked for
        self.proven: Login | None = None  # what has worked
        self.changing: Login | None = None  # with the password that was asked for
        self.asks = False  # somebody can be asked for another password
        self.kept = False  # as an account's user, while there is no connection

    def logged_in(self, account: str) -> None:
        """We are this account's."""
        if self.opening is not None and same(self.opening.account, account):
            self.login, self.opening = self.opening, None
        self.proven = self.login

    def password_changed(self) -> None:
        """Our account has another password: if it is ours, the next connection begins with it."""
        if self.changing is not None:
            self.login = self.proven = self.changing
            self.changing = None

    def not_logged_in(self, report: LoginRefused, connection: Connection) -> None:
        """Later we stay who we are; before we are let in it is the end, unless somebody knows."""
        if connection.registered:
            self.login = self.proven
        elif not (self.asks and report.fault is Fault.REFUSED):
            connection.end(How.LOGIN, report.reason)
