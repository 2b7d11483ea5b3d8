"""What one device does that the person's other devices are told.

Owns these lines (IRCv3 read-marker, persistence; drafts).
"""

from veche.core import events as ev
from veche.core.commands import Persistence
from veche.core.state import PERSISTENCE as SETTING
from veche.protocols.irc.capabilities import PERSISTENCE, READ_MARKER
from veche.protocols.irc.event_lines import EventLines
from veche.protocols.irc.message import to_wire
from veche.protocols.irc.replies_devices import marker, status


def marker_moved(encoding: EventLines, happened: ev.Happened) -> bytes:
    """MARKREAD, only for those with read-marker."""
    body, event = happened.record.body, happened.record.event
    if (
        not encoding.flags & READ_MARKER
        or not isinstance(body, ev.TextBody)
        or not isinstance(event, ev.MarkerMoved)
    ):
        return b""
    return to_wire(marker(encoding.server, body.name, event.at_ms))


def setting_changed(encoding: EventLines, happened: ev.Happened) -> bytes:
    """PERSISTENCE STATUS, only for those with persistence. It is granted to whoever wants it."""
    event = happened.record.event
    if (
        not encoding.flags & PERSISTENCE
        or not isinstance(event, ev.SettingChanged)
        or event.key != SETTING
    ):
        return b""
    setting = Persistence(event.value)
    return to_wire(status(encoding.server, setting, setting is not Persistence.OFF))
