"""What a client is told when it has a user.

Owns the order of it (Modern IRC, "Connection Registration"): 001 to 005,
LUSERS, MOTD, then the words of veche/resume, then channels it is already in.
"""

from collections.abc import Iterator

from veche.core.replies import Counts, Welcome
from veche.protocols.base import ServerInfo
from veche.protocols.irc import numerics as n
from veche.protocols.irc.capabilities import PERSISTENCE
from veche.protocols.irc.isupport import (
    ARGUMENT_MODES,
    CHANNEL_MODES,
    USER_MODES,
    isupport,
)
from veche.protocols.irc.local import motd, software
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.replies import counts
from veche.protocols.irc.replies_channels import joining, view
from veche.protocols.irc.replies_devices import persisting
from veche.protocols.irc.timestamps import to_stamp


def welcome(
    client: Client, info: ServerInfo, reply: Welcome, counted: Counts | None, token: str
) -> Iterator[str]:
    """All lines. `token` is the new resume secret, empty when there is none to tell."""
    who = reply.who
    source = f"{who.nick}!{who.username}@{who.host}"
    name, version = info.name, software(info)
    yield client.line(n.RPL_WELCOME, f":Welcome to the {info.network} Network, {source}")
    yield client.line(n.RPL_YOURHOST, f":Your host is {name}, running version {version}")
    yield client.line(n.RPL_CREATED, f":This server was created {to_stamp(info.started_ms)}")
    modes = f"{USER_MODES} {CHANNEL_MODES} {ARGUMENT_MODES}"
    yield client.line(n.RPL_MYINFO, f"{name} {version} {modes}")
    yield from isupport(client, info)
    if reply.persisting is not None and client.caps & PERSISTENCE:
        yield from persisting(client, reply.persisting)
    if counted is not None:
        yield from counts(client, info, counted)
    yield from motd(client, info)
    if reply.resumed:
        yield f"{client.server} RESUME SUCCESS {who.nick}"
    if token:
        yield f"{client.server} RESUME TOKEN {token}"
    for channel in reply.channels:
        yield joining(client, who, channel.name, reply.realname)
        yield from view(client, channel)
