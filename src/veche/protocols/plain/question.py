"""What a password is asked for.

Owns the shape: the payload of the `Echo` that a command becomes which cannot go on without one.
"""

import msgspec


class Question(msgspec.Struct, frozen=True):
    """For the account `name`; `opens`: it is to be made. An empty name is the user's own."""

    name: str
    opens: bool = False
