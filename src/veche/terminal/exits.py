"""How a program of ours ends: its exit codes.

Owns the numbers, which scripts rely on.
"""

from enum import IntEnum


class Exit(IntEnum):
    """The codes of every command that talks to a server."""

    DONE = 0  # and all that was sent is acknowledged
    USAGE = 2
    UNREACHABLE = 3  # or the connection was lost
    REFUSED = 4
    NO_CHANNEL = 5
    TIMED_OUT = 6
    INTERRUPTED = 130
