"""One connection to an IRC server: bytes in, events out; what to say in, bytes out.

Owns the connection's state: registration, our channels, what is on its way, what is awaited. Must
not know sockets, event loops or terminals; time comes from the clock that it is given.
"""

from collections.abc import Callable

from veche.client.buffer import EndlessLineError, LineBuffer
from veche.client.capabilities import Negotiation
from veche.client.delivery import Delivery, wire_text
from veche.client.events import (
    Acknowledged,
    Ended,
    Event,
    How,
    Joined,
    JoinRefused,
    Kind,
    Left,
    NickRefused,
    Refused,
    Registered,
    Said,
)
from veche.client.history import Timeline
from veche.client.incoming import Incoming
from veche.client.message import format_line, parse
from veche.client.text import room, split
from veche.client.timers import PATIENCE_S, Due, Timers
from veche.client.translate import is_channel
from veche.core.names import fold

# What follows the nick in the prefix, as long as the server has not shown it: user@host.
_USUAL_ADDRESS = "!" + "u" * 20 + "@" + "h" * 63
_PAGE = 20


class Client:
    """The state of one connection.

    After every call write `take_output()` to the server. Call `tick()` when `deadline()` has come.
    Nothing may be asked of it after the event Ended.
    """

    def __init__(self, nick: str, username: str, clock: Callable[[], float]) -> None:
        """Begin to register as `nick`; `clock` is monotonic, in seconds.

        Raises ValueError if either name could not be sent.
        """
        self.nick = nick
        self.registered = False
        self.ended: Ended | None = None
        self.channels: dict[str, str] = {}
        self.negotiation = Negotiation()
        self.delivery = Delivery()
        self.timers = Timers()
        self.timeline = Timeline()
        self._clock = clock
        self._output: list[bytes] = []
        self._lines = LineBuffer()
        self._incoming = Incoming(self)
        self._address = _USUAL_ADDRESS
        self._leaving: str | None = None
        self._quit = False
        self._pages: dict[str, str] = {}
        self._pages_asked = 0
        self.write("CAP", "LS", "302")
        self.write("NICK", nick)
        self.write("USER", username, "0", "*", nick, trailing=True)
        self.wait_for(Due.REGISTER)
        self.wait_for(Due.SILENCE)

    # What the user of the client asks for.

    @property
    def leaving(self) -> bool:
        """Whether `leave` or `abort` was called."""
        return self._leaving is not None

    def take_nick(self, nick: str) -> None:
        """Try another nick; before registration this also answers NickRefused."""
        self.write("NICK", nick)
        if not self.registered:
            self.nick = nick
            self.wait_for(Due.REGISTER)

    def join(self, channel: str) -> None:
        """Ask to enter a channel: Joined or JoinRefused follows, then its last 20 messages."""
        self.write("JOIN", channel)
        self.wait_for(Due.JOIN, fold(channel))

    def part(self, channel: str) -> None:
        """Leave a channel; it is none of ours from now on, so that it can be joined again."""
        self.write("PART", channel)
        self.channels.pop(fold(channel), None)

    def say(self, where: str, text: str, kind: Kind = Kind.TEXT) -> list[int]:
        """Send text without line breaks to a channel or a nick; long text as several messages.

        Returns a ticket for each, which comes back in Acknowledged or Refused. Raises ValueError
        if `where` or `text` cannot be sent.
        """
        format_line("PRIVMSG", where, text, trailing=True)
        limit = room(self.nick + self._address, "PRIVMSG", where)
        if kind is Kind.ACTION:
            limit -= len(wire_text("", kind))
        tickets = [self.delivery.add(where, piece, kind) for piece in split(text, limit)]
        self._send_due()
        return tickets

    def names(self, channel: str) -> None:
        """Ask who is in a channel: Members follows."""
        self.write("NAMES", channel)

    def list_channels(self) -> None:
        """Ask for the channels: ChannelList follows."""
        self.write("LIST")

    def leave(self, reason: str = "") -> None:
        """Say QUIT once all that was said is acknowledged or refused; Ended follows."""
        if self._leaving is None:
            format_line("QUIT", reason, trailing=True)
            self._leaving = reason
            self._quit_when_done()

    def abort(self, reason: str = "") -> None:
        """Say QUIT now and wait for nothing: Ended follows from the next `tick`."""
        self._leaving, self._quit = reason, True
        self.write("QUIT", reason, trailing=True)
        self.timers.set(Due.QUIT, self._clock())

    # What its driver does.

    def take_output(self) -> bytes:
        """Return, and forget, the bytes that are to be written."""
        out, self._output = b"".join(self._output), []
        return out

    def receive(self, data: bytes) -> list[Event]:
        """Take bytes from the server; b"" is the end of the stream."""
        if self.ended is not None:
            return []
        if not data:
            return self.end(How.LOST, "the server closed the connection")
        self.timers.clear(Due.PONG)
        self.wait_for(Due.SILENCE)
        try:
            lines = self._lines.feed(data)
        except EndlessLineError:
            return self.end(How.LOST, "the server sent a line without end")
        events: list[Event] = []
        for line in lines:
            if self.ended is None and (message := parse(line)) is not None:
                events += self._incoming.receive(message)
        if self.ended is None:
            self._quit_when_done()
        return events

    def deadline(self) -> float | None:
        """Return when `tick` wants to be called, by the clock; None: not before more happens."""
        return self.timers.next()

    def tick(self) -> list[Event]:
        """Do what is due by now."""
        events: list[Event] = []
        for due, subject in self.timers.take(self._clock()):
            if self.ended is None:
                events += self._come(due, subject)
        return events

    def lost(self, reason: str) -> list[Event]:
        """Take it that the transport has failed."""
        return self.end(How.LOST, reason) if self.ended is None else []

    # What `Incoming` does to it.

    def write(self, command: str, *params: str, trailing: bool = False, label: str = "") -> None:
        """Put a line out; raises ValueError if it cannot be one."""
        tags = {"label": label} if label else None
        self._output.append(format_line(command, *params, tags=tags, trailing=trailing))

    def wait_for(self, due: Due, subject: str = "") -> None:
        """Be as patient as is right for `due`, from now on."""
        self.timers.set(due, self._clock() + PATIENCE_S[due], subject)

    def welcome(self, nick: str) -> list[Event]:
        """We are registered as `nick`."""
        self.timers.clear(Due.REGISTER)
        if self.registered:
            return []
        self.registered = True
        self.nick = nick or self.nick
        return [Registered(self.nick)]

    def refuse_nick(self, nick: str, reason: str, *, taken: bool) -> list[Event]:
        """The server wants another nick; it is ourselves who are waited for now."""
        self.timers.clear(Due.REGISTER)
        return [NickRefused(nick or self.nick, taken, reason)]

    def refuse_join(self, channel: str, code: str, reason: str) -> list[Event]:
        """A JOIN that we wait for was refused; nothing if we do not wait for it."""
        known = self.timers.clear(Due.JOIN, fold(channel))
        return [JoinRefused(channel, code, reason)] if known else []

    def entered(self, event: Joined, source: str) -> list[Event]:
        """We are in a channel: ask for what was said before, and learn how others see us."""
        key = fold(event.where)
        self.timers.clear(Due.JOIN, key)
        self.channels[key] = event.where
        self._address = source.removeprefix(event.who) or _USUAL_ADDRESS
        if self.negotiation.has("draft/chathistory") and is_channel(event.where):
            label = ""
            if self.negotiation.has("labeled-response"):
                self._pages_asked += 1
                label = f"h{self._pages_asked}"
                self._pages[label] = event.where
            self.write("CHATHISTORY", "LATEST", event.where, "*", str(_PAGE), label=label)
            self.timeline.hold(event.where)
            self.wait_for(Due.HISTORY, key)
        return [event]

    def release(self, channel: str) -> list[Event]:
        """The history of `channel` is here, or will not come: what happened since is next."""
        self.timers.clear(Due.HISTORY, fold(channel))
        return self.timeline.release(channel)

    def finish(self, label: str) -> list[Event]:
        """The answer to a labelled command, or to the PING after a message, is whole."""
        if channel := self._pages.pop(label, None):
            return self.release(channel)
        item = self.delivery.finish(label)
        if item is None:
            return []
        self.timers.clear(Due.ACKNOWLEDGE)
        self._send_due()
        if item.fault:
            return [Refused(item.ticket, item.where, item.text, item.fault)]
        said = Said(self.nick, item.where, item.text, item.kind, own=True)
        told = [] if item.shown else self.timeline.order([said])
        return [*told, Acknowledged(item.ticket)]

    def farewell(self, words: str) -> list[Event]:
        """Take the server's ERROR: it closes now."""
        return self.end(How.LOST if self.registered else How.REFUSED, words)

    def left(self, event: Left) -> list[Event]:
        """We are no longer in a channel."""
        self.channels.pop(fold(event.where), None)
        return self.timeline.order([event])

    def end(self, how: How, reason: str) -> list[Event]:
        """End; what was held back comes first."""
        held = [event for channel in self.timeline.held() for event in self.release(channel)]
        if self._quit:
            how, reason = How.LEFT, ""
        self.ended = Ended(how, reason)
        return [*held, self.ended]

    # The rest is its own business.

    def _send_due(self) -> None:
        labels = self.negotiation.has("labeled-response")
        for item in self.delivery.take():
            text = wire_text(item.text, item.kind)
            label = item.label if labels else ""
            self.write("PRIVMSG", item.where, text, trailing=True, label=label)
            if not labels:
                # PONG comes after all that the message caused.
                self.write("PING", item.label)
        # Not set anew by what is sent, so that talking on does not hide a silent server.
        if self.delivery.in_flight and not self.timers.has(Due.ACKNOWLEDGE):
            self.wait_for(Due.ACKNOWLEDGE)

    def _quit_when_done(self) -> None:
        if self._leaving is not None and not self._quit and not self.delivery.unfinished:
            self._quit = True
            self.write("QUIT", self._leaving, trailing=True)
            self.wait_for(Due.QUIT)

    def _come(self, due: Due, subject: str) -> list[Event]:
        patience = f"{PATIENCE_S[due]:.0f} s"
        match due:
            case Due.REGISTER:
                return self.end(How.TIMED_OUT, f"not let in within {patience}")
            case Due.JOIN:
                return [JoinRefused(subject, "", f"no answer within {patience}")]
            case Due.HISTORY:
                return self.release(subject)
            case Due.ACKNOWLEDGE:
                return self.end(How.TIMED_OUT, f"no acknowledgement for {patience}")
            case Due.SILENCE:
                self.write("PING", "alive")
                self.wait_for(Due.PONG)
            case Due.PONG:
                return self.end(How.TIMED_OUT, f"no answer to PING within {patience}")
            case Due.QUIT:
                return self.end(How.LEFT, "")
        return []
