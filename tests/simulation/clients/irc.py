"""Clients that speak IRC: some with every capability, some with none.

Owns the client's side of a conversation: what it has asked, what it is owed, what it was shown.
"""

from collections import deque
from collections.abc import Callable

from tests.simulation.checkers import Violation
from tests.simulation.checkers.wire import irc_line
from tests.simulation.clients.base import CHANNELS, Client
from tests.simulation.clients.habits import HABITS
from tests.simulation.clients.lines import Line, Style, parse
from tests.simulation.messages import WHOLE, Sent, token_of
from tests.simulation.world import World
from veche.core.ids import Pos, from_msgid


class IrcClient(Client):
    """One IRC client."""

    def __init__(self, world: World, number: int, nick: str, style: Style) -> None:
        super().__init__(world, number, nick)
        self.style = style
        self.base = nick
        self.token = ""
        self.channels: dict[str, None] = {}
        self.owed: list[Sent] = []
        """Keyed messages whose outcome is unknown."""
        self.anew = 0
        """Messages before this one were another user's."""
        self.tags = style.has("message-tags")
        self.labels = style.has("labeled-response")
        self._count = 0
        self._buffer = b""
        self._due: deque[tuple[str, str]] = deque()
        self._told: dict[str, Callable[[Line], None]] = {}
        self._batches: dict[str, tuple[str, str, Pos]] = {}
        self._asked_at: dict[str, Pos] = {}

    # -- the connection ---------------------------------------------------------------------

    def greet(self) -> None:
        lines = []
        if self.style.caps:
            lines += ["CAP LS 302", f"CAP REQ :{self.style.caps}"]
            if self.token:
                lines.append(f"RESUME {self.token}")
        lines += [f"NICK {self.nick}", f"USER u{self.number} 0 * :Client {self.number}"]
        if self.style.caps:
            lines.append("CAP END")
        self.view.tagged = self.tags
        self.view.echo = self.style.has("echo-message")
        self.send("".join(f"{line}\r\n" for line in lines).encode())

    def forget(self) -> None:
        self._buffer = b""
        self._due.clear()
        self._told.clear()
        self._batches.clear()
        self._asked_at.clear()
        self.channels.clear()

    def say(self, line: str, tags: str = "", answer: Callable[[Line], None] | None = None) -> str:
        """Send a command, labelled if this client does that; returns the label."""
        label = ""
        if self.labels:
            self._count += 1
            label = f"L{self._count}"
            tags = f"label={label};{tags}" if tags else f"label={label}"
            self._due.append(("label", label))
            if answer is not None:
                self._told[label] = answer
            self._asked_at[label] = self.world.log.last
        self.send(f"@{tags} {line}\r\n".encode() if tags else f"{line}\r\n".encode())
        return label

    def ping(self) -> None:
        """Ask for the barrier."""
        self._count += 1
        self._due.append(("PONG", f"p{self._count}"))
        self.send(f"PING p{self._count}\r\n".encode())

    # -- saying things ----------------------------------------------------------------------

    def speak(self, sent: Sent, verb: str = "PRIVMSG") -> None:
        """Send a message, perhaps again."""
        sent.attempts += 1
        if sent.key and sent not in self.owed:
            self.owed.append(sent)
        tags = f"veche/key={sent.key}" if sent.key else ""

        def outcome(line: Line) -> None:
            self._outcome(sent, line)

        self.say(f"{verb} {','.join(sent.targets)} :{sent.text}", tags, outcome)

    def _outcome(self, sent: Sent, line: Line) -> None:
        if line.command in ("PRIVMSG", "NOTICE", "ACK", "BATCH"):
            if line.command != "BATCH":
                self._acked(sent)
        elif line.command == "FAIL" and line.params[1] in ("READ_ONLY", "TRY_AGAIN"):
            if sent.key:
                self.world.scheduler.after(0.3, self._repeat, sent, self.link)
            else:
                sent.refused = True
        elif line.command in ("FAIL", "401", "403", "404", "407", "412", "417"):
            sent.refused = True
            if sent in self.owed:
                self.owed.remove(sent)

    def _acked(self, sent: Sent) -> None:
        if sent.forbidden:
            self.world.broken(Violation("doubled", f"{sent.text!r} was taken under a used key"))
        sent.acked = True
        if sent in self.owed:
            self.owed.remove(sent)

    def _repeat(self, sent: Sent, link: object) -> None:
        if self.ready and self.link is link and sent in self.owed:
            self.speak(sent)

    # -- reading ----------------------------------------------------------------------------

    def read(self, data: bytes, stamp: Pos) -> None:
        lines = (self._buffer + data).split(b"\r\n")
        self._buffer = lines.pop()
        for raw in lines:
            if self.link is not None:
                self._line(parse(irc_line(self.view.name, raw)), stamp)

    def _line(self, line: Line, stamp: Pos) -> None:
        label = line.tags.get("label")
        if label is not None:
            self._answered("label", label)
            told = self._told.pop(label, None)
            if told is not None:
                told(line)
        batch = self._batches.get(line.tags.get("batch", ""))
        handler = _HANDLERS.get(line.command)
        if line.command == "BATCH":
            self._batch(line, batch)
        elif "msgid" in line.tags:
            self._event(line, stamp, batch)
        elif line.command in ("PRIVMSG", "NOTICE") and not self.tags:
            self._text(line, stamp)
        if handler is not None and (batch is None or batch[0] != "chathistory"):
            handler(self, line)

    def _batch(self, line: Line, outer: tuple[str, str, Pos] | None) -> None:
        ref = line.params[0]
        if ref.startswith("-"):
            self._batches.pop(ref[1:], None)
            return
        label = line.tags.get("label", "")
        since = self._asked_at.get(label, outer[2] if outer else 0)
        self._batches[ref[1:]] = (line.params[1], label, since)

    def _event(self, line: Line, stamp: Pos, batch: tuple[str, str, Pos] | None) -> None:
        record = from_msgid(line.tags["msgid"])
        if record is None:
            raise Violation("wire", f"{self.view.name} was sent {line}")
        past = batch is not None and batch[0] == "chathistory"
        since = batch[2] if batch else 0
        stored = self.world.ledger.by_id.get(record)
        if stored is not None and line.tags.get("veche/seq", str(stored.seq)) != str(stored.seq):
            raise Violation("order", f"{self.view.name} was told {line} of {stored}")
        if line.command == "MODE" and stored is not None and stored.pos in self.view.shown[-1:]:
            return  # a long change of modes in several lines
        self.world.delivery.line(self.view, record, stamp, live=not past, since=since)
        if line.command in ("PRIVMSG", "NOTICE") and line.nick == self.nick and not past:
            sent = self.world.sent.get(token_of(line.params[-1]))
            if sent is not None and sent in self.messages:
                self._acked(sent)

    def _text(self, line: Line, stamp: Pos) -> None:
        token = token_of(line.params[1])
        if token:
            self.world.delivery.text(self.view, token, line.params[0], stamp)

    def _answered(self, kind: str, word: str) -> None:
        if not self._due or self._due[0] != (kind, word):
            due = self._due[0] if self._due else "nothing"
            raise Violation("answers", f"{self.view.name} got {kind} {word} when {due} was due")
        self._due.popleft()

    # -- what lines mean --------------------------------------------------------------------

    def _welcome(self, line: Line) -> None:
        self.nick = line.params[0]
        if not self.style.keyed:
            self._begin()

    def _resumed(self, line: Line) -> None:
        if line.params[0] == "TOKEN":
            self.start_anew()
            self.token = line.params[1]
        self._begin()
        for sent in list(self.owed):
            self.speak(sent)

    def _begin(self) -> None:
        self.ready = True
        if self.world.scheduler.chance(0.7):
            self.say(f"JOIN {','.join(CHANNELS[:3])}")

    def start_anew(self) -> None:
        """Another user from now on: keys mean nothing, and what was owed may be stored or not."""
        for sent in self.owed:
            sent.attempts += 1
        self.owed.clear()
        self.token = ""
        self.anew = len(self.messages)

    def _pong(self, line: Line) -> None:
        self._answered("PONG", line.params[-1])

    def _server_pings(self, line: Line) -> None:
        self.send(f"PONG :{line.params[0]}\r\n".encode())

    def _taken(self, line: Line) -> None:
        if not self.ready:
            self.nick = f"{self.base}{self.world.scheduler.between(1, 999)}"
            self.send(f"NICK {self.nick}\r\n".encode())

    def _nick_changed(self, line: Line) -> None:
        if line.nick == self.nick:
            self.nick = line.params[0]

    def _joined(self, line: Line) -> None:
        if line.nick == self.nick:
            self.channels[line.params[0]] = None

    def _parted(self, line: Line) -> None:
        gone = line.params[1] if line.command == "KICK" else line.nick
        if gone == self.nick:
            self.channels.pop(line.params[0], None)

    def _whole_text(self, line: Line) -> None:
        """A client that gets a message gets it whole, or cut where a line must be cut."""
        text = line.params[-1]
        if text.startswith("<m") and len(text.encode()) < 400 and not WHOLE.match(text):
            raise Violation("text", f"{self.view.name} was sent {text!r}")

    def act(self) -> None:
        if self.ready:
            choices, weights = HABITS
            self.world.scheduler.rng.choices(choices, weights)[0](self)

    def rest(self) -> None:
        super().rest()
        if self.ready:
            for sent in list(self.owed):
                self.speak(sent)

    def at_end(self) -> None:
        super().at_end()
        if self.ready and self._due:
            raise Violation("answers", f"{self.view.name} still waits for {self._due[0]}")
        if self.ready and self.owed:
            raise Violation("lost", f"{self.owed[0].text!r} was never acknowledged nor refused")


_HANDLERS: dict[str, Callable[[IrcClient, Line], None]] = {
    "001": IrcClient._welcome,
    "433": IrcClient._taken,
    "RESUME": IrcClient._resumed,
    "PONG": IrcClient._pong,
    "PING": IrcClient._server_pings,
    "NICK": IrcClient._nick_changed,
    "JOIN": IrcClient._joined,
    "PART": IrcClient._parted,
    "KICK": IrcClient._parted,
    "PRIVMSG": IrcClient._whole_text,
    "NOTICE": IrcClient._whole_text,
}
