"""Replies about users: WHO, WHOIS, USERHOST, ISON.

Owns their numerics (Modern IRC, "User-Based Queries", "Numerics").
"""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address

from veche.core import replies as core
from veche.protocols.base import ServerInfo
from veche.protocols.irc import numerics as n
from veche.protocols.irc import replies_metadata as metadata
from veche.protocols.irc.commands_users import whois_nick, whox
from veche.protocols.irc.isupport import BOT
from veche.protocols.irc.message import middle
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.replies_channels import fill, prefixes

_NO_ADDRESS = "255.255.255.255"  # WHOX: the address is not told


def who(
    client: Client, info: ServerInfo, reply: core.WhoReply, params: Sequence[str]
) -> Iterator[str]:
    """RPL_WHOREPLY for each, or what WHOX asked for, and the end with the mask that was asked."""
    extended = whox(params)
    for row in reply.rows:
        if extended is not None:
            yield client.line(n.RPL_WHOSPCRPL, _chosen(client, info, row, *extended))
            continue
        user = row.member.who
        yield client.line(
            n.RPL_WHOREPLY,
            f"{row.channel} {user.username} {user.host} {info.name} {user.nick}"
            f" {_flags(client, row.member)} :0 {row.member.realname}",
        )
    yield client.numeric(n.RPL_ENDOFWHO, middle(params[0] if params else "*"))


def _flags(client: Client, member: core.Member) -> str:
    """Away or here, operator of the server, the signs of the channel, bot."""
    here = "G" if member.away else "H"
    operator = "*" if member.operator else ""
    return here + operator + prefixes(client, member.letters) + (BOT if member.who.bot else "")


def _chosen(client: Client, info: ServerInfo, row: core.WhoRow, fields: str, token: str) -> str:
    """The fields of a RPL_WHOSPCRPL, in its own order (IRCv3 whox)."""
    member = row.member
    user = member.who
    every = {
        "t": token,
        "c": row.channel,
        "u": user.username,
        "i": user.host if _is_address(user.host) else _NO_ADDRESS,
        "h": user.host,
        "s": info.name,
        "n": user.nick,
        "f": _flags(client, member),
        "d": "0",
        "l": str(row.idle_s),
        "a": user.account or "0",
        "o": "n/a",
        "r": f":{member.realname}",
    }
    return " ".join(value for letter, value in every.items() if letter in fields)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


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
    if user.account:
        yield client.numeric(n.RPL_WHOISACCOUNT, nick, user.account)
    if member.operator:
        yield client.numeric(n.RPL_WHOISOPERATOR, nick)
    if user.bot:
        yield client.numeric(n.RPL_WHOISBOT, nick)
    yield from metadata.on_whois(client, reply)
    if reply.away:
        yield client.line(n.RPL_AWAY, f"{nick} :{reply.away}")
    if reply.itself:
        yield client.line(n.RPL_WHOISMODES, f"{nick} :is using modes +{reply.modes}")
    yield client.numeric(n.RPL_WHOISIDLE, nick, str(reply.idle_s), str(reply.since_ms // 1000))
    yield client.numeric(n.RPL_ENDOFWHOIS, middle(whois_nick(params)))


def userhost(client: Client, reply: core.Users) -> str:
    """RPL_USERHOST; `*` is an operator, `+` is here, `-` is away."""
    found = " ".join(
        f"{m.who.nick}{'*' if m.operator else ''}={'-' if m.away else '+'}"
        f"{m.who.username}@{m.who.host}"
        for m in reply.members
    )
    return client.line(n.RPL_USERHOST, f":{found}")


def ison(client: Client, reply: core.Users) -> str:
    """RPL_ISON."""
    return client.line(n.RPL_ISON, f":{' '.join(m.who.nick for m in reply.members)}")
