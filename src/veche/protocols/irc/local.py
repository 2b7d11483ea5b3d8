"""What the door answers by itself: PING, CAP, MOTD, VERSION, HELP, INFO, NAMES of nothing.

Owns those answers (Modern IRC, "Server Queries and Commands"). They are made
when the core hands the `Echo` back, so that they keep their place.
"""

from collections.abc import Callable, Iterable, Iterator

from veche.core.masks import matches
from veche.core.names import fold
from veche.protocols.base import ServerInfo
from veche.protocols.irc import capabilities, replies_accounts
from veche.protocols.irc import help as help_
from veche.protocols.irc import numerics as n
from veche.protocols.irc.capabilities import EXTENDED_ISUPPORT
from veche.protocols.irc.isupport import isupport
from veche.protocols.irc.message import Message, middle
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.requests import Local
from veche.protocols.irc.timestamps import to_stamp


def lines(client: Client, info: ServerInfo, local: Local) -> Iterable[str]:
    """The answer to one of the door's own commands."""
    command, params = local.command, local.params
    if command == "PING":
        return (pong(client, info, params[0]),)
    if command == "CAP":
        return capabilities.reply(client, list(params), info.limits, info.sts)
    if command == "AUTHENTICATE":
        return replies_accounts.authenticate(client, params)
    if command == "NAMES":
        return (client.numeric(n.RPL_ENDOFNAMES, "*"),)
    if command == "HELP":
        return help_.lines(client, params[0] if params else "")
    if command == "LINKS":
        return links(client, info, params[0] if params else "*")
    if params and not is_here(params[0], client, info):
        return (client.numeric(n.ERR_NOSUCHSERVER, middle(params[0])),)
    return _ABOUT[command](client, info)


def early(client: Client, info: ServerInfo, message: Message) -> Iterable[str] | None:
    """The answer to what is answered alike before registration; None for all else."""
    if message.command == "PING" and message.params and message.params[0]:
        return (pong(client, info, message.params[0]),)
    if message.command == "ISUPPORT" and client.caps & EXTENDED_ISUPPORT:
        return isupport(client, info)
    return None


def pong(client: Client, info: ServerInfo, token: str) -> str:
    """`PONG server token` ("PONG message")."""
    return f"{client.server} PONG {info.name} :{token}"


def links(client: Client, info: ServerInfo, mask: str) -> Iterator[str]:
    """LINKS: this server, which knows no other ("LINKS message"), if there is a word to say of it;
    many servers give nothing but the end."""
    if info.description and matches(fold(mask), fold(info.name)):
        yield client.line(n.RPL_LINKS, f"{info.name} {info.name} :0 {info.description}")
    yield client.numeric(n.RPL_ENDOFLINKS, middle(mask))


def motd(client: Client, info: ServerInfo) -> Iterator[str]:
    """The message of the day, or that there is none."""
    if not info.motd:
        yield client.numeric(n.ERR_NOMOTD)
        return
    yield client.line(n.RPL_MOTDSTART, f":- {info.name} Message of the day - ")
    for line in info.motd:
        yield client.line(n.RPL_MOTD, f":- {line}")
    yield client.numeric(n.RPL_ENDOFMOTD)


def version(client: Client, info: ServerInfo) -> Iterator[str]:
    """RPL_VERSION and all of ISUPPORT."""
    yield client.line(n.RPL_VERSION, f"{software(info)} {info.name} :{info.network}")
    yield from isupport(client, info)


def software(info: ServerInfo) -> str:
    """Name and version as one word."""
    return f"veche-{info.version}".replace(" ", "-") if info.version else "veche"


def about(client: Client, info: ServerInfo) -> Iterator[str]:
    """INFO."""
    yield client.line(n.RPL_INFO, f":{software(info)}, a server for many doors to one conversation")
    yield client.line(n.RPL_INFO, f":{info.name} of {info.network}")
    yield client.line(n.RPL_INFO, f":On-line since {to_stamp(info.started_ms)}")
    yield client.numeric(n.RPL_ENDOFINFO)


def admin(client: Client, info: ServerInfo) -> Iterator[str]:
    """ADMIN, or that nobody is named."""
    if not info.admin:
        yield client.numeric(n.ERR_NOADMININFO, info.name)
        return
    text = f"{info.name} :Administrative info about {info.name}"
    yield client.line(n.RPL_ADMINME, text)
    yield client.line(n.RPL_ADMINLOC1, f":{info.network}")
    yield client.line(n.RPL_ADMINEMAIL, f":{info.admin}")


def is_here(target: str, client: Client, info: ServerInfo) -> bool:
    """Whether a query for `target`, a server's name or mask or a nick, is one for this server."""
    folded = fold(target)
    return matches(folded, fold(info.name)) or folded == fold(client.nick)


_ABOUT: dict[str, Callable[[Client, ServerInfo], Iterable[str]]] = {
    "ADMIN": admin,
    "INFO": about,
    "ISUPPORT": isupport,
    "MOTD": motd,
    "VERSION": version,
}
