"""Events as IRC lines, for all sessions that get the same bytes.

Owns what other people's acts look like on the wire. Must not know whom a line
goes to, nor labels and batches, which are personal.
"""

from collections.abc import Callable, Iterator

from veche.core import events as ev
from veche.core.ids import to_msgid
from veche.protocols.base import Encoding, ServerInfo
from veche.protocols.irc import encoding_accounts as accounts
from veche.protocols.irc import encoding_devices as devices
from veche.protocols.irc import encoding_messages as messages
from veche.protocols.irc import encoding_metadata as metadata
from veche.protocols.irc import encoding_moderation as moderation
from veche.protocols.irc import encoding_presence as presence
from veche.protocols.irc.capabilities import (
    ACCOUNT_NOTIFY,
    ACCOUNT_TAG,
    AWAY_NOTIFY,
    DELIVERIES,
    EXTENDED_JOIN,
    MESSAGE_TAGS,
    SERVER_TIME,
)
from veche.protocols.irc.message import LINE_BYTES, clean, format_tags, to_wire
from veche.protocols.irc.timestamps import to_stamp

_ROOM = LINE_BYTES - 2


class IrcEncoding(Encoding):
    """The lines for one combination of `capabilities.DELIVERIES`."""

    __slots__ = (
        "_accounts",
        "_at_ms",
        "_away",
        "_extended",
        "_notify",
        "_tagged",
        "_time",
        "_timed",
        "server",
    )

    def __init__(self, info: ServerInfo, flags: int) -> None:
        super().__init__("irc", flags)
        self.server = f":{info.name}"
        self._tagged = bool(flags & MESSAGE_TAGS)
        self._timed = bool(flags & SERVER_TIME)
        self._away = bool(flags & AWAY_NOTIFY)
        self._accounts = bool(flags & ACCOUNT_TAG)
        self._extended = bool(flags & EXTENDED_JOIN)
        self._notify = bool(flags & ACCOUNT_NOTIFY)
        self._at_ms = -1
        self._time = ""

    def encode(self, event: ev.Happened) -> bytes:
        """One line, or several for a long message, or none."""
        make = _MAKERS.get(type(event.record.event))
        return b"" if make is None else make(self, event)

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
        if self._accounts and (account := accounts.tag(happened.record.body)):
            own = f"{own};{account}" if own else account
        if tags and (told := messages.told(tags, self.flags)):
            given = clean(format_tags(told))
            return f"@{own};{given} " if own else f"@{given} "
        return f"@{own} " if own else ""

    def numeric(self, happened: ev.Happened, number: str, rest: str) -> bytes:
        """A numeric that many get alike, and which therefore names none of them."""
        time = f"@{self.tags(happened).partition(';')[0]} " if self._timed else ""
        return to_wire(f"{time}{self.server} {number} * {rest}")

    def line_from(self, happened: ev.Happened, who: ev.Who, rest: str) -> bytes:
        """The line of one who does something."""
        return to_wire(f"{self.head(happened)}:{who.nick}!{who.username}@{who.host} {rest}")

    def joined(self, happened: ev.Happened) -> bytes:
        """JOIN. The first member's modes are not announced: nobody else is there to be told."""
        body = happened.record.body
        if not isinstance(body, ev.TextBody):
            return b""
        return self.line_from(happened, body.who, self._join(body))

    def _join(self, body: ev.TextBody) -> str:
        return accounts.extended_join(body) if self._extended else f"JOIN {body.name}"

    def returned(self, happened: ev.Happened) -> bytes:
        """JOIN, and the member modes that the returned user still has as MODE of the server."""
        body = happened.record.body
        event = happened.record.event
        if not isinstance(body, ev.TextBody) or not isinstance(event, ev.Returned):
            return b""
        join = self.line_from(happened, body.who, self._join(body))
        if not event.letters:
            return join
        nicks = " ".join(body.who.nick for _ in event.letters)
        time = f"@{self.tags(happened).partition(';')[0]} " if self._timed else ""
        return join + to_wire(f"{time}{self.server} MODE {body.name} +{event.letters} {nicks}")

    def parted(self, happened: ev.Happened) -> bytes:
        """PART."""
        body = happened.record.body
        if not isinstance(body, ev.TextBody):
            return b""
        reason = f" :{body.text}" if body.text else ""
        return self.line_from(happened, body.who, f"PART {body.name}{reason}")

    def kicked(self, happened: ev.Happened) -> bytes:
        """KICK."""
        body = happened.record.body
        if not isinstance(body, ev.TargetBody):
            return b""
        return self.line_from(happened, body.who, f"KICK {body.name} {body.nick} :{body.text}")

    def topic(self, happened: ev.Happened) -> bytes:
        """TOPIC; an empty text when it was cleared."""
        body = happened.record.body
        if not isinstance(body, ev.TextBody):
            return b""
        return self.line_from(happened, body.who, f"TOPIC {body.name} :{body.text}")

    def modes(self, happened: ev.Happened) -> bytes:
        """MODE of a channel or of oneself; several lines when one cannot hold it."""
        body = happened.record.body
        if not isinstance(body, ev.ModesBody):
            return b""
        who = body.who
        if not who.nick:
            return self._modes_given(happened, body)
        room = _ROOM - len(f":{who.nick}!{who.username}@{who.host} MODE {body.name} ".encode())
        return b"".join(
            self.line_from(happened, who, f"MODE {body.name} {part}")
            for part in mode_strings(body.changes, room)
        )

    def _modes_given(self, happened: ev.Happened, body: ev.ModesBody) -> bytes:
        """Of the server, which gives members the ranks of the access list."""
        head = self.head(happened)
        room = _ROOM - len(f"{self.server} MODE {body.name} ".encode())
        return b"".join(
            to_wire(f"{head}{self.server} MODE {body.name} {part}")
            for part in mode_strings(body.changes, room)
        )

    def nick(self, happened: ev.Happened) -> bytes:
        """NICK, from the old nick."""
        body = happened.record.body
        if not isinstance(body, ev.NickBody):
            return b""
        return self.line_from(happened, body.who, f"NICK {body.nick}")

    def quit(self, happened: ev.Happened) -> bytes:
        """QUIT, also of a user who may come back."""
        body = happened.record.body
        if not isinstance(body, ev.TextBody):
            return b""
        return self.line_from(happened, body.who, f"QUIT :{body.text}")

    def away(self, happened: ev.Happened) -> bytes:
        """AWAY, only for those with away-notify."""
        body = happened.record.body
        if not self._away or not isinstance(body, ev.TextBody):
            return b""
        return self.line_from(happened, body.who, f"AWAY :{body.text}" if body.text else "AWAY")

    def account(self, happened: ev.Happened) -> bytes:
        """ACCOUNT, only for those with account-notify."""
        body = happened.record.body
        if not self._notify or not isinstance(body, ev.TextBody):
            return b""
        return self.line_from(happened, body.who, accounts.changed(body))

    def invited(self, happened: ev.Happened) -> bytes:
        """INVITE, for the invited."""
        body = happened.record.body
        if not isinstance(body, ev.TargetBody):
            return b""
        return self.line_from(happened, body.who, f"INVITE {body.nick} {body.name}")


