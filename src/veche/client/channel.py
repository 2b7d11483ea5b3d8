"""A channel that we are in: its topic and who else is there.

Owns the members of one channel. Must not know other channels, nor the lines of the protocol.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from veche.core.names import fold

# More than anybody looks at; those beyond are not kept.
MAX_MEMBERS = 20_000


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a channel; `ranks`: the signs of their modes, the highest first, as in "@+"."""

    nick: str
    ranks: str = ""
    away: bool = False


class Channel:
    """One channel; `stale` while the connection is lost: as it was when last seen."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.topic = ""
        self.stale = False
        self._members: dict[str, Member] = {}

    @property
    def members(self) -> Mapping[str, Member]:
        """Who is there, by folded nick."""
        return MappingProxyType(self._members)

    def has(self, nick: str) -> bool:
        """Return whether somebody of that nick is there."""
        return fold(nick) in self._members

    def replace(self, members: Iterable[Member]) -> None:
        """Take a whole list; who was known to be away still is."""
        away = {key for key, member in self._members.items() if member.away}
        self._members = {}
        for member in members:
            key = fold(member.nick)
            if len(self._members) < MAX_MEMBERS:
                self._members[key] = replace(member, away=key in away)

    def enter(self, nick: str) -> None:
        """Somebody came."""
        if nick and (fold(nick) in self._members or len(self._members) < MAX_MEMBERS):
            self._members.setdefault(fold(nick), Member(nick))

    def leave(self, nick: str) -> bool:
        """Somebody went; return whether they were there."""
        return self._members.pop(fold(nick), None) is not None

    def rename(self, nick: str, to: str) -> bool:
        """Somebody has another nick; return whether they are here."""
        member = self._members.pop(fold(nick), None)
        if member is None:
            return False
        self._members[fold(to)] = replace(member, nick=to)
        return True

    def set_away(self, nick: str, away: bool) -> bool:
        """Somebody is away, or back; return whether they are here."""
        member = self._members.get(fold(nick))
        if member is None:
            return False
        self._members[fold(nick)] = replace(member, away=away)
        return True

    def change_rank(self, nick: str, sign: str, given: bool, order: str) -> None:
        """A mode with this sign was given or taken; `order`: all signs, the highest first."""
        member = self._members.get(fold(nick))
        if member is None:
            return
        held = {*member.ranks, sign} if given else {*member.ranks} - {sign}
        ranks = "".join(each for each in order if each in held)
        self._members[fold(nick)] = replace(member, ranks=ranks)
