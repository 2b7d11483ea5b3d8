"""What every event has.

Owns the base class: kind, version, whether the log keeps it, and which body goes with it.
"""

from typing import ClassVar

import msgspec

from veche.core.ids import Id


class Event(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The base of all events. `durable` ones go to the log, the others only to people."""

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 1
    durable: ClassVar[bool] = True
    body_type: ClassVar[type[msgspec.Struct] | None] = None

    @property
    def touches(self) -> tuple[Id, ...]:
        """Conversations where it is read with what was said, though it has no number there."""
        return ()
