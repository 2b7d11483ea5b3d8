"""A client that outlives its connections: what its user asks in, what happens out.

Owns what may be asked, and that it is asked when it can be. Must not know when there is a
connection: that is the business of `Lifecycle`.
"""

from collections.abc import Mapping
from datetime import datetime

from veche.client.channel import Channel
from veche.client.delivery import wire_text
from veche.client.events import Kind, Left, Page, Problem
from veche.client.historian import Look
from veche.client.lifecycle import Lifecycle, State
from veche.client.message import format_line
from veche.client.text import room, split
from veche.client.wishes import MAX_LATER, Unwanted, Wish
from veche.core.names import fold

__all__ = ["Client", "State"]

_MOST_LOOKED_BACK = 1_000
_TOO_MUCH = Problem("", "too much is asked while nobody answers")


class Client(Lifecycle):
    """Everything may be asked at any time before the event Ended: it is done when it can be.

    Call `take_output()` after every call and write it; `tick()` when `deadline()` has come.
    """

    @property
    def channels(self) -> Mapping[str, Channel]:
        """The channels that we are in, by folded name; stale while the connection is lost."""
        return self._parts.roster.channels

    def join(
        self, channel: str, key: str = "", *, since: datetime | str | None = None, backlog: int = 20
    ) -> None:
        """Be in a channel, from now on and after every loss: Joined or JoinRefused follows.

        Then its past as Said, and CaughtUp: all after `since`, a moment or a msgid, or the last
        `backlog` messages. Raises ValueError if a word cannot be sent.
        """
        format_line("JOIN", channel, key or "x", "x")
        if isinstance(since, str):
            format_line("CHATHISTORY", f"msgid={since}", "x")
        if "," in channel:
            raise ValueError("one channel at a time")
        if not self._parts.roster.has(channel):
            self._parts.wishes.want(Wish(channel, key, since, backlog))
            self._flush()

    def part(self, channel: str, reason: str = "") -> None:
        """Leave a channel; it is none of ours from now on, so that it can be joined again."""
        format_line("PART", channel, reason, trailing=True)
        parts, key = self._parts, fold(channel)
        inside, stale = parts.roster.has(channel), key in parts.roster.channels
        parts.wishes.drop(channel)
        parts.roster.leave(channel)
        parts.timeline.forget(channel)
        if inside and self._connection is not None:
            self._connection.write("PART", channel, reason, trailing=True)
            parts.wishes.unwanted[key] = Unwanted(channel, reason, told=False)
        elif stale:
            parts.wishes.unwanted[key] = Unwanted(channel, reason, told=True)
            self._pending += parts.historian.stop(channel)
            self._pending.append(Left(self.nick, channel, reason, "", own=True))
        self._flush()

    def say(
        self, where: str, text: str, kind: Kind = Kind.TEXT, *, reply_to: str = ""
    ) -> list[int]:
        """Send text without line breaks to a channel or a nick; long text as several messages.

        Returns a ticket for each, which comes back in Acknowledged or Refused. A message to a
        channel that we are to be in waits until we are. Raises ValueError if it cannot be sent.
        """
        format_line("PRIVMSG", where, text, trailing=True, tags={"+draft/reply": reply_to})
        connection = self._connection
        address = connection.address if connection else self._address
        limit = room(self.nick + address, "PRIVMSG", where)
        if kind is Kind.ACTION:
            limit -= len(wire_text("", kind))
        add = self._parts.delivery.add
        tickets = [add(where, piece, kind, reply_to) for piece in split(text, limit)]
        self._flush()
        return tickets

    def take_nick(self, nick: str) -> None:
        """Try another nick: Renamed or NickRefused follows; the answer to NickRefused as well."""
        format_line("NICK", nick, "x")
        if self._connection is None or not self._connection.registered:
            self._parts.wishes.nick = nick
            self._parts.wishes.renamed = True
        if self._connection is not None:
            self._connection.take_nick(nick)

    def set_topic(self, channel: str, text: str) -> None:
        """Set a channel's topic, or clear it with "": TopicSet or Problem follows."""
        self.command("TOPIC", channel, text)

    def away(self, message: str = "") -> None:
        """Be away, also after a loss; "" is back."""
        format_line("AWAY", message, trailing=True)
        self._parts.wishes.away = message
        if self._parts.settled and self._connection is not None:
            self._connection.write("AWAY", *([message] if message else []), trailing=bool(message))

    def names(self, channel: str) -> None:
        """Ask who is in a channel: Members follows, or Problem."""
        format_line("NAMES", channel, "x")
        wishes = self._parts.wishes
        if len(wishes.names) >= MAX_LATER:
            self._pending.append(_TOO_MUCH)
            return
        wishes.names[fold(channel)] = channel
        if self._parts.settled and self._connection is not None:
            self._connection.names(channel)

    def list_channels(self) -> None:
        """Ask for the channels: ChannelList follows, or Problem."""
        self._parts.wishes.list = True
        if self._parts.settled and self._connection is not None:
            self._connection.list_channels()

    def older(self, where: str, before: str, count: int = 50) -> None:
        """Ask for at most `count` messages before the one with the msgid `before`: Page follows.

        An empty one that is not `oldest`: they cannot be had just now.
        """
        format_line("CHATHISTORY", where, f"msgid={before}", "x")
        if not self._parts.historian.look(Look(where, before, min(count, _MOST_LOOKED_BACK))):
            self._pending.append(Page(where, (), oldest=False))
        self._flush()

    def command(self, command: str, *params: str) -> None:
        """Send any other line (INVITE, KICK, WHOIS ...); what it tells is Told or Problem."""
        format_line(command, *params)
        if self._parts.settled and self._connection is not None:
            self._connection.write(command, *params)
        elif not self._parts.wishes.add_later(command, *params):
            self._pending.append(_TOO_MUCH)
