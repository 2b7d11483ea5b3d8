"""What the door answers by itself: PING, CAP, MOTD, VERSION, NAMES of nothing.

Owns those answers (Modern IRC, "Server Queries and Commands"). They are made
when the core hands the `Echo` back, so that they keep their place.
"""

from collections.abc import Iterable, Iterator

from veche.protocols.base import ServerInfo
from veche.protocols.irc import capabilities
from veche.protocols.irc import numerics as n
from veche.protocols.irc.isupport import isupport
from veche.protocols.irc.message import middle
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.requests import Local


def lines(client: Client, info: ServerInfo, local: Local) -> Iterable[str]:
    """The answer to one of the door's own commands."""
    command, params = local.command, local.params
    if command == "PING":
        return (pong(client, info, params[0]),)
    if command == "CAP":
        return capabilities.reply(client, list(params))
    if command == "NAMES":
        return (client.numeric(n.RPL_ENDOFNAMES, "*"),)
    if params and not _is_here(params[0], client, info):
        return (client.numeric(n.ERR_NOSUCHSERVER, middle(params[0])),)
    return motd(client, info) if command == "MOTD" else version(client, info)


def pong(client: Client, info: ServerInfo, token: str) -> str:
    """`PONG server token` ("PONG message")."""
    return f"{client.server} PONG {info.name} :{token}"


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


def _is_here(target: str, client: Client, info: ServerInfo) -> bool:
    """Whether a query for `target` is one for this server; of masks only `*` is understood."""
    folded = target.lower()
    return folded in ("*", info.name.lower(), client.nick.lower())
