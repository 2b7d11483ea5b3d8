"""Messages as JSON, one object a line, for programs (docs/protocol/json-lines.md).

Owns the shape and its version. Must not know where the lines go.
"""

import json
import re
from datetime import UTC, datetime

from veche.client.events import Kind, Said

VERSION = 1
_KINDS = {Kind.TEXT: "text", Kind.ACTION: "action", Kind.NOTICE: "notice"}
# What json leaves as it is, and a terminal or the eye would obey: DEL and the C1 controls, soft
# hyphen, Arabic letter mark and the like, zero width and direction marks, line and paragraph
# separators, invisible operators, interlinear marks, lone surrogates, tags.
_HARMFUL = re.compile(
    "[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


def message_line(said: Said, channel: str) -> str:
    """Return a message of `channel` as one line of JSON, without the line break.

    All that it holds is printable: every control, format and direction character is escaped.
    """
    return _line("message", channel, fields(said))


def gap_line(channel: str) -> str:
    """Return the line that says: messages before the next one are missing, and cannot be had."""
    return _line("gap", channel, {})


def fields(said: Said) -> dict[str, str | int | bool | None]:
    """Return what is told of a message; None where the server did not say."""
    return {
        "nick": said.who,
        "kind": _KINDS[said.kind],
        "text": said.text,
        "time": None if said.at is None else _utc(said.at),
        "msgid": said.msgid or None,
        "seq": said.seq,
        "reply_to": said.reply_to or None,
        "edits": said.edits or None,
        "past": said.past,
    }


def _line(kind: str, channel: str, rest: dict[str, str | int | bool | None]) -> str:
    item = {"v": VERSION, "type": kind, "channel": channel, **rest}
    return _HARMFUL.sub(_escaped, json.dumps(item, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]


def _utc(moment: datetime) -> str | None:
    """Return RFC 3339 in UTC with milliseconds; None for what has no such form."""
    try:
        return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat('T', 'milliseconds')}Z"
    except (OverflowError, ValueError):
        return None
