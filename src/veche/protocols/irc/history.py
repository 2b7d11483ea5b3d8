"""CHATHISTORY: its parameters, and its batch (IRCv3 chathistory, draft).

Owns both directions of that one command. Which messages there are, and who may
read them, is decided elsewhere.
"""

from collections.abc import Iterator, Sequence

from veche.core.commands import Command, Direction, HistoryQuery, ReadHistory
from veche.core.ids import from_msgid
from veche.core.limits import Limits
from veche.core.rejections import Code
from veche.core.replies import HistoryPage
from veche.protocols.base import Encoding
from veche.protocols.irc.capabilities import BATCH
from veche.protocols.irc.message import Message, add_tag, middle
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.requests import refuse
from veche.protocols.irc.timestamps import from_stamp

_DIRECTIONS = {
    "LATEST": Direction.LATEST,
    "BEFORE": Direction.BEFORE,
    "AFTER": Direction.AFTER,
}
_PARAMS = 4


def chathistory(message: Message, limits: Limits) -> Sequence[Command]:
    """`CHATHISTORY LATEST|BEFORE|AFTER target selector limit`. More than the page: the page."""
    params = message.params
    direction = _DIRECTIONS.get(params[0].upper()) if params else None
    if direction is None:
        return _refuse("Unknown command")
    if len(params) < _PARAMS or not params[1]:
        return _refuse("Insufficient parameters")
    if len(params) > _PARAMS:
        return _refuse("Too many parameters")
    limit = params[3]
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10 and int(limit)):
        return _refuse("Invalid limit")
    query = _query(direction, params[2], min(int(limit), limits.history_page))
    if isinstance(query, str):
        return _refuse(query)
    return (ReadHistory(params[1], query),)


def _refuse(why: str) -> Sequence[Command]:
    return refuse(Code.BAD_ARGUMENT, "CHATHISTORY", why)


def _query(direction: Direction, selector: str, limit: int) -> HistoryQuery | str:
    if selector == "*" and direction is Direction.LATEST:
        return HistoryQuery(direction, limit)
    kind, _, value = selector.partition("=")
    if kind == "timestamp":
        at_ms = from_stamp(value)
        if at_ms is None:
            return "Invalid timestamp"
        return HistoryQuery(direction, limit, at_ms=at_ms)
    if kind == "msgid":
        # One that was never given out is as good as one that is not there: an empty page.
        msgid = from_msgid(value)
        return HistoryQuery(direction, limit, msgid=0 if msgid is None else msgid)
    return "Invalid message reference"


def lines(
    client: Client, page: HistoryPage, encoding: Encoding, ref: str, target: str
) -> Iterator[str]:
    """The page as a batch named `ref`; without the batch capability, its bare lines.

    `target` as the client typed it: so it knows its own question again.
    """
    batch = bool(client.caps & BATCH)
    if batch:
        yield f"{client.server} BATCH +{ref} chathistory {middle(target)}"
    for event in page.events:
        for line in encoding.encode(event).decode().split("\r\n")[:-1]:
            yield add_tag(line, f"batch={ref}") if batch else line
    if batch:
        yield f"{client.server} BATCH -{ref}"
