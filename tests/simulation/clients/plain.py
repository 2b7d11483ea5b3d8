"""Clients of the plain door: people with `nc`, and programs that never send a newline.

Owns what such a client can tell from text alone.
"""

import re

from tests.simulation.checkers import Violation
from tests.simulation.checkers.wire import plain_line
from tests.simulation.clients.base import CHANNELS, Client
from tests.simulation.clients.habits import NICKS
from tests.simulation.messages import WHOLE, token_of
from tests.simulation.world import World
from veche.core.ids import Pos

_PROMPT = "Enter your username: "
_ENTERED = re.compile(r"You are (?:(\S+) )?in (#\S+), ")
_CHANNEL = re.compile(r"\[(#[^\] ]+)\] ")
_DIRECT = re.compile(r"\[(\S+) -> (\S+)\] ")
_LINES = (
    *("/join {c}", "/join {c}", "/leave {c}", "/leave", "/who", "/who {n}", "/list", "/help", " "),
    *("/nick {n}", "/topic {c} plain \x1b[2J topic", "/bogus", "/msg"),
)
_NAMED = ("cannot be used", "is taken")


class PlainClient(Client):
    """A person who types lines."""

    def __init__(self, world: World, number: int, nick: str) -> None:
        super().__init__(world, number, nick)
        self.base = nick
        self._buffer = b""
        self._last: dict[str, Pos] = {}
        """Position of each channel's newest message that was read since it was entered."""
        self._pages: dict[str, int] = {}
        """How many times its history may begin again: entered twice at once, it comes twice."""

    def greet(self) -> None:
        if self.world.scheduler.chance(0.5):
            self._give_name()  # does not wait to be asked

    def _give_name(self) -> None:
        self.send(f"{self.nick}\n".encode())

    def _another_name(self) -> None:
        self.nick = f"{self.base}{self.world.scheduler.between(1, 999)}"
        self._give_name()

    def forget(self) -> None:
        self._buffer = b""
        self._last.clear()
        self._pages.clear()

    # -- reading ----------------------------------------------------------------------------

    def read(self, data: bytes, stamp: Pos) -> None:
        lines = (self._buffer + data).split(b"\n")
        self._buffer = lines.pop()
        for line in lines:
            self._line(plain_line(self.view.name, line), stamp)
        if self._buffer.endswith(_PROMPT.encode()):
            self._buffer = b""
            self.asked_for_name()

    def asked_for_name(self) -> None:
        """A prompt came."""
        if not self.ready:
            self._another_name()

    def _line(self, text: str, stamp: Pos) -> None:
        text = text.removeprefix(_PROMPT)
        entered = _ENTERED.match(text)
        if entered is not None:
            self.ready = True
            self.nick = entered[1] or self.nick
            self._pages[entered[2]] = self._pages.get(entered[2], -1) + 1
        token = token_of(text)
        if token:
            self._message(text, token, stamp)

    def _message(self, text: str, token: str, stamp: Pos) -> None:
        if len(WHOLE.findall(text)) != 1 or text.count("<m") != 1 or not text.endswith(">"):
            raise Violation("text", f"{self.view.name} was sent {text!r}")
        direct, channel = _DIRECT.match(text), _CHANNEL.match(text)
        name = direct[2] if direct else channel[1] if channel else "#lobby"
        if text.startswith("-- "):
            return
        self.world.delivery.text(self.view, token, name, stamp)
        self._in_order(token, name)

    def _in_order(self, token: str, name: str) -> None:
        found = self.world.ledger.by_token[token]
        pos = next(item.pos for item in found if getattr(item.record.body, "name", "") == name)
        if pos <= self._last.get(name, 0) and self._pages.get(name):
            self._pages[name] -= 1
        elif pos <= self._last.get(name, 0):
            raise Violation("order", f"{self.view.name} was shown {token} in {name} late or again")
        self._last[name] = pos

    # -- doing ------------------------------------------------------------------------------

    def act(self) -> None:
        if not self.ready:
            return
        pick, chance = self.world.scheduler.pick, self.world.scheduler.chance
        if chance(0.6):
            self._talk()
        elif chance(0.03):
            self.type("/quit later")
        else:
            line: str = pick(_LINES)
            self.type(line.format(c=pick(CHANNELS), n=pick(NICKS)))

    def _talk(self) -> None:
        pick, chance = self.world.scheduler.pick, self.world.scheduler.chance
        sent = self.compose()
        if chance(0.7):
            text = sent.text
        elif chance(0.4):
            text = f"/me {sent.text}"
        else:
            text = f"/msg {pick((*NICKS, *CHANNELS))} {sent.text}"
        sent.attempts = 1
        self.type(text)

    def type(self, text: str) -> None:
        """Say a line."""
        self.send(f"{text}\n".encode())


class ChunkClient(PlainClient):
    """A program that sends a message a `send()`, and takes each `recv()` for a message."""

    whole = True

    def __init__(self, world: World, number: int, nick: str) -> None:
        super().__init__(world, number, nick)
        self._free_at = 0.0

    def greet(self) -> None:
        """It waits for the prompt."""

    def _give_name(self) -> None:
        self.type(self.nick)

    def read(self, data: bytes, stamp: Pos) -> None:
        if not self.ready and data.endswith(_PROMPT.encode()):
            self.asked_for_name()
            return
        for line in data.split(b"\n"):
            text = plain_line(self.view.name, line)
            if not self.ready and any(word in text for word in _NAMED):
                self._another_name()
            self._line(text, stamp)

    def type(self, text: str) -> None:
        """Send without an end, never two within 100 ms."""
        scheduler = self.world.scheduler
        wait = max(0.0, self._free_at - scheduler.now)
        self._free_at = scheduler.now + wait + 0.15
        scheduler.after(wait, self._say, text, self.link)

    def _say(self, text: str, link: object) -> None:
        if link is self.link:
            self.send(text.encode())
