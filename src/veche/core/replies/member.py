"""A user as a row of an answer."""

import msgspec

from veche.core.events import Who


class Member(msgspec.Struct, frozen=True, gc=False):
    """A member as seen in NAMES and WHO. `letters`: member modes, highest first."""

    who: Who
    letters: str
    realname: str = ""
    away: bool = False
    operator: bool = False  # of the server
