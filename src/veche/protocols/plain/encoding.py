"""How events read on the plain door: `alice: hello`.

Owns the wording of what others do. Whatever somebody else chose stands behind
a nick, and nicks have no spaces: no text can pass for the server's own `-- `.
"""

from collections.abc import Callable

from veche.core.events import (
    ChannelCreated,
    DirectOpened,
    Event,
    Happened,
    Invited,
    Joined,
    Kicked,
    MessageKind,
    MessageRedacted,
    MessageSent,
    ModeChange,
    ModesBody,
    ModesChanged,
    NickBody,
    NickChanged,
    Parted,
    RenamedBody,
    Returned,
    TargetBody,
    TextBody,
    TopicSet,
    UserDetached,
    UserLeft,
    WallopsSent,
)
from veche.core.names import fold
from veche.protocols.base import Encoding, ServerInfo
from veche.protocols.plain.cleaning import to_wire

_QUIET = 1


class PlainEncoding(Encoding):
    """One for all clients that speak in lines, one (quiet) for all that speak in chunks.

    The quiet one does not tell who comes and goes: such a program takes all it
    gets for messages, and crowds would make it get several at once.
    """

    __slots__ = ("_lobby", "_quiet")

    def __init__(self, lobby: str, quiet: bool) -> None:
        super().__init__("plain", _QUIET if quiet else 0)
        self._lobby = fold(lobby)
        self._quiet = quiet

    def encode(self, event: Happened) -> bytes:
        """One line, made safe for a terminal, and for a message one of each of its lines; empty for
        what is not shown or was erased."""
        what, body = event.record.event, event.record.body
        kind = type(what)
        if isinstance(what, MessageSent) and isinstance(body, TextBody):
            lines = body.text.split("\n") if "\n" in body.text else (body.text,)
            if what.edits:
                lines = (*lines[:-1], f"{lines[-1]} (edited)")
            return b"".join(
                to_wire(self._message(what, body, line)) + b"\n"
                for line in lines
                if line or len(lines) == 1
            )
        if isinstance(body, TextBody) and kind in _ABOUT_PEOPLE:
            text = "" if self._quiet else f"-- {_ABOUT_PEOPLE[kind](body, self._place(body.name))}"
        elif isinstance(body, NickBody) and kind is NickChanged:
            text = f"-- {body.who.nick} is now called {body.nick}"
        elif isinstance(body, TextBody) and kind is TopicSet:
            text = f"-- {_topic(body)}"
        elif isinstance(body, TargetBody) and kind in _ABOUT_TARGETS:
            text = f"-- {_ABOUT_TARGETS[kind](body)}"
        elif isinstance(body, TextBody) and kind is WallopsSent:
            text = f"-- {body.who.nick} to all: {body.text}"
        elif isinstance(body, RenamedBody):
            text = f"-- {body.who.nick} renamed {body.name} to {body.new}{_because(body.text)}"
        elif isinstance(body, ModesBody) and kind is ModesChanged:
            changes = " ".join(map(_change, body.changes))
            text = f"-- {body.who.nick or 'The server'} set the modes {changes} of {body.name}"
        else:
            text = ""
        return to_wire(text) + b"\n" if text else b""

    def _message(self, what: MessageSent, body: TextBody, text: str) -> str:
        nick = body.who.nick
        if what.how is MessageKind.ACTION:
            said = f"* {nick} {text}"
        elif what.how is MessageKind.NOTICE:
            said = f"-{nick}- {text}"
        elif what.target:
            said = text
        else:
            said = f"{nick}: {text}"
        if what.target:
            return f"[{nick} -> {body.name}] {said}"
        return said if fold(body.name) == self._lobby else f"[{body.name}] {said}"

    def _place(self, name: str) -> str:
        return f" {name}" if name and fold(name) != self._lobby else ""


# The author typed it, or is told in other words.
_NOT_ECHOED: tuple[type[Event], ...] = (ChannelCreated, DirectOpened, Joined, MessageSent, Parted)


def is_told(event: Happened) -> bool:
    """Whether the author of this sees a line of it."""
    return not isinstance(event.record.event, _NOT_ECHOED)


class PlainEncodings:
    """The plain encodings of one worker, made when first asked for."""

    def __init__(self, info: ServerInfo) -> None:
        self._lobby = info.lobby
        self._made: dict[bool, PlainEncoding] = {}

    def get(self, chunked: bool = False) -> PlainEncoding:
        """The encoding of clients that do, or do not, speak in chunks."""
        made = self._made.get(chunked)
        if made is None:
            made = self._made[chunked] = PlainEncoding(self._lobby, quiet=chunked)
        return made


def _because(text: str) -> str:
    return f" ({text})" if text else ""


def _topic(body: TextBody) -> str:
    if body.text:
        return f"{body.who.nick} set the topic of {body.name}: {body.text}"
    return f"{body.who.nick} cleared the topic of {body.name}"


def _kicked(body: TargetBody) -> str:
    return f"{body.who.nick} removed {body.nick} from {body.name}{_because(body.text)}"


def _invited(body: TargetBody) -> str:
    return f"{body.who.nick} invited {body.nick} to {body.name}: /join {body.name}"


def _change(change: ModeChange) -> str:
    text = f"{'+' if change.adding else '-'}{change.letter}"
    return f"{text} {change.argument}" if change.argument else text


def _came(body: TextBody, place: str) -> str:
    return f"{body.who.nick} joined{place}"


def _left(body: TextBody, place: str) -> str:
    return f"{body.who.nick} left{place}{_because(body.text)}"


def _gone(body: TextBody, place: str) -> str:
    return f"{body.who.nick} is gone{_because(body.text)}"


def _took_back(body: TextBody, place: str) -> str:
    where = f" in{place}" if place else ""
    return f"{body.who.nick} took back a message{where}{_because(body.text)}"


_ABOUT_PEOPLE: dict[type[Event], Callable[[TextBody, str], str]] = {
    Joined: _came,
    Returned: _came,
    Parted: _left,
    UserLeft: _gone,
    UserDetached: _gone,
    MessageRedacted: _took_back,
}
_ABOUT_TARGETS: dict[type[Event], Callable[[TargetBody], str]] = {
    Kicked: _kicked,
    Invited: _invited,
}
