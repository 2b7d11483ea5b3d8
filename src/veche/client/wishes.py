"""What our user wants of the server, whatever becomes of the connection.

Owns the channels to be in, the nick to have, and what was asked while nobody listened. Must not
know whether any of it came true.
"""

from dataclasses import dataclass
from datetime import datetime

from veche.core.names import fold

# Beyond this, whoever asks while away is a fault.
MAX_LATER = 100


@dataclass(slots=True)
class Wish:
    """A channel to be in, and what of its past to be told at the first entry."""

    name: str
    key: str = ""
    since: datetime | str | None = None
    backlog: int = 20
    asked: bool = False
    tries: int = 0
    entered: bool = False
    # When we first came in, by the server's clock: all since then is to be told.
    entered_at: datetime | None = None


@dataclass(slots=True)
class Unwanted:
    """A channel that was parted; the server may not know, and `told`: whether our user does."""

    name: str
    reason: str
    told: bool


class Wishes:
    """Channels are by folded name."""

    def __init__(self, nick: str) -> None:
        self.nick = nick
        # Whether the nick was chosen while the server could not be told.
        self.renamed = False
        self.away = ""
        self.channels: dict[str, Wish] = {}
        self.unwanted: dict[str, Unwanted] = {}
        # With whom to catch up as soon as it can be.
        self.people: dict[str, Wish] = {}
        # What to be told of channels into which the server may put us by itself.
        self.expected: dict[str, Wish] = {}
        # Asked and not answered: what is asked again after a loss.
        self.names: dict[str, str] = {}
        self.list = False
        self._later: list[tuple[str, ...]] = []

    def want(self, wish: Wish) -> None:
        """Be in a channel."""
        key = fold(wish.name)
        before = self.channels.get(key)
        wish.asked = before is not None and before.asked
        self.channels[key] = wish
        self.unwanted.pop(key, None)

    def drop(self, where: str) -> Wish | None:
        """Be in a channel no longer."""
        return self.channels.pop(fold(where), None)

    def wants(self, where: str) -> bool:
        """Return whether a channel is one to be in."""
        return fold(where) in self.channels

    def add_later(self, *words: str) -> bool:
        """Keep a line until somebody listens; return whether there is room for it."""
        if len(self._later) >= MAX_LATER:
            return False
        self._later.append(words)
        return True

    def take_later(self) -> list[tuple[str, ...]]:
        """Return, and forget, the lines that were kept."""
        lines, self._later = self._later, []
        return lines

    def lost(self) -> None:
        """Nothing that was asked of a lost connection will be answered."""
        for wish in self.channels.values():
            wish.asked = False
