"""Where what somebody types goes.

Owns the order of the channels that text may go to. It follows what is typed,
before it is answered, so that lines sent in one go end up where they would
have, had each waited for the last; answers then put right what went otherwise.
"""

from collections.abc import Iterable

from veche.core.names import fold


class Place:
    """The channels of one connection: those it is in, and those it has asked to join."""

    def __init__(self) -> None:
        self._channels: dict[str, str] = {}  # folded name: name, the current one last

    @property
    def current(self) -> str:
        """The channel that text goes to, or empty."""
        return next(reversed(self._channels.values()), "")

    def going(self, channel: str) -> None:
        """It was asked to join `channel`, or it could not be left."""
        self._channels.pop(fold(channel), None)
        self._channels[fold(channel)] = channel

    def entered(self, channel: str) -> None:
        """The join came about; `channel` is the name as others write it."""
        self._channels[fold(channel)] = channel

    def gone(self, channel: str) -> None:
        """It was asked to leave `channel`, or has left it, or could not join it."""
        self._channels.pop(fold(channel), None)

    def moved(self, left: Iterable[str], entered: Iterable[str]) -> None:
        """All at once: it is somebody else now, who is elsewhere."""
        for channel in left:
            self.gone(channel)
        for channel in entered:
            self.entered(channel)
