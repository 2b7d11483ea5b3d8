"""Replies to moderators: what was refused of a request, bans, access lists, the audit trail.

Owns their numerics (Modern IRC, "Numerics"). What has none is told as a NOTICE of the server.
"""

from collections.abc import Iterable, Iterator, Sequence

from veche.core import replies as core
from veche.core.events import AuditBody
from veche.protocols.base import ServerInfo
from veche.protocols.irc import numerics as n
from veche.protocols.irc import rejections
from veche.protocols.irc.message import clean, middle
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.timestamps import to_stamp
from veche.protocols.moderating import RANK_WORDS

_ACTS = {
    "kill": "{} is gone",
    "chghost": "{} is seen under that host now",
    "ban": "{} is banned from the server",
    "unban": "{} is not banned any more",
    "lock": "Only those who have an account are let in now",
    "unlock": "Everybody is let in again",
}


def refusals(
    client: Client, reply: core.Refusals, command: str, params: Sequence[str]
) -> Iterator[str]:
    """Each as if it had been the only one."""
    for rejection in reply.rejections:
        yield from rejections.lines(client, rejection, command, params, labelled=False)


def ordered(client: Client, reply: core.Ordered) -> Iterable[str]:
    """RPL_YOUREOPER, or in words."""
    if reply.act == "oper":
        return (client.numeric(n.RPL_YOUREOPER),)
    said = _ACTS.get(reply.act)
    return (notice(client, said.format(clean(reply.target))),) if said else ()


def reloaded(client: Client, info: ServerInfo, reply: core.Reloaded) -> Iterator[str]:
    """RPL_REHASHING ("REHASH message"), and what could not be read."""
    yield client.numeric(n.RPL_REHASHING, info.name)
    for wrong in reply.wrong:
        yield notice(client, f"Not reloaded, the old ones stay: {clean(wrong)}")


def server_bans(client: Client, reply: core.ServerBans, letter: str) -> Iterator[str]:
    """RPL_STATSKLINE: the mask, by whom, until when (Unix seconds, 0 for ever), and why."""
    for ban in reply.bans:
        until_s = ban.until_ms // 1000
        about = f"K {middle(ban.mask)} {middle(ban.by)} {until_s} :{clean(ban.reason)}"
        yield client.line(n.RPL_STATSKLINE, about)
    yield client.numeric(n.RPL_ENDOFSTATS, middle(letter))


def access(client: Client, reply: core.AccessList) -> Iterator[str]:
    """One account a line."""
    for row in reply.rows:
        yield notice(client, f"{reply.name}: {row.account} {RANK_WORDS[row.letter]}")
    if not reply.rows:
        yield notice(client, f"{reply.name}: nobody has a rank for good")


def audit(client: Client, page: core.HistoryPage) -> Iterator[str]:
    """One act a line, oldest first."""
    for stored in page.events:
        body = stored.record.body
        if isinstance(body, AuditBody):
            words = (body.who.nick, body.act, body.target, body.text)
            said = clean(" ".join(filter(None, words)))
            yield notice(client, f"{to_stamp(stored.record.at_ms)} {said}")
    yield notice(client, "End of the audit trail")


def notice(client: Client, text: str) -> str:
    """The server's own words."""
    return f"{client.server} NOTICE {client.nick} :{text}"
