"""What typed lines do, and where they go.

Owns the channel that typed text is for, and the meaning of each command. Must not know what the
answers are, nor where a sentence is shown.
"""

from collections.abc import Callable, Sequence

from veche.client.address import is_sendable
from veche.client.client import Client, State
from veche.client.events import Kind
from veche.client.translate import is_channel, same
from veche.core.names import fold
from veche.terminal.passwords import Passwords
from veche.terminal.sanitise import clean_name, clean_text
from veche.terminal.typed import Order, Text, read_typed
from veche.terminal.words import Words

_OLDER = 20
_MOST_OLDER = 200
# As many of our own messages in a channel can be taken back, one after another.
_MOST_OWN = 100


class Orders:
    """One person's lines. `tell` shows a clean sentence; `quit` leaves, with a reason."""

    def __init__(
        self,
        client: Client,
        words: Words,
        tell: Callable[[str], None],
        quit: Callable[[str], None],
    ) -> None:
        self.here = ""
        # Lines that followed a /join wait until it is known whether they are meant for it.
        self.settled = False
        self.wrong = 0
        self.on_said: Callable[[str, Sequence[int]], None] = lambda _text, _tickets: None
        self._client = client
        self._words = words
        self._tell = tell
        self._oldest: dict[str, str] = {}
        self._asked_names: set[str] = set()
        self._own: dict[str, list[str]] = {}
        self.passwords: Passwords | None = None  # where somebody can be asked for one
        self._orders: dict[str, Callable[[str], None]] = {
            "me": lambda rest: self._say(self.here, rest, Kind.ACTION),
            "msg": self._message,
            "join": self._join,
            "leave": self._leave,
            "history": self._history,
            "who": self._who,
            "list": lambda _: client.list_channels(),
            "topic": self._topic,
            "edit": self._edit,
            "redact": self._redact,
            "nick": self._nick,
            "away": lambda rest: client.away(rest or words.away),
            "back": lambda _: client.away(""),
            "invite": self._invite,
            "kick": self._kick,
            "register": self._register,
            "login": self._log_in,
            "passwd": self._change_password,
            "help": self._help,
            "quit": quit,
        }

    def do(self, line: str, alone: bool) -> None:
        """Do what the line says; `alone`: it was no part of a paste."""
        # A pasted line is text, whatever it begins with.
        action = read_typed(line) if alone or not line.strip() else Text(line)
        try:
            self._do(action)
        except ValueError as error:
            self._fail(self._words.not_sent.format(what=clean_text(str(error))))

    def entered(self, where: str, *, again: bool = False) -> None:
        """We are in a channel, and talk there from now on; `again`: back in it, after a loss."""
        if not again or not self.here:
            self.here = where
        self.settled = True

    def gone_from(self, where: str) -> None:
        """We are in it no more, and talk in another, if there is one."""
        self._oldest.pop(fold(where), None)
        self._own.pop(fold(where), None)
        if same(where, self.here):
            channels = (channel.name for channel in self._client.channels.values())
            self.here = next((name for name in channels if not same(name, where)), "")

    def wants_names(self, where: str) -> bool:
        """Return whether it was asked who is there; the answer is here then."""
        asked = fold(where) in self._asked_names
        self._asked_names.discard(fold(where))
        return asked

    def spoke(self, where: str, msgid: str) -> None:
        """A message of our own was told: it is the one that is taken back first."""
        if msgid and fold(where) in self._client.channels:
            own = self._own.setdefault(fold(where), [])
            if msgid not in own:  # or it is edited, and that makes no message the last
                own.append(msgid)
            del own[:-_MOST_OWN]

    def shown(self, where: str, msgid: str, *, older: bool = False) -> None:
        """A message was shown; `older`: before all that were shown there until now."""
        key = fold(where)
        if msgid and key in self._client.channels and (older or key not in self._oldest):
            self._oldest[key] = msgid

    def _do(self, action: Text | Order | None) -> None:
        match action:
            case Text(text=text):
                self._say(self.here, text, Kind.TEXT)
            case Order(name=name, rest=rest) if name in self._orders:
                self._orders[name](rest)
            case Order(name=name):
                self._fail(self._words.no_such_order.format(name=clean_name(name)))

    def _say(self, where: str, text: str, kind: Kind) -> None:
        if not where:
            self._fail(self._words.nowhere)
        elif text:
            self.on_said(text, self._client.say(where, text, kind))

    def _message(self, rest: str) -> None:
        target, _, text = rest.partition(" ")
        if target and text.strip():
            self._say(target, text.strip(), Kind.TEXT)
        else:
            self._misused("msg")

    def _join(self, rest: str) -> None:
        channel, _, key = rest.partition(" ")
        if not is_channel(channel) or "," in rest or not all(map(is_sendable, (channel, key))):
            self._misused("join")
        elif fold(channel) in self._client.channels:
            self.here = self._client.channels[fold(channel)].name
            self._tell(self._words.talk_in.format(where=clean_name(channel)))
        else:
            self._client.join(channel, key)
            if self._client.state is State.ONLINE:
                self.settled = False
            else:
                # The answer may be long in coming; what is said waits for it in the client.
                self.here = channel

    def _leave(self, rest: str) -> None:
        where, _, reason = rest.partition(" ")
        if where and not is_channel(where):
            where, reason = "", rest
        if where := where or self.here:
            self._client.part(where, reason)
            self.gone_from(where)
        else:
            self._fail(self._words.nowhere)

    def _history(self, rest: str) -> None:
        if rest and not (rest.isascii() and rest.isdigit() and int(rest[:6])):
            self._misused("history")
        elif not self.here:
            self._fail(self._words.nowhere)
        elif before := self._oldest.get(fold(self.here)):
            count = min(int(rest[:6]), _MOST_OLDER) if rest else _OLDER
            self._client.older(self.here, before, count)
        else:
            self._tell(self._words.oldest.format(where=clean_name(self.here)))

    def _who(self, rest: str) -> None:
        if where := rest.partition(" ")[0] or self.here:
            self._asked_names.add(fold(where))
            self._client.names(where)
        else:
            self._fail(self._words.nowhere)

    def _topic(self, rest: str) -> None:
        if not self.here:
            self._fail(self._words.nowhere)
        elif rest:
            self._client.set_topic(self.here, rest)
        else:
            channel = self._client.channels.get(fold(self.here))
            topic = clean_text(channel.topic) if channel else ""
            sentence = self._words.topic_in if topic else self._words.no_topic
            self._tell(sentence.format(where=clean_name(self.here), text=topic))

    def _edit(self, rest: str) -> None:
        own = self._own.get(fold(self.here))
        if not rest:
            self._misused("edit")
        elif own:
            self._client.edit(self.here, own[-1], rest)
        else:
            self._fail(self._words.nothing_to_edit if self.here else self._words.nowhere)

    def _redact(self, _rest: str) -> None:
        own = self._own.get(fold(self.here))
        if own:
            self._client.command("REDACT", self.here, own.pop())
        else:
            self._fail(self._words.nothing_said if self.here else self._words.nowhere)

    def _nick(self, rest: str) -> None:
        if rest and is_sendable(rest):
            self._client.take_nick(rest)
        else:
            self._misused("nick")

    def _invite(self, rest: str) -> None:
        nick, _, where = rest.partition(" ")
        where = where or self.here
        if not nick or not is_channel(where):
            self._misused("invite")
        else:
            self._client.command("INVITE", nick, where)

    def _kick(self, rest: str) -> None:
        nick, _, reason = rest.partition(" ")
        if not self.here:
            self._fail(self._words.nowhere)
        elif not nick:
            self._misused("kick")
        else:
            self._client.command("KICK", self.here, nick, *([reason.strip()] if reason else []))

    def _register(self, rest: str) -> None:
        if rest:
            self._misused("register")  # what is typed there has been seen
        elif self.passwords is None:
            self._fail(self._words.password_nowhere)
        else:
            self.passwords.register()

    def _log_in(self, rest: str) -> None:
        if " " in rest:
            self._misused("login")
        elif self.passwords is None:
            self._fail(self._words.password_nowhere)
        else:
            self.passwords.log_in(rest)

    def _change_password(self, rest: str) -> None:
        if rest:
            self._misused("passwd")  # as above
        elif self.passwords is None:
            self._fail(self._words.password_nowhere)
        else:
            self.passwords.change()

    def _help(self, _rest: str) -> None:
        rows = self._words.help.values()
        width = max(len(syntax) for syntax, _ in rows)
        for syntax, meaning in rows:
            self._tell(f"{syntax:<{width}}  {meaning}")

    def _misused(self, name: str) -> None:
        syntax, meaning = self._words.help[name]
        self._fail(self._words.usage.format(syntax=syntax, meaning=meaning))

    def _fail(self, text: str) -> None:
        """Say what was wrong with a line; in a pipe that is a line that did not get through."""
        self._tell(text)
        self.wrong += 1
