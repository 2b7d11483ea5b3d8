"""What a plain connection writes: lines at once, or chunks a message a write.

Owns the bytes that wait to be written, and what waits for history to go first.
Must not know what is said.
"""

from collections.abc import Iterable, Iterator

from veche.core.ids import Mono
from veche.protocols.plain.cleaning import to_wire
from veche.protocols.plain.pacing import Pacer
from veche.protocols.plain.sentences import PROMPT


class Voice:
    """Output of one connection. `chunked` may become true before anything was answered."""

    chunked: bool
    held_bytes: int
    """How much waits for history."""

    def __init__(self, prompted: bool) -> None:
        self.chunked = False
        self.held_bytes = 0
        self._at_prompt = prompted
        self._holds = 0
        self._before: list[bytes] = []
        self._held: list[bytes] = []
        self._out = bytearray()
        self._pacer = Pacer()

    @property
    def holding(self) -> bool:
        """Deliveries wait, because history is to be shown first."""
        return self._holds > 0

    @property
    def deadline(self) -> Mono | None:
        """When more may be written to a program that speaks in chunks."""
        return self._pacer.deadline

    def heard(self) -> None:
        """A line came, so the peer's cursor is no longer behind the prompt."""
        self._at_prompt = False

    def prompt(self, why: str, now: Mono, what: str = PROMPT) -> None:
        """Say why something is to be typed, and ask for it."""
        self.now(why, now, what)
        self._at_prompt = True

    def hidden(self, command: bytes) -> None:
        """A telnet command, which nobody sees."""
        self._out += command

    def now(self, text: str, now: Mono, end: str = "") -> None:
        """Say a line apart from answers; `end` follows it on a line that stays open."""
        message = to_wire(text) + b"\n" + end.encode()
        if self.chunked:
            self._pacer.put(message.removesuffix(b"\n"), now)
        else:
            self._out += self._new_line() + message

    def lines(self, lines: Iterable[str], now: Mono) -> Iterator[bytes]:
        """An answer: to be written line by line, or in chunks one message of all its lines."""
        if not self.chunked:
            return (to_wire(line) + b"\n" for line in lines)
        message = b"\n".join(map(to_wire, lines))
        if message:
            self._pacer.put(message, now)
        return iter(())

    def messages(self, messages: Iterable[bytes], now: Mono) -> Iterator[bytes]:
        """Encoded events as an answer, a message each."""
        if not self.chunked:
            return iter(tuple(messages))
        for message in messages:
            self._pace(message, now)
        return iter(())

    def hold(self, first: Iterable[str]) -> None:
        """The lines `first`, and all deliveries from now on, wait until as many `release`s."""
        self._holds += 1
        self._before += [to_wire(line) + b"\n" for line in first]

    def release(self, then: Iterable[bytes], now: Mono) -> Iterator[bytes]:
        """What has waited, with `then` before the deliveries; nothing while more is awaited."""
        self._before += then
        self._holds -= 1
        if self._holds:
            return iter(())
        shown = self._before + self._held
        self._before, self._held, self.held_bytes = [], [], 0
        return self.messages(shown, now)

    def push(self, data: bytes, now: Mono) -> None:
        """A delivery."""
        if self._holds:
            self._held.append(data)
            self.held_bytes += len(data)
        elif self.chunked:
            self._pace(data, now)
        else:
            self._out += data

    def tick(self, now: Mono) -> None:
        """Time has passed."""
        self._pacer.tick(now)

    def take(self, everything: bool) -> bytes:
        """What is to be written now; `everything` because the end has come."""
        out = bytes(self._out)
        self._out.clear()
        return out + (self._pacer.flush() if everything else self._pacer.take())

    def last(self, text: str) -> bytes:
        """What waits, and then `text`: the last words."""
        words = to_wire(text)
        if self.chunked:
            waiting = self.take(everything=True)
            return waiting + b"\n" + words if waiting else words
        return self.take(everything=True) + self._new_line() + words + b"\n"

    def _new_line(self) -> bytes:
        if not self._at_prompt:
            return b""
        self._at_prompt = False
        return b"\n"

    def _pace(self, data: bytes, now: Mono) -> None:
        for message in data.split(b"\n"):
            if message:
                self._pacer.put(message, now)
