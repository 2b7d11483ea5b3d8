"""Who is where: the channels that we are in, and their members.

Owns what the server tells of coming, going, names and ranks. Must not know what anybody says.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from veche.client.channel import Channel
from veche.client.events import AwayChanged, Event, Joined, Left, Renamed, TopicSet
from veche.client.reports import Named, RankChanged
from veche.core.names import fold

# A server may put us into channels; into more than this we do not go.
MAX_CHANNELS = 200
_MAX_MEMBERS_IN_ALL = 200_000


class Roster:
    """The channels by folded name; those of a lost connection stay, and are stale."""

    def __init__(self) -> None:
        self._channels: dict[str, Channel] = {}
        self.channels: Mapping[str, Channel] = MappingProxyType(self._channels)

    def has(self, where: str) -> bool:
        """Return whether we are in a channel, now."""
        channel = self._channels.get(fold(where))
        return channel is not None and not channel.stale

    def enter(self, where: str) -> bool:
        """We are in a channel; return whether that is news, and believable."""
        key = fold(where)
        if self.has(where) or (key not in self._channels and len(self._channels) >= MAX_CHANNELS):
            return False
        channel = self._channels.setdefault(key, Channel(where))
        channel.name, channel.stale = where, False
        return True

    def leave(self, where: str) -> None:
        """We are in a channel no longer."""
        self._channels.pop(fold(where), None)

    def lost(self) -> None:
        """The connection is lost: nothing is certain any more."""
        for channel in self._channels.values():
            channel.stale = True

    def named(self, named: Named) -> None:
        """Take the whole list of a channel's members."""
        channel = self._channels.get(fold(named.where))
        if channel is not None:
            room = self._room() + len(channel.members)
            channel.replace(named.members[: max(0, room)])

    def rank(self, change: RankChanged, order: str) -> None:
        """Take a change of somebody's rank; `order`: all signs, the highest first."""
        channel = self._channels.get(fold(change.where))
        if channel is not None:
            channel.change_rank(change.nick, change.sign, change.given, order)

    def apply(self, event: Event) -> Event:
        """Take what an event changes; return it with the channels that it was seen in."""
        match event:
            case Joined(who=who, where=where):
                channel = self._channels.get(fold(where))
                if channel is not None and self._room() > 0:
                    channel.enter(who)
            case Left(who=who, where="", own=False):
                seen = tuple(c.name for c in self._channels.values() if c.leave(who))
                return replace(event, seen_in=seen)
            case Left(who=who, where=where, own=False):
                channel = self._channels.get(fold(where))
                if channel is not None:
                    channel.leave(who)
                    return replace(event, seen_in=(channel.name,))
            case Left(where=where, own=True):
                channel = self._channels.pop(fold(where), None)
                return replace(event, seen_in=(channel.name,) if channel else ())
            case Renamed(who=who, to=to):
                seen = tuple(c.name for c in self._channels.values() if c.rename(who, to))
                return replace(event, seen_in=seen)
            case AwayChanged(who=who, message=message):
                away = message is not None
                seen = tuple(c.name for c in self._channels.values() if c.set_away(who, away))
                return replace(event, seen_in=seen)
            case TopicSet(where=where, text=text):
                channel = self._channels.get(fold(where))
                if channel is not None:
                    channel.topic = text
            case _:
                pass
        return event

    def _room(self) -> int:
        return _MAX_MEMBERS_IN_ALL - sum(len(c.members) for c in self._channels.values())
