"""Answers that come in many lines: who is in a channel, which channels there are.

Owns what has come so far, within a bound.
"""

from veche.client.events import ChannelList, ChannelRow, Members
from veche.client.message import Message

# More than anyone reads; the rest of a longer answer is dropped.
_MAX_ROWS = 10_000
_MAX_CHANNELS = 100
_RANKS = "~&@%+"


class Listings:
    """Collects RPL_NAMREPLY up to RPL_ENDOFNAMES, RPL_LIST up to RPL_LISTEND."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._rows: list[ChannelRow] = []

    def receive(self, message: Message) -> Members | ChannelList | None:
        """Take one line of an answer; return the answer when it is whole."""
        match message.command:
            case "353":
                self._add_names(message.param(2), message.param(-1).split())
            case "366":
                channel = message.param(1)
                return Members(channel, tuple(self._names.pop(channel, [])))
            case "322":
                if len(self._rows) < _MAX_ROWS:
                    topic = message.param(3)
                    self._rows.append(ChannelRow(message.param(1), message.param(2), topic))
            case "323":
                rows, self._rows = self._rows, []
                return ChannelList(tuple(rows))
        return None

    def _add_names(self, channel: str, names: list[str]) -> None:
        if channel in self._names or len(self._names) < _MAX_CHANNELS:
            known = self._names.setdefault(channel, [])
            room = _MAX_ROWS - len(known)
            # userhost-in-names is not asked for; a server that sends it anyway is understood.
            known += [name.lstrip(_RANKS).partition("!")[0] for name in names[:room]]
