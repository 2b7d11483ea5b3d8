"""Up to when somebody with an account has read what this door shows: it was shown, so it is read.

Owns when the markers move: now and then, not with each line, for every move is kept for good.
Other devices learn of it as of any. Must not know what was said.
"""

from veche.core.commands import Command, MoveMarker
from veche.core.ids import Id, Mono
from veche.core.names import fold
from veche.core.replies import ChannelView
from veche.protocols.plain.recall import Recall

EVERY_S = 30.0
"""So long after the last look the markers are looked after again, in seconds."""
_AT_ONCE = 8
"""Of so many conversations at once: each move counts against the rate limit."""


class Marks:
    """One client's. It has none until it is somebody's with an account."""

    deadline: Mono | None
    """When to look again."""

    def __init__(self, recall: Recall) -> None:
        self.deadline = None
        self._recall = recall
        self._user: Id = 0
        self._channels: dict[str, Id] = {}
        self._read: dict[str, int] = {}
        self._waiting: dict[str, tuple[str, int]] = {}

    def begin(self, user: Id, now: Mono) -> None:
        """It is this user now, who has an account."""
        self._user = user
        self.deadline = now + EVERY_S

    def end(self) -> None:
        """It has no account any more, or will be shown nothing more."""
        self.deadline = None

    def entered(self, view: ChannelView) -> None:
        """It is shown what is said there from now on."""
        self._channels[fold(view.name)] = view.channel
        self._came_to(view.name, view.marker_ms)

    def left(self, channel: str) -> None:
        """No more."""
        self._channels.pop(fold(channel), None)

    def shown(self, name: str, at_ms: int) -> None:
        """It was shown all of a channel, or with a nick, up to this message's time."""
        _, waiting_ms = self._waiting.get(fold(name), ("", 0))
        if at_ms > max(waiting_ms, self._read.get(fold(name), 0)):
            self._waiting[fold(name)] = (name, at_ms)

    def due(self, now: Mono) -> list[Command]:
        """The moves there are to make."""
        if self.deadline is None:
            return []
        self.deadline = now + EVERY_S
        for channel in self._channels.values():
            if self._recall.removed(channel, self._user):
                continue
            if (spoken := self._recall.spoken(channel)) is not None:
                self.shown(*spoken)
        for nick, at_ms in self._recall.heard(self._user).items():
            self.shown(nick, at_ms)
        moves: list[Command] = []
        for key in list(self._waiting)[:_AT_ONCE]:
            name, at_ms = self._waiting.pop(key)
            self._came_to(name, at_ms)
            moves.append(MoveMarker(name, at_ms))
        return moves

    def _came_to(self, name: str, at_ms: int) -> None:
        self._read[fold(name)] = max(at_ms, self._read.get(fold(name), 0))
