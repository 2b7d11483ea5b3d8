"""What must have happened by when.

Owns the points in time. Must not know how time passes: whoever drives the client asks for the
next one, and calls when it has come.
"""

from enum import Enum, auto


class Due(Enum):
    """What a point in time is set for."""

    REGISTER = auto()  # the server lets us in, or says why not
    LOGIN = auto()  # it decides about an account
    NICK = auto()  # it answers NICK
    JOIN = auto()  # it answers a JOIN; subject: the channel
    HISTORY = auto()  # it answers CHATHISTORY; subject: the label
    NAMES = auto()  # it answers NAMES; subject: the channel
    LIST = auto()  # it answers LIST
    SETTLE = auto()  # it has told all that follows its welcome
    ACKNOWLEDGE = auto()  # it acknowledges one more of what was sent
    SILENCE = auto()  # it says anything
    PONG = auto()  # it answers our PING
    QUIT = auto()  # it closes after QUIT


# Seconds. A person may have to be waited for in the first; the others are far beyond what any
# working network needs.
PATIENCE_S = {
    Due.REGISTER: 30.0,
    Due.LOGIN: 30.0,
    Due.NICK: 30.0,
    Due.JOIN: 30.0,
    Due.HISTORY: 30.0,
    Due.NAMES: 30.0,
    Due.LIST: 60.0,
    Due.SETTLE: 30.0,
    Due.ACKNOWLEDGE: 30.0,
    Due.SILENCE: 60.0,
    Due.PONG: 30.0,
    Due.QUIT: 10.0,
}


class Timers:
    """Points in time on one monotonic clock, in seconds, one for each purpose and subject."""

    def __init__(self) -> None:
        self._times: dict[tuple[Due, str], float] = {}

    def set(self, due: Due, at: float, subject: str = "") -> None:
        """Set, or set anew."""
        self._times[due, subject] = at

    def clear(self, due: Due, subject: str = "") -> bool:
        """Forget one; return whether it was set."""
        return self._times.pop((due, subject), None) is not None

    def has(self, due: Due, subject: str = "") -> bool:
        """Return whether one is set."""
        return (due, subject) in self._times

    def subjects(self, due: Due) -> list[str]:
        """Return what those that are set for `due` are about, the first set first."""
        return [subject for each, subject in self._times if each is due]

    def next(self) -> float | None:
        """Return the nearest, or None."""
        return min(self._times.values(), default=None)

    def take(self, now: float) -> list[tuple[Due, str]]:
        """Remove and return those that have come, the earliest first."""
        in_order = sorted(self._times.items(), key=lambda item: item[1])
        come = [key for key, at in in_order if at <= now]
        for key in come:
            del self._times[key]
        return come
