"""What others say, as lines: messages of one line or many, edits, reactions, redactions.

Owns these lines (Modern IRC, "Sending Messages"; IRCv3 message-tags, multiline, react,
message-redaction; the open proposal message-edit). No text has a line break in any of them: what
has one is split here, and `clean` makes sure of it.
"""

from collections.abc import Iterator
from itertools import pairwise

from veche.core import events as ev
from veche.core.ids import to_msgid
from veche.protocols.irc.capabilities import (
    MESSAGE_EDIT,
    MESSAGE_REDACTION,
    MESSAGE_TAGS,
    MULTILINE,
)
from veche.protocols.irc.event_lines import EventLines
from veche.protocols.irc.message import LINE_BYTES, clean, clip, format_tags, to_wire

BATCH_TYPE = "draft/multiline"
CONCAT = "draft/multiline-concat"
_ROOM = LINE_BYTES - 2
_VERBS = {
    ev.MessageKind.TEXT: "PRIVMSG",
    ev.MessageKind.NOTICE: "NOTICE",
    ev.MessageKind.ACTION: "PRIVMSG",
}


def message(encoding: EventLines, happened: ev.Happened) -> bytes:
    """PRIVMSG or NOTICE. A text that one line cannot hold takes several."""
    body = happened.record.body
    event = happened.record.event
    if not isinstance(body, ev.TextBody) or not isinstance(event, ev.MessageSent):
        return b""
    tags = body.tags
    text = body.text
    if event.edits:
        if encoding.flags & MESSAGE_EDIT:
            return _edit(encoding, happened, event, body)
        tags = (*tags, ("+draft/reply", to_msgid(event.edits)))
        text = f"{text} (edited)"
    who = body.who
    how = event.how
    start = f":{who.nick}!{who.username}@{who.host} {_VERBS[how]} {body.name} :"
    head = encoding.head(happened, tags)
    if event.cuts or "\n" in text:
        return _several(encoding, happened, event, head, start, body.name, text)
    shown = f"\1ACTION {text}\1" if how is ev.MessageKind.ACTION else text
    line = f"{head}{start}{shown}"
    if "\n" in line or "\r" in line or "\0" in line:
        line = clean(line)
    data = f"{line}\r\n".encode("utf-8", "replace")
    before = len(head) if head.isascii() else len(head.encode("utf-8", "replace"))
    if len(data) - before <= LINE_BYTES:
        return data
    if len(data) - before - _spared(who) <= LINE_BYTES:
        spared = f"!{who.username}@{who.host} ".encode()
        return data[:before] + data[before:].replace(spared, b" ", 1)
    return _several(encoding, happened, event, head, start, body.name, text)


def _spared(who: ev.Who) -> int:
    """Bytes of a source that may be left out where there is no room ("Messages", "source")."""
    return len(f"!{who.username}@{who.host}".encode())


def _edit(
    encoding: EventLines, happened: ev.Happened, event: ev.MessageSent, body: ev.TextBody
) -> bytes:
    tags = format_tags(
        (("draft/target-msgid", to_msgid(event.edits)), ("draft/edit-text", body.text))
    )
    own = encoding.head(happened, body.tags)[1:-1]
    who = body.who
    head = f"@{own};{tags}" if own else f"@{tags}"
    return to_wire(f"{head} :{who.nick}!{who.username}@{who.host} EDIT {body.name}")


def _several(
    encoding: EventLines,
    happened: ev.Happened,
    event: ev.MessageSent,
    head: str,
    start: str,
    name: str,
    text: str,
) -> bytes:
    """The lines, in a batch for those who know it; for others blank ones are left out, and only
    the first has the message's id (IRCv3 multiline, "Fallback")."""
    action = event.how is ev.MessageKind.ACTION
    opening, closing = ("\1ACTION ", "\1") if action else ("", "")
    prefix = (clean(start) + opening).encode("utf-8", "replace")
    end = closing.encode() + b"\r\n"
    pieces = _pieces(text, event.cuts, max(_ROOM - len(prefix) - len(closing), 16))
    if encoding.flags & MULTILINE:
        ref = f"m{to_msgid(happened.record.id)}"
        source = start.partition(" ")[0]
        lines = [to_wire(f"{head}{source} BATCH +{ref} {BATCH_TYPE} {name}")]
        for piece, joined in pieces:
            tag = f"@batch={ref};{CONCAT} " if joined else f"@batch={ref} "
            lines.append(tag.encode() + prefix + piece + end)
        lines.append(to_wire(f"{source} BATCH -{ref}"))
        return b"".join(lines)
    lines = []
    first = head.encode("utf-8", "replace")
    for piece, _ in pieces:
        if piece:
            lines.append(first + prefix + piece + end)
            if len(lines) == 1:
                first = _without_id(head).encode("utf-8", "replace")
    return b"".join(lines)


def _without_id(head: str) -> str:
    """The same tags for a line that goes on."""
    tags = head[1:-1].split(";")
    kept = [tag for tag in tags if not tag.startswith(("msgid=", "veche/seq="))]
    return f"@{';'.join(kept)} " if any(kept) else ""


def _pieces(text: str, cuts: tuple[int, ...], room: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of at most `room` bytes, and whether each goes on in the line of the one before."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        edges = [start, *(cut for cut in cuts if start < cut < end), end]
        joined = False
        for first, last in pairwise(edges):
            for piece in _fitting(text[first:last], room):
                yield piece, joined
                joined = True
        start = end + 1


def _fitting(text: str, room: int) -> Iterator[bytes]:
    """At spaces, where there are some; an empty text is one piece."""
    rest = clean(text).encode("utf-8", "replace")
    while True:
        part = clip(rest, room)
        space = part.rfind(b" ")
        if len(part) < len(rest) and space > room // 2:
            part = part[: space + 1]
        rest = rest[len(part) :]
        yield part
        if not rest:
            return


def tag_message(encoding: EventLines, happened: ev.Happened) -> bytes:
    """TAGMSG, only for those with message-tags."""
    body = happened.record.body
    if not encoding.flags & MESSAGE_TAGS or not isinstance(body, ev.TextBody):
        return b""
    who = body.who
    return to_wire(
        f"{encoding.head(happened, body.tags)}"
        f":{who.nick}!{who.username}@{who.host} TAGMSG {body.name}"
    )


def redacted(encoding: EventLines, happened: ev.Happened) -> bytes:
    """REDACT, only for those with message-redaction."""
    body, event = happened.record.body, happened.record.event
    if (
        not encoding.flags & MESSAGE_REDACTION
        or not isinstance(body, ev.TextBody)
        or not isinstance(event, ev.MessageRedacted)
    ):
        return b""
    reason = f" :{body.text}" if body.text else ""
    rest = f"REDACT {body.name} {to_msgid(event.message)}{reason}"
    return encoding.line_from(happened, body.who, rest)
