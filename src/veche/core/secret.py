"""Something that nobody but its owner may see: a password, a token.

Owns the wrapping, so that no repr, traceback or log line shows what is inside.
"""

import msgspec


class Secret(msgspec.Struct, frozen=True, gc=False, repr_omit_defaults=True):
    """A secret text on its way to the one place that needs it. Never part of an event."""

    value: str

    def __repr__(self) -> str:
        return "Secret(...)"

    __str__ = __repr__
