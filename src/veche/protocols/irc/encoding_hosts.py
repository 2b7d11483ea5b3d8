"""That somebody is seen under another username and host, for those who know of such a change and
for those who do not.

Owns these lines (IRCv3 chghost, extended-monitor).
"""

import msgspec

from veche.core import events as ev
from veche.protocols.irc import numerics as n
from veche.protocols.irc.capabilities import CHGHOST
from veche.protocols.irc.event_lines import EventLines

_REASON = "Changing host"


def changed(encoding: EventLines, happened: ev.Happened) -> bytes:
    """CHGHOST, only for those with chghost."""
    body = happened.record.body
    if not encoding.flags & CHGHOST or not isinstance(body, ev.HostBody):
        return b""
    return encoding.line_from(happened, body.who, f"CHGHOST {body.username} {body.host}")


def shown(encoding: EventLines, happened: ev.Happened) -> bytes:
    """CHGHOST; without it the user itself gets RPL_HOSTHIDDEN, and others see it quit."""
    event, body = happened.record.event, happened.record.body
    if encoding.flags & CHGHOST:
        return changed(encoding, happened)
    if not isinstance(event, ev.HostShown) or not isinstance(body, ev.HostBody):
        return b""
    if event.own:
        told = f"{body.host} :{n.TEXTS[n.RPL_HOSTHIDDEN]}"
        return encoding.numeric(happened, n.RPL_HOSTHIDDEN, told, body.who.nick)
    return encoding.line_from(happened, body.who, f"QUIT :{_REASON}")


def reentered(encoding: EventLines, happened: ev.Happened) -> bytes:
    """After that QUIT, for those without chghost: JOIN and what follows one, as of somebody who
    comes back ("Fallback")."""
    event, body = happened.record.event, happened.record.body
    if encoding.flags & CHGHOST or not isinstance(body, ev.ReentryBody):
        return b""
    if not isinstance(event, ev.Reentered):
        return b""

    def told(event: ev.Event, name: str, text: str) -> bytes:
        tale = ev.TextBody(body.who, name, text)
        record = msgspec.structs.replace(happened.record, event=event, body=tale)
        return encoding.encode(ev.Transient(happened.pos, record))

    back = told(ev.Returned(event.user, event.channel, event.letters), body.name, body.realname)
    away = ev.AwayChanged(event.user, event.channel)
    return back + told(away, "", body.away) if body.away else back
