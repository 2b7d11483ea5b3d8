"""How events read on the plain door: `alice: hello`.

Owns the wording of what others do. Whatever somebody else chose stands behind
a nick, and nicks have no spaces: no text can pass for the server's own `-- `.
"""

from collections.abc import Callable

from veche.core.events import (
    Event,
    Happened,
    Invited,
    Joined,
    Kicked,
    MessageKind,
    MessageSent,
    ModeChange,
    ModesBody,
    ModesChanged,
    NickBody,
    NickChanged,
    Parted,
    Returned,
    TargetBody,
    TextBody,
    TopicSet,
    UserDetached,
    UserLeft,
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
        """One line, made safe for a terminal; empty for what is not shown or was erased."""
        what, body = event.record.event, event.record.body
        kind = type(what)
        if isinstance(what, MessageSent) and isinstance(body, TextBody):
            text = self._message(what, body)
        elif isinstance(body, TextBody) and kind in _ABOUT_PEOPLE:
            text = "" if self._quiet else f"-- {_ABOUT_PEOPLE[kind](body, self._place(body.name))}"
        elif isinstance(body, NickBody) and kind is NickChanged:
            text = f"-- {body.who.nick} is now called {body.nick}"
        elif isinstance(body, TextBody) and kind is TopicSet:
            text = f"-- {_topic(body)}"
        elif isinstance(body, TargetBody) and kind in _ABOUT_TARGETS:
            text = f"-- {_ABOUT_TARGETS[kind](body)}"
        elif isinstance(body, ModesBody) and kind is ModesChanged:
            changes = " ".join(map(_change, body.changes))
            text = f"-- {body.who.nick} set the modes {changes} of {body.name}"
        else:
            text = ""
        return to_wire(text) + b"\n" if text else b""

    def _message(self, what: MessageSent, body: TextBody) -> str:
        nick = body.who.nick
        if what.how is MessageKind.ACTION:
            said = f"* {nick} {body.text}"
        elif what.how is MessageKind.NOTICE:
            said = f"-{nick}- {body.text}"
        elif what.target:
            said = body.text
        else:
            said = f"{nick}: {body.text}"
        if what.target:
            return f"[{nick} -> {body.name}] {said}"
        return said if fold(body.name) == self._lobby else f"[{body.name}] {said}"

    def _place(self, name: str) -> str:
        return f" {name}" if name and fold(name) != self._lobby else ""


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


_ABOUT_PEOPLE: dict[type[Event], Callable[[TextBody, str], str]] = {
    Joined: _came,
    Returned: _came,
    Parted: _left,
    UserLeft: _gone,
    UserDetached: _gone,
}
_ABOUT_TARGETS: dict[type[Event], Callable[[TargetBody], str]] = {
    Kicked: _kicked,
    Invited: _invited,
}
