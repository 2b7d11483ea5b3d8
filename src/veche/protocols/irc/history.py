"""CHATHISTORY: its parameters, and its batches (IRCv3 chathistory, draft).

Owns both directions of that one command. Which messages there are, and who may
read them, is decided elsewhere.
"""

from collections.abc import Iterator, Sequence

import msgspec

from veche.core.commands import Command, Direction, HistoryQuery, ReadHistory, ReadTargets
from veche.core.ids import from_msgid
from veche.core.limits import Limits
from veche.core.rejections import Code
from veche.core.replies import HistoryPage, HistoryTargets, Missed
from veche.protocols.base import Encoding
from veche.protocols.irc.capabilities import BATCH
from veche.protocols.irc.message import Message, add_tag, middle
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.requests import refuse
from veche.protocols.irc.timestamps import from_stamp, to_stamp

_DIRECTIONS = {direction.name: direction for direction in Direction}
_TARGETS = "TARGETS"
_TARGETS_BATCH = "draft/chathistory-targets"


class _Anchor(msgspec.Struct, frozen=True):
    """A message reference: one of the two."""

    msgid: int | None = None
    at_ms: int | None = None


def chathistory(message: Message, limits: Limits) -> Sequence[Command]:
    """`CHATHISTORY <subcommand> <target> <selector> [<selector>] <limit>`, or
    `CHATHISTORY TARGETS <timestamp> <timestamp> <limit>`. More than the page: the page."""
    params = message.params
    word = params[0].upper() if params else ""
    direction = _DIRECTIONS.get(word)
    if direction is None and word != _TARGETS:
        return _refuse("Unknown command")
    wanted = 5 if direction is Direction.BETWEEN else 4
    if len(params) < wanted or not params[1]:
        return _refuse("Insufficient parameters")
    if len(params) > wanted:
        return _refuse("Too many parameters")
    last = params[-1]
    if not (last.isascii() and last.isdigit() and len(last) < 10 and int(last)):
        return _refuse("Invalid limit")
    limit = min(int(last), limits.history_page)
    if direction is None:
        return _targets(params[1], params[2], limit)
    anchors = [_selector(text, direction) for text in params[2:-1]]
    for anchor in anchors:
        if isinstance(anchor, str):
            return _refuse(anchor)
    return (ReadHistory(params[1], _query(direction, limit, anchors)),)


def with_events(commands: Sequence[Command]) -> Sequence[Command]:
    """The same for a client with event-playback: what else has happened counts as well."""
    if len(commands) != 1 or not isinstance(commands[0], ReadHistory):
        return commands
    query = msgspec.structs.replace(commands[0].query, events=True)
    return (ReadHistory(commands[0].target, query),)


def _refuse(why: str) -> Sequence[Command]:
    return refuse(Code.BAD_ARGUMENT, "CHATHISTORY", why)


def _targets(one: str, other: str, limit: int) -> Sequence[Command]:
    times = [_stamp(text) for text in (one, other)]
    if times[0] is None or times[1] is None:
        return _refuse("Invalid timestamp")
    return (ReadTargets(times[0], times[1], limit),)


def _stamp(text: str) -> int | None:
    kind, _, value = text.partition("=")
    return from_stamp(value) if kind == "timestamp" else None


def _selector(text: str, direction: Direction) -> _Anchor | str:
    """What a selector refers to, or why it is none."""
    if text == "*" and direction is Direction.LATEST:
        return _Anchor()
    kind, _, value = text.partition("=")
    if kind == "timestamp":
        at_ms = from_stamp(value)
        return "Invalid timestamp" if at_ms is None else _Anchor(at_ms=at_ms)
    if kind == "msgid":
        # One that was never given out is as good as one that is not there: an empty page.
        msgid = from_msgid(value)
        return _Anchor(msgid=0 if msgid is None else msgid)
    return "Invalid message reference"


def _query(direction: Direction, limit: int, anchors: Sequence[_Anchor | str]) -> HistoryQuery:
    known = [anchor for anchor in anchors if isinstance(anchor, _Anchor)]
    first, second = known[0], known[-1] if len(known) > 1 else _Anchor()
    return HistoryQuery(
        direction,
        limit,
        msgid=first.msgid,
        at_ms=first.at_ms,
        until_msgid=second.msgid,
        until_ms=second.at_ms,
    )


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
        yield from told(encoding.encode(event), ref if batch else "")
    if batch:
        yield f"{client.server} BATCH -{ref}"


def told(data: bytes, ref: str) -> Iterator[str]:
    """The lines of one event as they stand in the batch `ref`, if there is one. Those of a batch
    of their own are in that one, which is in this."""
    for line in data.decode().split("\r\n")[:-1]:
        nested = line.startswith("@batch=") or " BATCH -" in line[: line.find(" :", 1)]
        yield add_tag(line, f"batch={ref}") if ref and not nested else line


def missed(client: Client, reply: Missed, encoding: Encoding, ref: str) -> Iterator[str]:
    """A batch for each conversation where something was missed."""
    for number, page in enumerate(reply.pages):
        yield from lines(client, page, encoding, f"{ref}p{number}", page.name)


def targets(client: Client, reply: HistoryTargets, ref: str) -> Iterator[str]:
    """Where there is something to read, the longest ago first."""
    batch = bool(client.caps & BATCH)
    head = f"@batch={ref} {client.server}" if batch else client.server
    if batch:
        yield f"{client.server} BATCH +{ref} {_TARGETS_BATCH}"
    for name, at_ms in reply.targets:
        yield f"{head} CHATHISTORY TARGETS {middle(name)} {to_stamp(at_ms)}"
    if batch:
        yield f"{client.server} BATCH -{ref}"
