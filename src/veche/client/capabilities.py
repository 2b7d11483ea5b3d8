"""What the client asks the server to switch on (IRCv3 capability negotiation 302).

Owns the conversation about capabilities. Must not know what they do.
"""

from collections.abc import Sequence

WANTED = (
    "message-tags",
    "server-time",
    "echo-message",
    "batch",
    "labeled-response",
    "draft/chathistory",
    "standard-replies",
    "away-notify",
    "multi-prefix",
    "userhost-in-names",
    "cap-notify",
    "chghost",
    "sasl",
    "draft/account-registration",
    "draft/persistence",
    "draft/read-marker",
    "draft/message-redaction",
    "draft/message-edit",
    "draft/multiline",
    "veche/resume",
    "veche/key",
)
# Longer than any that servers give.
_MOST_VALUE = 512


class Negotiation:
    """From CAP LS to CAP END; only what is both wanted and offered is asked for."""

    def __init__(self) -> None:
        self._offered: dict[str, str] = {}
        self._open = True
        self._enabled: dict[str, None] = {}

    def has(self, capability: str) -> bool:
        """Return whether it is switched on."""
        return capability in self._enabled

    def value(self, capability: str) -> str:
        """Return what the server said of a capability when it offered it, or ""."""
        return self._offered.get(capability, "")

    @property
    def open(self) -> bool:
        """Whether CAP END is still to be said."""
        return self._open

    @property
    def enabled(self) -> frozenset[str]:
        """All that is switched on."""
        return frozenset(self._enabled)

    def receive(self, params: Sequence[str]) -> list[tuple[str, ...]]:
        """Take the parameters of one CAP message; return those of the CAP messages to answer."""
        verb = params[1].upper() if len(params) > 1 else ""
        words = params[-1].split() if len(params) > 2 else []
        match verb:
            case "LS":
                return self._offer(words, more=len(params) > 3 and params[2] == "*")
            case "ACK":
                self._acknowledge(words)
                return self._end()
            case "NAK":
                return self._end()
            case "NEW":
                self._offered |= _offers(words)
                new = [name for name in _offers(words) if name not in self._enabled]
                return [("REQ", " ".join(new))] if new else []
            case "DEL":
                for word in words:
                    self._enabled.pop(word, None)
        return []

    def _offer(self, words: list[str], *, more: bool) -> list[tuple[str, ...]]:
        # Only what we know is kept, so that an endless list costs nothing.
        self._offered |= _offers(words)
        if more or not self._open:
            return []
        asked = [name for name in WANTED if name in self._offered]
        return [("REQ", " ".join(asked))] if asked else self._end()

    def _acknowledge(self, words: list[str]) -> None:
        for word in words:
            if word.startswith("-"):
                self._enabled.pop(word[1:], None)
            elif word in WANTED:
                self._enabled[word] = None

    def _end(self) -> list[tuple[str, ...]]:
        if not self._open:
            return []
        self._open = False
        return [("END",)]


def _offers(words: list[str]) -> dict[str, str]:
    """Return those that we know, in our order, each with its value."""
    found = {name: value for name, _, value in (word.partition("=") for word in words)}
    return {
        name: found[name] if len(found[name]) <= _MOST_VALUE else ""
        for name in WANTED
        if name in found
    }
