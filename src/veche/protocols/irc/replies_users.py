"""Replies about users: WHO, WHOIS, USERHOST, ISON.

Owns their numerics (Modern IRC, "User-Based Queries", "Numerics").
"""

from collections.abc import Iterator, Sequence

from veche.core import replies as core
from veche.protocols.base import ServerInfo
from veche.protocols.irc import numerics as n
from veche.protocols.irc.commands_users import whois_nick
from veche.protocols.irc.message import middle
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.replies_channels import fill, prefixes


def who(
    client: Client, info: ServerInfo, reply: core.WhoReply, params: Sequence[str]
) -> Iterator[str]:
    """RPL_WHOREPLY for each, and RPL_ENDOFWHO with the mask that was asked for."""
    for row in reply.rows:
        member = row.member
        user = member.who
        flags = ("G" if member.away else "H") + prefixes(client, member.letters)
        yield client.line(
            n.RPL_WHOREPLY,
            f"{row.channel} {user.username} {user.host} {info.name} {user.nick} {flags}"
            f" :0 {member.realname}",
        )
    yield client.numeric(n.RPL_ENDOFWHO, middle(params[0] if params else "*"))


def whois(
    client: Client, info: ServerInfo, reply: core.Whois, params: Sequence[str]
) -> Iterator[str]:
    """All that there is, then RPL_ENDOFWHOIS with the nick exactly as it was asked for."""
    member = reply.member
    user = member.who
    nick = user.nick
    yield client.line(n.RPL_WHOISUSER, f"{nick} {user.username} {user.host} * :{member.realname}")
    head = client.line(n.RPL_WHOISCHANNELS, f"{nick} :")
    yield from fill(head, (prefixes(client, letters) + name for name, letters in reply.channels))
    yield client.line(n.RPL_WHOISSERVER, f"{nick} {info.name} :{info.network}")
    if reply.away:
        yield client.line(n.RPL_AWAY, f"{nick} :{reply.away}")
    if reply.itself:
        yield client.line(n.RPL_WHOISMODES, f"{nick} :is using modes +{reply.modes}")
    yield client.numeric(n.RPL_WHOISIDLE, nick, str(reply.idle_s), str(reply.since_ms // 1000))
    yield client.numeric(n.RPL_ENDOFWHOIS, middle(whois_nick(params)))


def userhost(client: Client, reply: core.Users) -> str:
    """RPL_USERHOST; `+` is here, `-` is away."""
    found = " ".join(
        f"{m.who.nick}={'-' if m.away else '+'}{m.who.username}@{m.who.host}" for m in reply.members
    )
    return client.line(n.RPL_USERHOST, f":{found}")


def ison(client: Client, reply: core.Users) -> str:
    """RPL_ISON."""
    return client.line(n.RPL_ISON, f":{' '.join(m.who.nick for m in reply.members)}")
