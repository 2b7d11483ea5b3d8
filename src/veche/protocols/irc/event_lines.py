"""How the lines of events begin: tags, source, numeric.

Owns what all of them have alike. Must not know any event.
"""

from veche.core import events as ev
from veche.core.ids import to_msgid
from veche.protocols.base import Encoding, ServerInfo
from veche.protocols.irc.capabilities import ACCOUNT_TAG, MESSAGE_TAGS, RELAYMSG, SERVER_TIME
from veche.protocols.irc.message import clean, escape, format_tags, to_wire
from veche.protocols.irc.timestamps import to_stamp


def told(tags: ev.Tags, flags: int) -> ev.Tags:
    """Those of a body's tags that these sessions are told: a client's own, and who relayed."""
    return tuple(
        tag for tag in tags if flags & (MESSAGE_TAGS if tag[0].startswith("+") else RELAYMSG)
    )


def account_tag(body: ev.Body | None) -> str:
    """`account=name` of whoever did it; empty for a guest."""
    who = getattr(body, "who", None)
    return f"account={escape(who.account)}" if isinstance(who, ev.Who) and who.account else ""


class EventLines(Encoding):
    """For one combination of `capabilities.DELIVERIES`."""

    __slots__ = ("_accounts", "_at_ms", "_tagged", "_time", "_timed", "server")

    def __init__(self, info: ServerInfo, flags: int) -> None:
        super().__init__("irc", flags)
        self.server = f":{info.name}"
        self._tagged = bool(flags & MESSAGE_TAGS)
        self._timed = bool(flags & SERVER_TIME)
        self._accounts = bool(flags & ACCOUNT_TAG)
        self._at_ms = -1
        self._time = ""

    def tags(self, happened: ev.Happened) -> str:
        """The server's tags, without `@` and space; empty when none are wanted."""
        record = happened.record
        time = ""
        if self._timed:
            if record.at_ms != self._at_ms:  # one stamp a batch
                self._at_ms = record.at_ms
                self._time = f"time={to_stamp(record.at_ms)}"
            if not self._tagged:
                return self._time
            time = f"{self._time};"
        elif not self._tagged:
            return ""
        who = getattr(record.body, "who", None)
        bot = ";bot" if who is not None and who.bot else ""
        if happened.seq is None:
            return f"{time}msgid={to_msgid(record.id)}{bot}"
        return f"{time}msgid={to_msgid(record.id)};veche/seq={happened.seq}{bot}"

    def head(self, happened: ev.Happened, tags: ev.Tags = ()) -> str:
        """`@tags ` with the server's tags before the client's, or nothing."""
        own = self.tags(happened)
        if self._accounts and (account := account_tag(happened.record.body)):
            own = f"{own};{account}" if own else account
        if tags and (shown := told(tags, self.flags)):
            given = clean(format_tags(shown))
            return f"@{own};{given} " if own else f"@{given} "
        return f"@{own} " if own else ""

    def numeric(self, happened: ev.Happened, number: str, rest: str, nick: str = "*") -> bytes:
        """A numeric that many get alike, and which therefore names none of them: unless all of
        them are `nick`."""
        time = f"@{self.tags(happened).partition(';')[0]} " if self._timed else ""
        return to_wire(f"{time}{self.server} {number} {nick} {rest}")

    def line_from(self, happened: ev.Happened, who: ev.Who, rest: str) -> bytes:
        """The line of one who does something."""
        return to_wire(f"{self.head(happened)}:{who.nick}!{who.username}@{who.host} {rest}")
