"""Events as IRC lines, for all sessions that get the same bytes.

Owns what other people's acts look like on the wire. Must not know whom a line
goes to, nor labels and batches, which are personal.
"""

from collections.abc import Callable, Iterator

from veche.core import events as ev
from veche.core.ids import to_msgid
from veche.protocols.base import Encoding, ServerInfo
from veche.protocols.irc.capabilities import AWAY_NOTIFY, DELIVERIES, MESSAGE_TAGS, SERVER_TIME
from veche.protocols.irc.message import LINE_BYTES, clean, clip, format_tags, to_wire
from veche.protocols.irc.timestamps import to_stamp

_ROOM = LINE_BYTES - 2
_VERBS = {
    ev.MessageKind.TEXT: "PRIVMSG",
    ev.MessageKind.NOTICE: "NOTICE",
    ev.MessageKind.ACTION: "PRIVMSG",
}


class IrcEncoding(Encoding):
    """The lines for one combination of `capabilities.DELIVERIES`."""

    __slots__ = ("_at_ms", "_away", "_tagged", "_time", "_timed", "server")

    def __init__(self, info: ServerInfo, flags: int) -> None:
        super().__init__("irc", flags)
        self.server = f":{info.name}"
        self._tagged = bool(flags & MESSAGE_TAGS)
        self._timed = bool(flags & SERVER_TIME)
        self._away = bool(flags & AWAY_NOTIFY)
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
        if happened.seq is None:
            return f"{time}msgid={to_msgid(record.id)}"
        return f"{time}msgid={to_msgid(record.id)};veche/seq={happened.seq}"

    def head(self, happened: ev.Happened, tags: ev.Tags = ()) -> str:
        """`@tags ` with the server's tags before the client's, or nothing."""
        own = self.tags(happened)
        if tags and self._tagged:
            return f"@{own};{clean(format_tags(tags))} "
        return f"@{own} " if own else ""

    def _line(self, happened: ev.Happened, who: ev.Who, rest: str) -> bytes:
        return to_wire(f"{self.head(happened)}:{who.nick}!{who.username}@{who.host} {rest}")

    def message(self, happened: ev.Happened) -> bytes:
        """PRIVMSG or NOTICE. A text that one line cannot hold goes on in further lines."""
        body = happened.record.body
        event = happened.record.event
        if not isinstance(body, ev.TextBody) or not isinstance(event, ev.MessageSent):
            return b""
        who = body.who
        how = event.how
        start = f":{who.nick}!{who.username}@{who.host} {_VERBS[how]} {body.name} :"
        text = body.text
        if how is ev.MessageKind.ACTION:
            text = f"\1ACTION {text}\1"
        head = self.head(happened, body.tags)
        line = f"{head}{start}{text}"
        if "\n" in line or "\r" in line or "\0" in line:
            line = clean(line)
        data = f"{line}\r\n".encode("utf-8", "replace")
        tags = len(head) if head.isascii() else len(head.encode("utf-8", "replace"))
        if len(data) - tags <= LINE_BYTES:
            return data
        return b"".join(self._split(happened, how, start, body.text, head))

    def _split(
        self, happened: ev.Happened, how: ev.MessageKind, start: str, text: str, head: str
    ) -> Iterator[bytes]:
        """Only the first line has the message's tags; the others have the time."""
        opening, closing = ("\1ACTION ", "\1") if how is ev.MessageKind.ACTION else ("", "")
        prefix = clean(start + opening).encode("utf-8", "replace")
        rest = clean(text).encode("utf-8", "replace")
        room = max(_ROOM - len(prefix) - len(closing), 16)
        while rest:
            part = clip(rest, room)
            space = part.rfind(b" ")
            if len(part) < len(rest) and space > room // 2:
                part = part[: space + 1]
            rest = rest[len(part) :]
            yield head.encode("utf-8", "replace") + prefix + part + closing.encode() + b"\r\n"
            head = f"@{self.tags(happened).partition(';')[0]} " if self._timed else ""

    def tag_message(self, happened: ev.Happened) -> bytes:
        """TAGMSG, only for those with message-tags."""
        body = happened.record.body
        if not self._tagged or not isinstance(body, ev.TextBody):
            return b""
        who = body.who
        return to_wire(
            f"{self.head(happened, body.tags)}"
            f":{who.nick}!{who.username}@{who.host} TAGMSG {body.name}"
        )

    def joined(self, happened: ev.Happened) -> bytes:
        """JOIN. The first member's modes are not announced: nobody else is there to be told."""
        body = happened.record.body
        if not isinstance(body, ev.TextBody):
            return b""
        return self._line(happened, body.who, f"JOIN {body.name}")

    def returned(self, happened: ev.Happened) -> bytes:
        """JOIN, and the member modes that the returned user still has as MODE of the server."""
        body = happened.record.body
        event = happened.record.event
        if not isinstance(body, ev.TextBody) or not isinstance(event, ev.Returned):
            return b""
        join = self._line(happened, body.who, f"JOIN {body.name}")
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
        return self._line(happened, body.who, f"PART {body.name}{reason}")

    def kicked(self, happened: ev.Happened) -> bytes:
        """KICK."""
        body = happened.record.body
        if not isinstance(body, ev.TargetBody):
            return b""
        return self._line(happened, body.who, f"KICK {body.name} {body.nick} :{body.text}")

    def topic(self, happened: ev.Happened) -> bytes:
        """TOPIC; an empty text when it was cleared."""
        body = happened.record.body
        if not isinstance(body, ev.TextBody):
            return b""
        return self._line(happened, body.who, f"TOPIC {body.name} :{body.text}")

    def modes(self, happened: ev.Happened) -> bytes:
        """MODE of a channel or of oneself; several lines when one cannot hold it."""
        body = happened.record.body
        if not isinstance(body, ev.ModesBody):
            return b""
        who = body.who
        room = _ROOM - len(f":{who.nick}!{who.username}@{who.host} MODE {body.name} ".encode())
        return b"".join(
            self._line(happened, who, f"MODE {body.name} {part}")
            for part in mode_strings(body.changes, room)
        )

    def nick(self, happened: ev.Happened) -> bytes:
        """NICK, from the old nick."""
        body = happened.record.body
        if not isinstance(body, ev.NickBody):
            return b""
        return self._line(happened, body.who, f"NICK {body.nick}")

    def quit(self, happened: ev.Happened) -> bytes:
        """QUIT, also of a user who may come back."""
        body = happened.record.body
        if not isinstance(body, ev.TextBody):
            return b""
        return self._line(happened, body.who, f"QUIT :{body.text}")

    def away(self, happened: ev.Happened) -> bytes:
        """AWAY, only for those with away-notify."""
        body = happened.record.body
        if not self._away or not isinstance(body, ev.TextBody):
            return b""
        return self._line(happened, body.who, f"AWAY :{body.text}" if body.text else "AWAY")

    def invited(self, happened: ev.Happened) -> bytes:
        """INVITE, for the invited."""
        body = happened.record.body
        if not isinstance(body, ev.TargetBody):
            return b""
        return self._line(happened, body.who, f"INVITE {body.nick} {body.name}")


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
    ev.MessageSent: IrcEncoding.message,
    ev.TagsSent: IrcEncoding.tag_message,
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
    ev.Invited: IrcEncoding.invited,
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
