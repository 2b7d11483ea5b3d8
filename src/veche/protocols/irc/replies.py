"""Answers of the core as lines: which function writes which reply.

Owns the table and the replies about the server and oneself. Lines are made one
at a time, as they are wanted. Must not know labels nor batches of labels.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from veche.core import replies as core
from veche.protocols.base import Encoding, ServerInfo
from veche.protocols.irc import history, local
from veche.protocols.irc import numerics as n
from veche.protocols.irc import replies_channels as channels
from veche.protocols.irc import replies_users as users
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.requests import Local


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What the client had asked: its words, and the name of a batch if one is needed."""

    command: str
    params: tuple[str, ...]
    ref: str


class Scene(msgspec.Struct, frozen=True, gc=False):
    """All that a reply is written with."""

    client: Client
    info: ServerInfo
    encoding: Encoding
    asked: Asked


def lines(scene: Scene, reply: core.Reply) -> Iterable[str]:
    """The lines of a reply; none for what only the worker understands."""
    write = _TABLE.get(type(reply))
    return () if write is None else write(scene, reply)


def counts(client: Client, reply: core.Counts) -> Iterator[str]:
    """LUSERS. Of what there is none nothing is told (RFC 2812 section 3.4.2).

    There is one server and there are no operators yet; connections without a
    user are not counted.
    """
    users_now, most = reply.users, reply.most_users
    seen = max(users_now - reply.invisible, 0)
    text = f"There are {seen} users and {reply.invisible} invisible on 1 servers"
    yield client.line(n.RPL_LUSERCLIENT, f":{text}")
    if reply.channels:
        yield client.numeric(n.RPL_LUSERCHANNELS, str(reply.channels))
    yield client.line(n.RPL_LUSERME, f":I have {users_now} clients and 0 servers")
    for number, kind in ((n.RPL_LOCALUSERS, "local"), (n.RPL_GLOBALUSERS, "global")):
        text = f"Current {kind} users {users_now}, max {most}"
        yield client.line(number, f"{users_now} {most} :{text}")


def _echoed(scene: Scene, reply: core.Echoed) -> Iterable[str]:
    payload = reply.payload
    return local.lines(scene.client, scene.info, payload) if isinstance(payload, Local) else ()


def _left(scene: Scene, reply: core.Left) -> Iterable[str]:
    return (closing_link(quitting(reply.reason)),)


def quitting(reason: str) -> str:
    """What a client's own QUIT is told back as; the reason may be empty."""
    return f"Quit: {reason}" if reason else "Quit"


def closing_link(reason: str) -> str:
    """The last line that a client gets ("ERROR message")."""
    return f"ERROR :Closing link: ({reason})"


def _user_modes(scene: Scene, reply: core.UserModes) -> Iterable[str]:
    return (scene.client.line(n.RPL_UMODEIS, f"+{reply.letters}"),)


def _away_notice(scene: Scene, reply: core.AwayNotice) -> Iterable[str]:
    if scene.asked.command == "NOTICE":
        return ()
    return (scene.client.line(n.RPL_AWAY, f"{reply.nick} :{reply.text}"),)


def _users(scene: Scene, reply: core.Users) -> Iterable[str]:
    write = users.ison if scene.asked.command == "ISON" else users.userhost
    return (write(scene.client, reply),)


_TABLE: dict[type, Callable[[Scene, Any], Iterable[str]]] = {
    core.AwayNotice: _away_notice,
    core.ChannelModes: lambda scene, reply: channels.modes(scene.client, reply),
    core.ChannelView: lambda scene, reply: channels.view(scene.client, reply),
    core.Channels: lambda scene, reply: channels.listing(scene.client, reply),
    core.Counts: lambda scene, reply: counts(scene.client, reply),
    core.Echoed: _echoed,
    core.HistoryPage: lambda scene, reply: history.lines(
        scene.client, reply, scene.encoding, scene.asked.ref, scene.asked.params[1]
    ),
    core.Invites: lambda scene, reply: channels.invites(scene.client, reply),
    core.Inviting: lambda scene, reply: channels.inviting(scene.client, reply),
    core.Left: _left,
    core.Masks: lambda scene, reply: channels.masks(scene.client, reply),
    core.Names: lambda scene, reply: channels.members(
        scene.client, reply.name, reply.secret, reply.members
    ),
    core.NoTopic: lambda scene, reply: channels.no_topic(scene.client, reply),
    core.Topic: lambda scene, reply: channels.topic(scene.client, reply.name, reply.topic),
    core.UserModes: _user_modes,
    core.Users: _users,
    core.WhoReply: lambda scene, reply: users.who(
        scene.client, scene.info, reply, scene.asked.params
    ),
    core.Whois: lambda scene, reply: users.whois(
        scene.client, scene.info, reply, scene.asked.params
    ),
}
