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
from veche.client.login import Login, check_change, check_login
from veche.client.message import format_line
from veche.client.multiline import messages
from veche.client.text import room, split
from veche.client.wishes import MAX_LATER, Unwanted, Wish
from veche.core.names import fold
from veche.core.secret import Secret

__all__ = ["Client", "State"]

_MOST_LOOKED_BACK = 1_000
_MOST_TAG_BYTES = 4_096
_TOO_EARLY = Problem("", "there is no connection just now")
_NO_EDITS = Problem("", "the server does not let messages be edited")
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

    def expect(
        self, channel: str, *, since: datetime | str | None = None, backlog: int = 20
    ) -> None:
        """Say what to be told of a channel, should the server put us into it: as in `join`.

        Those of an account are in its channels from the beginning.
        """
        self._parts.wishes.expected[fold(channel)] = Wish(channel, "", since, backlog)

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
        """Send text to a channel or a nick; what is long, or of several lines, as several messages.

        Where the server can, several lines are one message. Returns a ticket for each, which comes
        back in Acknowledged or Refused. A message to a channel that we are to be in waits until we
        are. Raises ValueError if it cannot be sent.
        """
        tags = {"+draft/reply": reply_to}
        format_line("PRIVMSG", where, text.replace("\n", " "), trailing=True, tags=tags)
        connection = self._connection
        address = connection.address if connection else self._address
        limit = room(self.nick + address, "PRIVMSG", where)
        if kind is Kind.ACTION:
            limit -= len(wire_text("", kind))
        add = self._parts.delivery.add
        tickets = []
        for message in self.messages(where, text, kind) if "\n" in text else (text,):
            pieces = (message,) if "\n" in message else split(message, limit)
            tickets += [add(where, piece, kind, reply_to) for piece in pieces]
        self._flush()
        return tickets

    def messages(self, where: str, text: str, kind: Kind = Kind.TEXT) -> list[str]:
        """Return the messages that `say` makes of lines just now, but for the cutting of long ones.

        Actions and what is said while there is no connection are messages of one line.
        """
        connection = self._connection if kind is not Kind.ACTION else None
        return messages(text, connection.multiline if connection else None, where)

    def edit(self, where: str, msgid: str, text: str) -> None:
        """Let an own message in a conversation say `text`: Said with `edits` follows, or Problem.

        Raises ValueError if it cannot be sent.
        """
        tags = {"draft/target-msgid": msgid, "draft/edit-text": text}
        line = format_line("EDIT", where, "x", tags=tags)
        # message-tags, "Size limit": what a client may add, with @ and the space.
        if line.index(b" ") + 1 > _MOST_TAG_BYTES:
            raise ValueError("the text is too long")
        connection = self._connection
        if connection is None or not self._parts.settled:
            self._pending.append(_TOO_EARLY)
        elif not connection.has("draft/message-edit"):
            self._pending.append(_NO_EDITS)
        else:
            connection.put("EDIT", where, tags=tags)

    def take_nick(self, nick: str) -> None:
        """Try another nick: Renamed or NickRefused follows; the answer to NickRefused as well."""
        format_line("NICK", nick, "x")
        if self._connection is None or not self._connection.registered:
            self._parts.wishes.nick = nick
            self._parts.wishes.renamed = True
        if self._connection is not None:
            self._connection.take_nick(nick)

    def log_in(self, account: str, password: str) -> None:
        """Be an account's, now and after every loss: LoggedIn or LoginRefused follows.

        With `Profile.asks` this answers LoginRefused, or NickRefused where it is reserved. Raises
        ValueError if a word cannot be sent.
        """
        check_login(account, password)
        self._parts.login, self._parts.opening = Login(account, Secret(password)), None
        if self._connection is not None:
            self._late += self._connection.log_in(self._parts.login)

    def open_account(self, password: str) -> None:
        """Open an account of our nick's name: LoggedIn, Problem or LoginRefused follows.

        After a loss we are that account's again. Raises ValueError if it cannot be sent.
        """
        check_login(self.nick, password)
        if self._connection is None or not self._connection.registered:
            self._pending.append(_TOO_EARLY)
            return
        self._parts.opening = Login(self.nick, Secret(password))
        self._late += self._connection.open_account(self.nick, password)

    def change_password(self, old: str, new: str) -> None:
        """Have another password for our account: Told (PASSWORD_CHANGED) or Problem follows.

        After a loss we log in with it. Raises ValueError, without the two, if they cannot be sent.
        """
        check_change(old, new)
        parts = self._parts
        if self._connection is None or not parts.settled:
            self._pending.append(_TOO_EARLY)
            return
        known = parts.proven
        if known is not None and known.password.value:
            parts.changing = Login(known.account, Secret(new))
        self._late += self._connection.change_password(old, new)

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

    def converse(self, nick: str, *, backlog: int = 20) -> None:
        """Ask for what was last said with somebody: Said, and CaughtUp, unless it is here already.

        Raises ValueError if the nick cannot be sent.
        """
        format_line("CHATHISTORY", nick, "x")
        if len(self._parts.wishes.people) < MAX_LATER:
            self._parts.wishes.people[fold(nick)] = Wish(nick, backlog=backlog)
            self._flush()

    def missed(self) -> None:
        """Ask for what people have written and no device of ours has read: Said, and CaughtUp.

        Of accounts only. After a loss it is told by itself what was written meanwhile.
        """
        if self._parts.proven is not None:
            self._parts.missed.want(None)
            self._flush()

    def read(self, where: str, at: datetime) -> bool:
        """Say that all in a conversation up to `at` is read; return whether that is news.

        Guests have no other device that it would be news for.
        """
        format_line("MARKREAD", where, "x")
        news = self._parts.proven is not None and self._parts.markers.read(where, at)
        if news:
            self._flush()
        return news

    def command(self, command: str, *params: str) -> None:
        """Send any other line (INVITE, KICK, WHOIS ...); what it tells is Told or Problem."""
        format_line(command, *params)
        if self._parts.settled and self._connection is not None:
            self._connection.write(command, *params)
        elif not self._parts.wishes.add_later(command, *params):
            self._pending.append(_TOO_MUCH)
