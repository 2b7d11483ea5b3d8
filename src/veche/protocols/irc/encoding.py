"""Events as IRC lines, for all sessions that get the same bytes.

Owns what other people's acts look like on the wire. Must not know whom a line
goes to, nor labels and batches, which are personal.
"""

from collections.abc import Callable, Iterator

from veche.core import events as ev
from veche.protocols.base import ServerInfo
from veche.protocols.irc import encoding_accounts as accounts
from veche.protocols.irc import encoding_devices as devices
from veche.protocols.irc import encoding_hosts as hosts
from veche.protocols.irc import encoding_messages as messages
from veche.protocols.irc import encoding_metadata as metadata
from veche.protocols.irc import encoding_moderation as moderation
from veche.protocols.irc import encoding_presence as presence
from veche.protocols.irc.capabilities import (
    ACCOUNT_NOTIFY,
    AWAY_NOTIFY,
    DELIVERIES,
    EXTENDED_JOIN,
)
from veche.protocols.irc.event_lines import EventLines
from veche.protocols.irc.message import LINE_BYTES, to_wire

_ROOM = LINE_BYTES - 2


class IrcEncoding(EventLines):
    """The lines for one combination of `capabilities.DELIVERIES`."""

    __slots__ = ("_away", "_extended", "_notify")

    def __init__(self, info: ServerInfo, flags: int) -> None:
        super().__init__(info, flags)
        self._away = bool(flags & AWAY_NOTIFY)
        self._extended = bool(flags & EXTENDED_JOIN)
        self._notify = bool(flags & ACCOUNT_NOTIFY)

    def encode(self, event: ev.Happened) -> bytes:
        """One line, or several for a long message, or none."""
        make = _MAKERS.get(type(event.record.event))
        return b"" if make is None else make(self, event)

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
    ev.PasswordChanged: accounts.password_changed,
    ev.MarkerMoved: devices.marker_moved,
    ev.SettingChanged: devices.setting_changed,
    ev.Invited: IrcEncoding.invited,
    ev.InviteAnnounced: presence.invite_announced,
    ev.RealnameChanged: presence.realname_changed,
    ev.HostChanged: hosts.changed,
    ev.HostShown: hosts.shown,
    ev.Reentered: hosts.reentered,
    ev.CameOnline: presence.came_online,
    ev.WentOffline: presence.went_offline,
    ev.Watched: presence.watched,
    ev.WallopsSent: moderation.wallops,
    ev.ChannelRenamed: moderation.renamed,
    ev.ChannelMoved: moderation.moved,
}


class IrcEncodings:
    """One worker's encodings, made when first wanted. Not shared between threads.

    `info`: what is told of the server now; of its encodings only the server's name is.
    """

    __slots__ = ("_made", "info")

    def __init__(self, info: ServerInfo) -> None:
        self.info = info
        self._made: dict[int, IrcEncoding] = {}

    def __call__(self, flags: int) -> IrcEncoding:
        """The one for these capability bits; bits that do not matter to deliveries are dropped."""
        flags &= DELIVERIES
        made = self._made.get(flags)
        if made is None:
            made = self._made[flags] = IrcEncoding(self.info, flags)
        return made
