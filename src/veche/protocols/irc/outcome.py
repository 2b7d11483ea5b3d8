"""From the core's results to the bytes that answer one request.

Owns what an author is told of its own acts, which is not what others are told.
Changes nothing: what an answer means for the connection is the connection's.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from veche.core import events as ev
from veche.core.commands import Command, ReadMembers, SetAway
from veche.core.exchange import Done
from veche.core.rejections import Rejection
from veche.core.replies import LoggedInAs
from veche.protocols.base import Encoding
from veche.protocols.irc import numerics as n
from veche.protocols.irc import rejections, replies
from veche.protocols.irc.asking import Pending
from veche.protocols.irc.capabilities import ECHO_MESSAGE, LABELS
from veche.protocols.irc.labels import frame, pack, split
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.replies_channels import end_of_names

NOTHING: Iterator[bytes] = iter(())

# Of these an author is told in another way: by a numeric, by ERROR, by not being there any more.
_OTHERS_ONLY = (
    ev.AwayChanged,
    ev.HostChanged,
    ev.InviteAnnounced,
    ev.Invited,
    ev.MetadataSet,
    ev.PasswordChanged,
    ev.UserDetached,
    ev.UserLeft,
)
_ECHOED = (ev.MessageSent, ev.TagsSent, ev.Reacted)


def quick(
    results: Sequence[Done | Rejection], label: str, caps: int, encoding: Encoding, server: str
) -> Iterator[bytes] | None:
    """The outcome of messages to somebody else, which is most there are; None for others."""
    if len(results) == 1:
        return _one(results[0], label, caps, encoding, server)
    if label:
        return None
    lines: list[bytes] = []
    for result in results:
        line = _one(result, "", caps, encoding, server)
        if line is None:
            return None
        lines += line
    return iter((b"".join(lines),)) if lines else NOTHING


def _one(
    result: Done | Rejection, label: str, caps: int, encoding: Encoding, server: str
) -> Iterator[bytes] | None:
    if type(result) is not Done or result.reply is not None or len(result.events) != 1:
        return None
    event = result.events[0]
    sent = event.record.event
    if type(sent) is not ev.MessageSent or sent.target == sent.user:
        return None
    labelled = label and caps & LABELS == LABELS
    if not caps & ECHO_MESSAGE:
        return iter((f"@label={label} {server} ACK\r\n".encode(),)) if labelled else NOTHING
    line = encoding.line(event)
    if not labelled:
        return iter((line,))
    if line.count(b"\n") != 1:
        return None
    head = f"@label={label}".encode()
    return iter((head + b";" + line[1:] if line[:1] == b"@" else head + b" " + line,))


def full(
    scene: replies.Scene, pending: Pending, results: Sequence[Done | Rejection]
) -> Iterator[bytes]:
    """Everything else. Lines of events are made now, those of replies as they are pulled."""
    client = scene.client
    label = pending.label if client.caps & LABELS == LABELS else ""
    parts: list[Iterable[str]] = []
    copies: list[str] = []
    for index, (command, result) in enumerate(zip(pending.commands, results, strict=True)):
        if isinstance(result, Rejection):
            if index and pending.command == "MODE" and result == results[index - 1]:
                continue  # one line, refused for one reason
            asked = pending.command, pending.params
            parts.append(rejections.lines(client, result, *asked, labelled=bool(label)))
            continue
        own = [_own(event, scene, copies) for event in result.events]
        told = _told(command, result, scene)
        if not isinstance(result.reply, LoggedInAs):
            parts += (*own, told)
        elif result.reply.moved:  # the events are of the user that the client was
            parts.append(told)
        else:  # first what an exchange waits for
            parts += (told, *own)
    if pending.command == "NAMES":
        parts.append(_end_of_names(client, pending.commands))
    lines: Iterator[str] = chain.from_iterable(parts)
    if label:
        lines = frame(lines, label, f"l{scene.asked.ref}", client.server)
    return pack(chain(lines, copies) if copies else lines)


def _own(event: ev.Happened, scene: replies.Scene, copies: list[str]) -> list[str]:
    """An author's own act as it is told of it.

    A message to itself also arrives, and then without a label (labeled-response, "Tags").
    """
    act = event.record.event
    if isinstance(act, _OTHERS_ONLY):
        return []
    lines = split(scene.encoding.line(event))
    if isinstance(act, _ECHOED):
        if act.target == act.user:
            copies += lines
        return lines if scene.client.caps & ECHO_MESSAGE else []
    return lines


def _end_of_names(client: Client, commands: Sequence[Command]) -> Iterable[str]:
    """NAMES is one question with one end ("NAMES message"), also about several channels."""
    asked = [command.channel for command in commands if isinstance(command, ReadMembers)]
    return (end_of_names(client, ",".join(asked)),) if asked else ()


def _told(command: Command, result: Done, scene: replies.Scene) -> Iterable[str]:
    if isinstance(command, SetAway):
        return (scene.client.numeric(n.RPL_NOWAWAY if command.text else n.RPL_UNAWAY),)
    return () if result.reply is None else replies.lines(scene, result.reply)
