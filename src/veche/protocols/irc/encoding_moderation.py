"""Acts of moderation as told to others: WALLOPS, RENAME, and what stands for RENAME.

Owns these lines (Modern IRC, "WALLOPS message"; IRCv3 channel-rename).
"""

from veche.core import events as ev
from veche.core import replies as core
from veche.protocols.irc.capabilities import CHANNEL_RENAME
from veche.protocols.irc.event_lines import EventLines
from veche.protocols.irc.message import to_wire
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.replies_channels import end_of_names, joining, members, topic


def wallops(encoding: EventLines, happened: ev.Happened) -> bytes:
    """WALLOPS."""
    body = happened.record.body
    if not isinstance(body, ev.TextBody):
        return b""
    return encoding.line_from(happened, body.who, f"WALLOPS :{body.text}")


def renamed(encoding: EventLines, happened: ev.Happened) -> bytes:
    """RENAME, only for those with channel-rename."""
    body = happened.record.body
    if not encoding.flags & CHANNEL_RENAME or not isinstance(body, ev.RenamedBody):
        return b""
    return encoding.line_from(happened, body.who, f"RENAME {body.name} {body.new} :{body.text}")


def moved(encoding: EventLines, happened: ev.Happened) -> bytes:
    """For the others as if they went from the one channel into the other ("Fallback")."""
    body = happened.record.body
    if encoding.flags & CHANNEL_RENAME or not isinstance(body, ev.MovedBody):
        return b""
    reason = f" :{body.text}" if body.text else ""
    who = body.who
    client = Client(encoding.server, who.nick, encoding.flags)
    lines = [joining(client, who, body.new, body.realname)]
    if body.topic is not None:
        lines += topic(client, body.new, core.TopicView(*body.topic))
    there = (core.Member(other, letters) for letters, other in body.members)
    lines += members(client, body.new, body.secret, there)
    lines.append(end_of_names(client, body.new))
    parted = encoding.line_from(happened, who, f"PART {body.name}{reason}")
    return parted + b"".join(to_wire(line) for line in lines)
