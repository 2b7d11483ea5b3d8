"""How events read on the plain door: `alice: hello`.

Owns the wording of what others do. Whatever somebody else chose stands behind
a nick, and nicks have no spaces: no text can pass for the server's own `-- `.
"""

from collections.abc import Callable, Iterator, Sequence

from veche.core.events import (
    ChannelCreated,
    DirectOpened,
    Event,
    Happened,
    Invited,
    Joined,
    Kicked,
    MessageRedacted,
    MessageSent,
    ModeChange,
    ModesBody,
    ModesChanged,
    NickBody,
    NickChanged,
    Parted,
    PasswordChanged,
    Reacted,
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
from veche.protocols.plain import words
from veche.protocols.plain.cleaning import to_wire
from veche.protocols.plain.recall import Recall

_QUIET = 1


class PlainEncoding(Encoding):
    """One for all clients that speak in lines, one (quiet) for all that speak in chunks.

    The quiet one does not tell who comes and goes: such a program takes all it
    gets for messages, and crowds would make it get several at once.
    """

    __slots__ = ("_lobby", "_quiet", "recall")

    def __init__(self, lobby: str, quiet: bool, recall: Recall) -> None:
        super().__init__("plain", _QUIET if quiet else 0)
        self._lobby = fold(lobby)
        self._quiet = quiet
        self.recall = recall

    def encode(self, event: Happened) -> bytes:
        """One line, made safe for a terminal, and for a message one of each of its lines; empty for
        what is not shown or was erased."""
        data = self._told(event, self.recall)
        self.recall.note(event)
        return data

    def page(self, events: Sequence[Happened], everywhere: bool = False) -> Iterator[bytes]:
        """The same for history, where only what is on the page itself is known; empty ones too.
        `everywhere`: the lobby is named as well."""
        recall = Recall(whole=False)
        for event in events:
            data = self._told(event, recall, everywhere)
            recall.note(event)
            yield data

    def _told(self, event: Happened, recall: Recall, everywhere: bool = False) -> bytes:
        what, body = event.record.event, event.record.body
        kind = type(what)
        if isinstance(what, MessageSent) and isinstance(body, TextBody):
            return self._message(event, what, body, recall, everywhere)
        if isinstance(body, TextBody) and kind in _ABOUT_MESSAGES:
            where = "" if getattr(what, "target", 0) else self._place(body.name)
            said = _ABOUT_MESSAGES[kind](event, body, f" in{where}" if where else "", recall)
            text = "" if self._quiet or not said else f"-- {said}"
        elif isinstance(body, TextBody) and kind in _ABOUT_PEOPLE:
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

    def _message(
        self, event: Happened, what: MessageSent, body: TextBody, recall: Recall, everywhere: bool
    ) -> bytes:
        about = words.answered(body.tags, lambda message: recall.of(event, message))
        if what.target:
            place = f"[{body.who.nick} -> {body.name}] "
        elif everywhere or fold(body.name) != self._lobby:
            place = f"[{body.name}] "
        else:
            place = ""
        lines = [line for line in body.text.split("\n") if line] or [""]
        wire = []
        for line in lines:
            wire.append(to_wire(f"{place}{words.said(what, body.who.nick, about, line)}") + b"\n")
            about = ""
        return b"".join(wire)

    def _place(self, name: str) -> str:
        return f" {name}" if name and fold(name) != self._lobby else ""


# The author typed it, or is told in other words.
_NOT_ECHOED: tuple[type[Event], ...] = (
    ChannelCreated,
    DirectOpened,
    Joined,
    MessageSent,
    Parted,
    PasswordChanged,
    UserLeft,
)


def is_told(event: Happened) -> bool:
    """Whether the author of this sees a line of it: of what is about a message, which one."""
    what, body = event.record.event, event.record.body
    if isinstance(what, MessageSent) and isinstance(body, TextBody):
        return bool(what.edits or words.replied_to(body.tags))
    return not isinstance(what, _NOT_ECHOED)


class PlainEncodings:
    """The plain encodings of one worker, made when first asked for."""

    def __init__(self, info: ServerInfo) -> None:
        self.recall = Recall()
        self.info = info
        """What is told of the server now."""
        self._lobby = info.lobby
        self._made: dict[bool, PlainEncoding] = {}

    def get(self, chunked: bool = False) -> PlainEncoding:
        """The encoding of clients that do, or do not, speak in chunks."""
        made = self._made.get(chunked)
        if made is None:
            made = self._made[chunked] = PlainEncoding(self._lobby, chunked, self.recall)
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


def _took_back(event: Happened, body: TextBody, where: str, recall: Recall) -> str:
    what = event.record.event
    said = recall.of(event, what.message) if isinstance(what, MessageRedacted) else None
    whose = f" of {said.nick}" if said is not None and said.nick != body.who.nick else ""
    return f"{body.who.nick} took back a message{whose}{where}{_because(body.text)}"


def _reacted(event: Happened, body: TextBody, where: str, recall: Recall) -> str:
    return words.reacted(body, where, lambda message: recall.of(event, message))


_ABOUT_MESSAGES: dict[type[Event], Callable[[Happened, TextBody, str, Recall], str]] = {
    MessageRedacted: _took_back,
    Reacted: _reacted,
}


def _password(body: TextBody, place: str) -> str:
    return f"Your account {body.name} has a new password, set elsewhere"


_ABOUT_PEOPLE: dict[type[Event], Callable[[TextBody, str], str]] = {
    Joined: _came,
    Returned: _came,
    Parted: _left,
    UserLeft: _gone,
    PasswordChanged: _password,
    UserDetached: _gone,
}
_ABOUT_TARGETS: dict[type[Event], Callable[[TargetBody], str]] = {
    Kicked: _kicked,
    Invited: _invited,
}
