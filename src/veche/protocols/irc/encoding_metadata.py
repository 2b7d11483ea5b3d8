"""Values of metadata, as told to those who asked for them.

Owns these lines, in both forms: a METADATA message (IRCv3 metadata, version 2) and a numeric
(version 3). A numeric that many get alike names none of them.
"""

from veche.core import events as ev
from veche.protocols.irc import numerics as n
from veche.protocols.irc.capabilities import METADATA_2, METADATA_3
from veche.protocols.irc.event_lines import EventLines


def metadata(encoding: EventLines, happened: ev.Happened) -> bytes:
    """A key of a user or channel has this value, or none."""
    body = happened.record.body
    if not isinstance(body, ev.MetadataBody):
        return b""
    if encoding.flags & METADATA_3:
        if body.value:
            rest = f"{body.name} {body.key} * :{body.value}"
            return encoding.numeric(happened, n.RPL_KEYVALUE, rest)
        rest = f"{body.name} {body.key} :{n.TEXTS[n.RPL_KEYNOTSET]}"
        return encoding.numeric(happened, n.RPL_KEYNOTSET, rest)
    if encoding.flags & METADATA_2:
        return encoding.line_from(happened, body.who, message(body.name, body.key, body.value))
    return b""


def message(target: str, key: str, value: str) -> str:
    """The METADATA message, without its source."""
    return f"METADATA {target} {key} *{f' :{value}' if value else ''}"
