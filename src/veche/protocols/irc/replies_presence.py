"""Replies about who is, comes and was here: MONITOR, WHOWAS, TIME.

Owns their numerics (IRCv3 monitor; Modern IRC, "Numerics").
"""

from collections.abc import Iterable, Iterator, Sequence

from veche.core import replies as core
from veche.core.events import Who
from veche.protocols.base import ServerInfo
from veche.protocols.irc import local
from veche.protocols.irc import numerics as n
from veche.protocols.irc.message import LINE_BYTES, middle
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.timestamps import to_stamp

_DAY_S = 86_400


def watching(client: Client, reply: core.Watching) -> Iterator[str]:
    """RPL_MONONLINE, RPL_MONOFFLINE, and ERR_MONLISTFULL with those that were too many."""
    yield from _status(client, reply.online, reply.offline)
    if reply.refused:
        about = f"{reply.limit} {','.join(map(middle, reply.refused))}"
        yield client.numeric(n.ERR_MONLISTFULL, about)


def watch_list(client: Client, reply: core.WatchList, params: Sequence[str]) -> Iterator[str]:
    """`MONITOR L`: the nicks and their end; `MONITOR S`: who of them is here."""
    if params and params[0].upper() == "S":
        yield from _status(client, reply.online, reply.offline)
        return
    yield from _lists(client, n.RPL_MONLIST, reply.nicks)
    yield client.numeric(n.RPL_ENDOFMONLIST)


def _status(client: Client, online: Iterable[Who], offline: Iterable[str]) -> Iterator[str]:
    masks = (f"{who.nick}!{who.username}@{who.host}" for who in online)
    yield from _lists(client, n.RPL_MONONLINE, masks)
    yield from _lists(client, n.RPL_MONOFFLINE, offline)


def _lists(client: Client, number: str, targets: Iterable[str]) -> Iterator[str]:
    """As many of the targets in a line as 512 bytes allow."""
    head = client.line(number, ":")
    room = LINE_BYTES - 2 - len(head.encode())
    line = ""
    for target in targets:
        longer = f"{line},{target}" if line else target
        if line and len(longer.encode()) > room:
            yield head + line
            longer = target
        line = longer
    if line:
        yield head + line


def whowas(
    client: Client, info: ServerInfo, reply: core.Whowas, params: Sequence[str]
) -> Iterator[str]:
    """RPL_WHOWASUSER for each, and the end with what was asked for."""
    asked = middle(params[0] if params else "*")
    if not reply.rows:
        yield client.numeric(n.ERR_WASNOSUCHNICK, asked)
    for row in reply.rows:
        who = row.who
        yield client.line(
            n.RPL_WHOWASUSER, f"{who.nick} {who.username} {who.host} * :{row.realname}"
        )
        yield client.line(n.RPL_WHOISSERVER, f"{who.nick} {info.name} :{to_stamp(row.at_ms)}")
    yield client.numeric(n.RPL_ENDOFWHOWAS, asked)


def time(
    client: Client, info: ServerInfo, reply: core.Time, command: str, params: Sequence[str]
) -> Iterable[str]:
    """RPL_TIME; or STATS, of which only the uptime (`u`) is public."""
    if command == "STATS":
        return _stats(client, info, reply, params[0] if params else "*")
    if params and not local.is_here(params[0], client, info):
        return (client.numeric(n.ERR_NOSUCHSERVER, middle(params[0])),)
    second = reply.at_ms // 1000
    return (client.line(n.RPL_TIME, f"{info.name} {second} 0 :{to_stamp(second * 1000)}"),)


def _stats(client: Client, info: ServerInfo, reply: core.Time, letter: str) -> Iterator[str]:
    if letter == "u":
        up_s = max(reply.at_ms - info.started_ms, 0) // 1000
        days, rest = divmod(up_s, _DAY_S)
        clock = f"{rest // 3600}:{rest // 60 % 60:02d}:{rest % 60:02d}"
        yield client.line(n.RPL_STATSUPTIME, f":Server Up {days} days {clock}")
    yield client.numeric(n.RPL_ENDOFSTATS, middle(letter))
