"""Answers that come in many lines: who is in a channel, which channels there are.

Owns what has come so far, within a bound.
"""

from veche.client.channel import MAX_MEMBERS, Member
from veche.client.events import ChannelList, ChannelRow
from veche.client.message import Message
from veche.client.reports import Named

# More than anyone reads; the rest of a longer answer is dropped.
_MAX_ROWS = 10_000
_MAX_CHANNELS = 100
# Some servers have signs that they do not announce.
_RANKS = "~&@%+"


class Listings:
    """Collects RPL_NAMREPLY up to RPL_ENDOFNAMES, RPL_LIST up to RPL_LISTEND."""

    def __init__(self) -> None:
        self._names: dict[str, list[Member]] = {}
        self._rows: list[ChannelRow] = []

    def receive(self, message: Message, ranks: str = "@+") -> Named | ChannelList | None:
        """Take one line of an answer; return the answer when it is whole.

        `ranks`: the signs that stand before nicks, the highest first.
        """
        match message.command:
            case "353":
                self._add_names(message.param(2), message.param(-1).split(), ranks)
            case "366":
                channel = message.param(1)
                return Named(channel, tuple(self._names.pop(channel, [])))
            case "322":
                if len(self._rows) < _MAX_ROWS:
                    topic = message.param(3)
                    self._rows.append(ChannelRow(message.param(1), message.param(2), topic))
            case "323":
                rows, self._rows = self._rows, []
                return ChannelList(tuple(rows))
        return None

    def _add_names(self, channel: str, names: list[str], ranks: str) -> None:
        if channel not in self._names and len(self._names) >= _MAX_CHANNELS:
            return
        known = self._names.setdefault(channel, [])
        for name in names[: MAX_MEMBERS - len(known)]:
            nick = name.lstrip(ranks + _RANKS)
            signs = name[: len(name) - len(nick)]
            if nick := nick.partition("!")[0]:
                known.append(Member(nick, "".join(sign for sign in ranks if sign in signs)))
