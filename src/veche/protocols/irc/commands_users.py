"""WHO, WHOIS, USERHOST, ISON.

Owns their parameters (Modern IRC, "User-Based Queries").
"""

from collections.abc import Sequence

from veche.core.commands import Command, ReadUsers, ReadWho, ReadWhois
from veche.core.limits import Limits
from veche.core.rejections import Code
from veche.protocols.irc.message import Message
from veche.protocols.irc.requests import need_more, refuse

_TOKEN_DIGITS = 3
_USERHOST_NICKS = 5
"""Modern IRC, "USERHOST message": up to five."""


def who(message: Message, limits: Limits) -> Sequence[Command]:
    """`WHO mask o%fields,token`; no mask, or `0`, means everybody, `o` operators alone."""
    params = message.params
    mask = params[0] if params else ""
    flags = params[1].partition("%")[0] if len(params) > 1 else ""
    return (ReadWho("*" if mask in ("", "0") else mask, "o" in flags),)


def whox(params: Sequence[str]) -> tuple[str, str] | None:
    """The fields and the token of `%fields,token` (IRCv3 whox), None for a plain WHO."""
    if len(params) < 2 or "%" not in params[1]:
        return None
    fields, _, token = params[1].partition("%")[2].partition(",")
    valid = token.isascii() and token.isdigit() and len(token) <= _TOKEN_DIGITS
    return fields, token if valid else "0"


def whois(message: Message, limits: Limits) -> Sequence[Command]:
    """`WHOIS nick` or `WHOIS server nick`; of a list only the first (ISUPPORT TARGMAX)."""
    asked = whois_nick(message.params).partition(",")[0]
    return (ReadWhois(asked),) if asked else refuse(Code.NO_NAME)


def whois_nick(params: Sequence[str]) -> str:
    """Whom a WHOIS is about, as typed: RPL_ENDOFWHOIS repeats it to the letter."""
    return params[1] if len(params) > 1 else params[0] if params else ""


def userhost(message: Message, limits: Limits) -> Sequence[Command]:
    """`USERHOST nick nick`."""
    nicks = tuple(param for param in message.params[:_USERHOST_NICKS] if param)
    return (ReadUsers(nicks),) if nicks else need_more("USERHOST")


def ison(message: Message, limits: Limits) -> Sequence[Command]:
    """`ISON nick nick`, also in one trailing parameter (RFC 2812 section 4.9)."""
    nicks = tuple(nick for param in message.params for nick in param.split(" ") if nick)
    return (ReadUsers(nicks),) if nicks else need_more("ISON")
