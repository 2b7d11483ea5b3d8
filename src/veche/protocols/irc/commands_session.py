"""NICK, QUIT, AWAY, PING, and questions to the server; and what is too late after registration.

Owns their parameters (Modern IRC, "Connection Messages", "Server Queries").
"""

from collections.abc import Sequence

from veche.core.commands import ChangeNick, Command, CountUsers, Echo, Quit, ReadTime, SetAway
from veche.core.limits import Limits
from veche.core.names import check_nick
from veche.core.rejections import Code
from veche.protocols.irc.message import Message
from veche.protocols.irc.requests import Local, refuse


def nick(message: Message, limits: Limits) -> Sequence[Command]:
    """A name that can never be one is refused before the core sees it."""
    wanted = message.params[0] if message.params else ""
    if not wanted:
        return refuse(Code.NO_NAME)
    fault = check_nick(wanted, limits.nick_chars)
    if fault is not None:
        return refuse(fault.code, fault.subject, fault.detail)
    return (ChangeNick(wanted),)


def leave(message: Message, limits: Limits) -> Sequence[Command]:
    """The core puts `Quit: ` before the reason ("QUIT message")."""
    return (Quit(message.params[0][: limits.reason_chars] if message.params else ""),)


def away(message: Message, limits: Limits) -> Sequence[Command]:
    """With a text away, without one back."""
    return (SetAway(message.params[0][: limits.reason_chars] if message.params else ""),)


def ping(message: Message, limits: Limits) -> Sequence[Command]:
    """PONG has the same token; it says that all before it is on its way to its recipients."""
    return (Echo(Local("PING", (message.params[0],))),)


def pong(message: Message, limits: Limits) -> Sequence[Command]:
    """That it came is all that matters."""
    return ()


def lusers(message: Message, limits: Limits) -> Sequence[Command]:
    """Parameters are ignored: there is one server."""
    return (CountUsers(),)


def local(message: Message, limits: Limits) -> Sequence[Command]:
    """What the door knows by itself."""
    return (Echo(Local(message.command, tuple(message.params[:1]))),)


def isupport(message: Message, limits: Limits) -> Sequence[Command]:
    """Parameters are ignored (IRCv3 extended-isupport)."""
    return (Echo(Local("ISUPPORT")),)


def help_(message: Message, limits: Limits) -> Sequence[Command]:
    """`HELP subject`, also as HELPOP."""
    return (Echo(Local("HELP", tuple(message.params[:1]))),)


def time(message: Message, limits: Limits) -> Sequence[Command]:
    """TIME, and STATS, which tells no more than since when the server runs."""
    return (ReadTime(),)


def too_late(message: Message, limits: Limits) -> Sequence[Command]:
    """PASS, USER and RESUME."""
    return refuse(Code.ALREADY_REGISTERED)
