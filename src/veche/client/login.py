"""Logging in to an account: with what, and how it can fail.

Owns the values. Must not know the exchange of messages.
"""

from dataclasses import dataclass
from enum import Enum

from veche.client.message import format_line
from veche.core.secret import Secret

NO_PASSWORD = Secret("")


@dataclass(frozen=True, slots=True)
class Login:
    """An account and what proves that it is ours; `certificate`: one is shown by TLS."""

    account: str
    password: Secret = NO_PASSWORD
    certificate: bool = False


class Fault(Enum):
    """Why we are not logged in; the value is a phrase for a person."""

    REFUSED = "the account or the password is wrong"
    LOCKED = "the account cannot be used"
    ALREADY = "we are logged in already"
    TOO_LONG = "the password is too long"
    UNSUPPORTED = "this server has no accounts"
    NO_MECHANISM = "the server does not offer a way to log in that we know"
    NOT_ENCRYPTED = "the connection is not encrypted, and would show the password"
    IMPOSTOR = "the server did not prove that it knows the password"
    BROKEN = "the server answered the login in a way that makes no sense"


def check_change(old: str, new: str) -> None:
    """Raise ValueError, which tells neither of them, if the two cannot be sent with PASSWD."""
    if not old or " " in old or old.startswith(":"):
        raise ValueError("a password with a space in it, or after a colon, cannot be sent here")
    format_line("PASSWD", old, new or "x", trailing=True)


def check_login(account: str, password: str) -> None:
    """Raise ValueError if one of the two cannot be sent."""
    format_line("REGISTER", account, "*", password or "x", trailing=True)
