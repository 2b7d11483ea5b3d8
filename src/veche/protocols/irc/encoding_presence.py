"""What others did, as told to those who asked to know: MONITOR, SETNAME, invite-notify.

Owns these lines (IRCv3 monitor, extended-monitor, setname, invite-notify).
"""

import msgspec

from veche.core import events as ev
from veche.protocols.irc import numerics as n
from veche.protocols.irc.capabilities import EXTENDED_MONITORS, INVITE_NOTIFY, SETNAME
from veche.protocols.irc.event_lines import EventLines


def realname_changed(encoding: EventLines, happened: ev.Happened) -> bytes:
    """SETNAME, only for those with setname."""
    body = happened.record.body
    if not encoding.flags & SETNAME or not isinstance(body, ev.TextBody):
        return b""
    return encoding.line_from(happened, body.who, f"SETNAME :{body.text}")


def invite_announced(encoding: EventLines, happened: ev.Happened) -> bytes:
    """INVITE of somebody else, only for those with invite-notify."""
    body = happened.record.body
    if not encoding.flags & INVITE_NOTIFY or not isinstance(body, ev.TargetBody):
        return b""
    return encoding.line_from(happened, body.who, f"INVITE {body.nick} {body.name}")


def came_online(encoding: EventLines, happened: ev.Happened) -> bytes:
    """RPL_MONONLINE."""
    body = happened.record.body
    if not isinstance(body, ev.TextBody):
        return b""
    who = body.who
    return encoding.numeric(happened, n.RPL_MONONLINE, f":{who.nick}!{who.username}@{who.host}")


def went_offline(encoding: EventLines, happened: ev.Happened) -> bytes:
    """RPL_MONOFFLINE."""
    body = happened.record.body
    if not isinstance(body, ev.TextBody):
        return b""
    return encoding.numeric(happened, n.RPL_MONOFFLINE, f":{body.who.nick}")


def watched(encoding: EventLines, happened: ev.Happened) -> bytes:
    """As it is told in a channel, only for those with extended-monitor."""
    event = happened.record.event
    if not encoding.flags & EXTENDED_MONITORS or not isinstance(event, ev.Watched):
        return b""
    record = msgspec.structs.replace(happened.record, event=event.of)
    return encoding.encode(ev.Transient(happened.pos, record))