def mode_strings(changes: tuple[ev.ModeChange, ...], room: int) -> Iterator[str]:
    """`+o-v alice bob` for the changes in order, each string at most `room` bytes."""
    letters, arguments, sign, used = "", "", "", 0
    for change in changes:
        wanted = "+" if change.adding else "-"
        cost = 2 + (len(change.argument.encode()) + 1 if change.argument else 0)
        if letters and used + cost > room:
            yield letters + arguments
            letters, arguments, sign, used = "", "", "", 0
        letters += change.letter if sign == wanted else wanted + change.letter
        sign = wanted
        used += cost
        if change.argument:
            arguments += f" {change.argument}"
    if letters:
        yield letters + arguments


_MAKERS: dict[type[ev.Event], Callable[[IrcEncoding, ev.Happened], bytes]] = {
    ev.MessageSent: messages.message,
    ev.TagsSent: messages.tag_message,
    ev.Reacted: messages.tag_message,
    ev.MessageRedacted: messages.redacted,
    ev.MetadataSet: metadata.metadata,
    ev.MetadataShown: metadata.metadata,
    ev.Joined: IrcEncoding.joined,
    ev.Returned: IrcEncoding.returned,
    ev.Parted: IrcEncoding.parted,
    ev.Kicked: IrcEncoding.kicked,
    ev.TopicSet: IrcEncoding.topic,
    ev.ModesChanged: IrcEncoding.modes,
    ev.UserModesChanged: IrcEncoding.modes,
    ev.NickChanged: IrcEncoding.nick,
    ev.UserLeft: IrcEncoding.quit,
    ev.UserDetached: IrcEncoding.quit,
    ev.AwayChanged: IrcEncoding.away,
    ev.LoggedIn: IrcEncoding.account,
    ev.LoggedOut: IrcEncoding.account,
    ev.MarkerMoved: devices.marker_moved,
    ev.SettingChanged: devices.setting_changed,
    ev.Invited: IrcEncoding.invited,
    ev.InviteAnnounced: presence.invite_announced,
    ev.RealnameChanged: presence.realname_changed,
    ev.CameOnline: presence.came_online,
    ev.WentOffline: presence.went_offline,
    ev.Watched: presence.watched,
    ev.WallopsSent: moderation.wallops,
    ev.ChannelRenamed: moderation.renamed,
    ev.ChannelMoved: moderation.moved,
}


class IrcEncodings:
    """One worker's encodings, made when first wanted. Not shared between threads."""

    __slots__ = ("_info", "_made")

    def __init__(self, info: ServerInfo) -> None:
        self._info = info
        self._made: dict[int, IrcEncoding] = {}

    def __call__(self, flags: int) -> IrcEncoding:
        """The one for these capability bits; bits that do not matter to deliveries are dropped."""
        flags &= DELIVERIES
        made = self._made.get(flags)
        if made is None:
            made = self._made[flags] = IrcEncoding(self._info, flags)
        return made
