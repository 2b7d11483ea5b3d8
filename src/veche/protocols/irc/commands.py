"""Which commands a registered client has: the table.

Owns the rows; what a row does stands beside others of its noun in
`commands_*.py`. Must not know replies. What needs no core (PING, MOTD) becomes
an `Echo`, so that its answer keeps its place among the others.
"""

from collections.abc import Callable, Sequence

import msgspec

from veche.core.commands import Command
from veche.core.limits import Limits
from veche.protocols.irc import commands_channels as channels
from veche.protocols.irc import commands_devices as devices
from veche.protocols.irc import commands_messages as messages
from veche.protocols.irc import commands_metadata as metadata
from veche.protocols.irc import commands_moderation as moderation
from veche.protocols.irc import commands_modes as modes
from veche.protocols.irc import commands_presence as presence
from veche.protocols.irc import commands_session as session
from veche.protocols.irc import commands_users as users
from veche.protocols.irc import history, push, search
from veche.protocols.irc.capabilities import (
    CHATHISTORY,
    MESSAGE_EDIT,
    MESSAGE_REDACTION,
    MESSAGE_TAGS,
    PERSISTENCE,
    READ_MARKER,
    RESUME,
    SEARCHES,
    WEBPUSHES,
)
from veche.protocols.irc.message import Message

Handler = Callable[[Message, Limits], Sequence[Command]]


class Row(msgspec.Struct, frozen=True):
    """`handle` is called with at least `minimum` parameters, of which the first is not empty.

    No command from it means that there is nothing to do or to say. `needs`:
    the capability bits without which the command is unknown; `either`: those
    of which it takes one.
    """

    handle: Handler
    minimum: int = 0
    needs: int = 0
    either: int = 0


TABLE: dict[str, Row] = {
    "ACCESS": Row(moderation.access, 1),
    "ADMIN": Row(session.local),
    "AUDIT": Row(moderation.audit),
    "AWAY": Row(session.away),
    "CHATHISTORY": Row(history.chathistory, needs=CHATHISTORY),
    "CHGHOST": Row(moderation.chghost, 3),
    "EDIT": Row(messages.edit, 1, needs=MESSAGE_EDIT | MESSAGE_TAGS),
    "DLINE": Row(moderation.ban, 1),
    "HELP": Row(session.help_),
    "HELPOP": Row(session.help_),
    "INFO": Row(session.local),
    "INVITE": Row(channels.invite),
    "ISON": Row(users.ison, 1),
    "ISUPPORT": Row(session.isupport),
    "JOIN": Row(channels.join, 1),
    "KICK": Row(channels.kick, 2),
    "KILL": Row(moderation.kill, 1),
    "KLINE": Row(moderation.ban, 1),
    "LINKS": Row(session.local),
    "LIST": Row(channels.listing),
    "LOCKDOWN": Row(moderation.lockdown, 1),
    "LUSERS": Row(session.lusers),
    "METADATA": Row(metadata.metadata, 1),
    "MARKREAD": Row(devices.markread, needs=READ_MARKER),
    "MODE": Row(modes.mode, 1),
    "MONITOR": Row(presence.monitor, 1),
    "MOTD": Row(session.local),
    "NAMES": Row(channels.names),
    "NICK": Row(session.nick),
    "NOTICE": Row(messages.notice),
    "PART": Row(channels.part, 1),
    "PASS": Row(session.too_late, 1),
    "PERSISTENCE": Row(devices.persistence, needs=PERSISTENCE),
    "PING": Row(session.ping, 1),
    "PONG": Row(session.pong),
    "PRIVMSG": Row(messages.privmsg),
    "QUIT": Row(session.leave),
    "REDACT": Row(messages.redact, 2, needs=MESSAGE_REDACTION),
    "REHASH": Row(moderation.rehash),
    "RELAYMSG": Row(messages.relaymsg, 3),
    "RENAME": Row(moderation.rename, 2),
    "RESUME": Row(session.too_late, needs=RESUME),
    "SEARCH": Row(search.search, either=SEARCHES),
    "SETNAME": Row(presence.setname, 1),
    "STATS": Row(moderation.stats, 1),
    "TAGMSG": Row(messages.tagmsg, needs=MESSAGE_TAGS),
    "TIME": Row(session.time),
    "TOPIC": Row(channels.topic, 1),
    "UNDLINE": Row(moderation.unban, 1),
    "UNKLINE": Row(moderation.unban, 1),
    "USER": Row(session.too_late),
    "USERHOST": Row(users.userhost, 1),
    "VERSION": Row(session.local),
    "WALLOPS": Row(moderation.wallops, 1),
    "WEBIRC": Row(session.too_late, 1),
    "WEBPUSH": Row(push.webpush, either=WEBPUSHES),
    "WHO": Row(users.who),
    "WHOIS": Row(users.whois),
    "WHOWAS": Row(presence.whowas),
}
