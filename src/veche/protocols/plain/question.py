"""What a password is asked for.

Owns the shape: the payload of the `Echo` that a command becomes which cannot go on without one.
"""

from enum import Enum, auto

import msgspec

from veche.core.secret import Secret


class Purpose(Enum):
    """What the password is for."""

    LOGIN = auto()
    OPEN = auto()  # the account is to be made
    OPERATOR = auto()
    CHANGE = auto()  # the old one, and then the new one


class Question(msgspec.Struct, frozen=True):
    """For the account or the operator `name`; an empty name is the user's own. `old`: the old
    password was given, and the new one is asked for."""

    name: str
    purpose: Purpose = Purpose.LOGIN
    old: Secret | None = None
