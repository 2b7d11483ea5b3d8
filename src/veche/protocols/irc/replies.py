"""Answers of the core as lines: which function writes which reply.

Owns the table and the replies about the server and oneself. Lines are made one
at a time, as they are wanted. Must not know labels nor batches of labels.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from veche.core import replies as core
from veche.protocols.base import Encoding, ServerInfo
from veche.protocols.irc import history, local, push, search
from veche.protocols.irc import numerics as n
from veche.protocols.irc import replies_accounts as accounts
from veche.protocols.irc import replies_channels as channels
from veche.protocols.irc import replies_devices as devices
from veche.protocols.irc import replies_metadata as metadata
from veche.protocols.irc import replies_moderation as moderation
from veche.protocols.irc import replies_presence as presence
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


def counts(client: Client, info: ServerInfo, reply: core.Counts) -> Iterator[str]:
    """LUSERS ("LUSERS message"). There is one server; 252 to 254 are positive numbers."""
    users_now, most = reply.users, reply.most_users
    seen = max(users_now - reply.invisible, 0)
    text = f"There are {seen} users and {reply.invisible} invisible on 1 servers"
    yield client.line(n.RPL_LUSERCLIENT, f":{text}")
    if reply.operators:
        yield client.numeric(n.RPL_LUSEROP, str(reply.operators))
    unknown = info.connections() - reply.sessions if info.connections else 0
    if unknown > 0:  # it is counted elsewhere, and a moment later
        yield client.numeric(n.RPL_LUSERUNKNOWN, str(unknown))
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


def _view(scene: Scene, reply: core.ChannelView) -> Iterator[str]:
    yield from channels.view(scene.client, reply)
    yield from metadata.on_entry(scene.client, reply)


def _history_page(scene: Scene, reply: core.HistoryPage) -> Iterable[str]:
    asked = scene.asked
    if asked.command == "AUDIT":
        return moderation.audit(scene.client, reply)
    return history.lines(scene.client, reply, scene.encoding, asked.ref, asked.params[1])


_TABLE: dict[type, Callable[[Scene, Any], Iterable[str]]] = {
    core.AwayNotice: _away_notice,
    core.MetadataTold: lambda scene, reply: metadata.told(scene.client, reply, scene.asked.ref),
    core.Subscribed: lambda scene, reply: metadata.subscribed(scene.client, reply),
    core.Unsubscribed: lambda scene, reply: metadata.unsubscribed(scene.client, reply),
    core.Subscriptions: lambda scene, reply: metadata.subscriptions(scene.client, reply),
    core.ChannelModes: lambda scene, reply: channels.modes(scene.client, reply),
    core.ChannelView: _view,
    core.Channels: lambda scene, reply: channels.listing(scene.client, reply),
    core.Counts: lambda scene, reply: counts(scene.client, scene.info, reply),
    core.Echoed: _echoed,
    core.HistoryPage: _history_page,
    core.Found: lambda scene, reply: search.lines(
        scene.client, reply, scene.encoding, scene.asked.ref
    ),
    core.Missed: lambda scene, reply: history.missed(
        scene.client, reply, scene.encoding, scene.asked.ref
    ),
    core.Marker: lambda scene, reply: (
        devices.marker(scene.client.server, reply.target, reply.at_ms),
    ),
    core.Persisting: lambda scene, reply: devices.persisting(scene.client, reply),
    core.PushChanged: lambda scene, reply: push.lines(scene.client, reply),
    core.HistoryTargets: lambda scene, reply: history.targets(scene.client, reply, scene.asked.ref),
    core.Invites: lambda scene, reply: channels.invites(scene.client, reply),
    core.Inviting: lambda scene, reply: channels.inviting(scene.client, reply),
    core.Left: _left,
    core.PasswordSet: lambda scene, reply: accounts.password_set(scene.client, reply),
    core.LoggedInAs: lambda scene, reply: accounts.logged_in(
        scene.client, reply, scene.asked.command
    ),
    core.Claimed: lambda scene, reply: accounts.claimed(scene.client, reply),
    core.Salt: lambda scene, reply: accounts.salt(scene.client, reply, scene.asked.params),
    core.AccessList: lambda scene, reply: moderation.access(scene.client, reply),
    core.Ordered: lambda scene, reply: moderation.ordered(scene.client, reply),
    core.Reloaded: lambda scene, reply: moderation.reloaded(scene.client, scene.info, reply),
    core.Refusals: lambda scene, reply: moderation.refusals(
        scene.client, reply, scene.asked.command, scene.asked.params
    ),
    core.ServerBans: lambda scene, reply: moderation.server_bans(
        scene.client, reply, scene.asked.params[0] if scene.asked.params else "k"
    ),
    core.Masks: lambda scene, reply: channels.masks(scene.client, reply),
    core.Names: lambda scene, reply: channels.members(
        scene.client, reply.name, reply.secret, reply.members
    ),
    core.NoTopic: lambda scene, reply: channels.no_topic(scene.client, reply),
    core.Time: lambda scene, reply: presence.time(
        scene.client, scene.info, reply, scene.asked.command, scene.asked.params
    ),
    core.Topic: lambda scene, reply: channels.topic(scene.client, reply.name, reply.topic),
    core.UserModes: _user_modes,
    core.Users: _users,
    core.WatchList: lambda scene, reply: presence.watch_list(
        scene.client, reply, scene.asked.params
    ),
    core.Watching: lambda scene, reply: presence.watching(scene.client, reply),
    core.WhoReply: lambda scene, reply: users.who(
        scene.client, scene.info, reply, scene.asked.params
    ),
    core.Whois: lambda scene, reply: users.whois(
        scene.client, scene.info, reply, scene.asked.params
    ),
    core.Whowas: lambda scene, reply: presence.whowas(
        scene.client, scene.info, reply, scene.asked.params
    ),
}
