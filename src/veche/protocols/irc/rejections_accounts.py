"""What is refused in logging in and registering, in the words of those specifications.

Owns the wording for AUTHENTICATE (a numeric; IRCv3 sasl-3.1) and for REGISTER, VERIFY, VECHE
and PASSWD (always a FAIL; IRCv3 account-registration).
"""

from collections.abc import Sequence

from veche.core.rejections import Code, Rejection
from veche.protocols.irc import numerics as n
from veche.protocols.irc.message import clean, middle
from veche.protocols.irc.numerics import Client

FAILING = ("REGISTER", "VERIFY", "VECHE", "PASSWD")

_SASL: dict[Code, str] = {
    Code.ACCOUNT_DISABLED: n.ERR_NICKLOCKED,
    Code.ALREADY_LOGGED_IN: n.ERR_SASLALREADY,
}

_NEED_NICK = ("NEED_NICK", "Say NICK first: the account is named so")

FAILS: dict[Code, tuple[str, str]] = {
    Code.ACCOUNT_EXISTS: ("ACCOUNT_EXISTS", "There is an account of that name"),
    Code.NAME_IN_USE: ("USERNAME_EXISTS", "Somebody else goes by that name"),
    Code.BAD_ACCOUNT_NAME: ("BAD_ACCOUNT_NAME", "That cannot be an account's name"),
    Code.WEAK_PASSWORD: ("WEAK_PASSWORD", "That password is too easy to guess"),
    Code.BAD_PASSWORD: ("UNACCEPTABLE_PASSWORD", "That cannot be a password"),
    Code.ALREADY_LOGGED_IN: ("ALREADY_AUTHENTICATED", "You are logged in already"),
    Code.LOGIN_FAILED: ("INVALID_CREDENTIALS", "That is not the password"),
    Code.WRONG_CODE: ("INVALID_CODE", "That code is wrong, or has expired"),
    Code.NOT_LOGGED_IN: ("ACCOUNT_REQUIRED", "Log in to an account first"),
    Code.REGISTRATION_CLOSED: (
        "TEMPORARILY_UNAVAILABLE",
        "Accounts are made by who runs this server",
    ),
}
_BUSY = ("TEMPORARILY_UNAVAILABLE", "Try again later")
_LATER = (Code.READ_ONLY, Code.TRY_AGAIN, Code.TOO_MANY_ATTEMPTS)


def sasl(client: Client, rejection: Rejection) -> str:
    """AUTHENTICATE did not lead in. Why is not said, but for what everybody may know."""
    number = _SASL.get(rejection.code, n.ERR_SASLFAIL)
    if rejection.code is Code.TOO_MANY_ATTEMPTS:
        text = f"{n.TEXTS[number]}: too many attempts, try again {clean(rejection.detail)}"
        return client.line(number, f":{text}")
    return client.numeric(number)


def fail(client: Client, command: str, rejection: Rejection, params: Sequence[str]) -> str | None:
    """The FAIL line; None for a code that is not of accounts."""
    code = rejection.code
    if code in _LATER:
        name, text = _BUSY
    elif code is Code.NO_NAME:
        name, text = _NEED_NICK
    elif code in FAILS:
        name, text = FAILS[code]
    else:
        return None
    account = middle(rejection.subject or (params[0] if params else "*"))
    detail = rejection.detail
    why = f"{text}: {clean(detail)}" if detail else text
    return f"{client.server} FAIL {command} {name} {account} :{why}"
