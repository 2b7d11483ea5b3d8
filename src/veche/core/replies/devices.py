"""Answers to people who have several devices."""

import msgspec

from veche.core.commands.devices import Persistence


class Marker(msgspec.Struct, frozen=True, gc=False):
    """Up to when the asker has read the `target`, as typed; 0: nobody knows."""

    target: str
    at_ms: int


class Persisting(msgspec.Struct, frozen=True, gc=False):
    """What the asker has said, and whether it stays."""

    setting: Persistence
    on: bool
