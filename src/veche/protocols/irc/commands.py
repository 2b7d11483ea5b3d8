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
from veche.protocols.irc import commands_messages as messages
from veche.protocols.irc import commands_modes as modes
from veche.protocols.irc import commands_session as session
from veche.protocols.irc import commands_users as users
from veche.protocols.irc import history
from veche.protocols.irc.capabilities import CHATHISTORY, MESSAGE_TAGS, RESUME
from veche.protocols.irc.message import Message

Handler = Callable[[Message, Limits], Sequence[Command]]


class Row(msgspec.Struct, frozen=True):
    """`handle` is called with at least `minimum` parameters, of which the first is not empty.

    No command from it means that there is nothing to do or to say. `needs`:
    the capability bits without which the command is unknown.
    """

    handle: Handler
    minimum: int = 0
    needs: int = 0


TABLE: dict[str, Row] = {
    "AWAY": Row(session.away),
    "CHATHISTORY": Row(history.chathistory, needs=CHATHISTORY),
    "INVITE": Row(channels.invite),
    "ISON": Row(users.ison, 1),
    "JOIN": Row(channels.join, 1),
    "KICK": Row(channels.kick, 2),
    "LIST": Row(channels.listing),
    "LUSERS": Row(session.lusers),
    "MODE": Row(modes.mode, 1),
    "MOTD": Row(session.local),
    "NAMES": Row(channels.names),
    "NICK": Row(session.nick),
    "NOTICE": Row(messages.notice),
    "PART": Row(channels.part, 1),
    "PASS": Row(session.too_late, 1),
    "PING": Row(session.ping, 1),
    "PONG": Row(session.pong),
    "PRIVMSG": Row(messages.privmsg),
    "QUIT": Row(session.leave),
    "RESUME": Row(session.too_late, needs=RESUME),
    "TAGMSG": Row(messages.tagmsg, needs=MESSAGE_TAGS),
    "TOPIC": Row(channels.topic, 1),
    "USER": Row(session.too_late),
    "USERHOST": Row(users.userhost, 1),
    "VERSION": Row(session.local),
    "WHO": Row(users.who),
    "WHOIS": Row(users.whois),
}
