"""What the log says, read independently of the server: who was where, and who said what.

Owns its own idea of membership, which must not use `core.state` or `core.apply`.
"""

from typing import Any

from tests.simulation.messages import token_of
from veche.core.events import (
    ChannelCreated,
    ChannelExpired,
    DirectOpened,
    Joined,
    Kicked,
    MessageSent,
    Parted,
    ServerStarted,
    Stored,
    TextBody,
    UserLeft,
    UserRegistered,
)
from veche.core.ids import Id, Pos

Stay = list[Pos]
"""First and last position that a member sees; the last is `FOR_EVER` while it stays."""
FOR_EVER = 1 << 62


class Ledger:
    """Grows with the log."""

    def __init__(self) -> None:
        self.stored: list[Stored] = []
        self.by_id: dict[Id, Stored] = {}
        self.by_token: dict[str, list[Stored]] = {}
        self.channels: dict[Id, None] = {}
        self.pairs: dict[Id, tuple[Id, Id]] = {}
        self.stays: dict[tuple[Id, Id], list[Stay]] = {}  # channel, user
        self._here: dict[Id, dict[Id, Stay]] = {}  # user -> channel
        self._passing: dict[Id, None] = {}  # users that end with the server's life

    def add(self, stored: Stored) -> None:
        """The next record of the log."""
        self.stored.append(stored)
        self.by_id[stored.record.id] = stored
        event: Any = stored.record.event
        match event:
            case MessageSent():
                body = stored.record.body
                assert isinstance(body, TextBody)
                self.by_token.setdefault(token_of(body.text), []).append(stored)
            case Joined():
                stay = [stored.pos, FOR_EVER]
                self._here.setdefault(event.user, {})[event.channel] = stay
                self.stays.setdefault((event.channel, event.user), []).append(stay)
            case Parted():
                self._end(event.user, event.channel, stored.pos)
            case Kicked():
                self._end(event.target, event.channel, stored.pos)
            case UserLeft():
                self.user_left(event.user, stored.pos)
            case ChannelCreated():
                self.channels[event.channel] = None
            case ChannelExpired():
                for user in self._here:
                    self._end(user, event.channel, stored.pos)
            case DirectOpened():
                self.pairs[event.conversation] = (event.one, event.other)
            case UserRegistered() if not event.resume:
                self._passing[event.user] = None
            case ServerStarted():
                for user in self._passing:
                    self.user_left(user, stored.pos)
                self._passing.clear()

    def user_left(self, user: Id, pos: Pos) -> None:
        """The user sees nothing after `pos`; also for one whose going was not stored."""
        for stay in self._here.pop(user, {}).values():
            stay[1] = pos

    def _end(self, user: Id, channel: Id, pos: Pos) -> None:
        stay = self._here.get(user, {}).pop(channel, None)
        if stay is not None:
            stay[1] = pos

    def member(self, channel: Id, user: Id, first: Pos, last: Pos) -> bool:
        """Whether the user was a member at some position from `first` to `last`."""
        stays = self.stays.get((channel, user), ())
        return any(stay[0] <= last and first <= stay[1] for stay in stays)

    def sees(self, user: Id, stored: Stored) -> bool:
        """Whether the user, being attached, must be told of the record."""
        event: Any = stored.record.event
        conversation = stored.record.conversation
        who = getattr(event, "user", 0)
        if who == user and (conversation is None or isinstance(event, MessageSent)):
            return True  # also what it says in a channel that takes messages from outside
        if conversation in self.pairs:
            return user in self.pairs[conversation]
        if conversation is not None:
            return self.member(conversation, user, stored.pos, stored.pos)
        return any(
            self.member(channel, user, stored.pos, stored.pos)
            and self.member(channel, who, stored.pos, stored.pos)
            for channel in self.channels
        )
