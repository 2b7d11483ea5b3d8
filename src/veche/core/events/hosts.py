"""Events of the name and place that others see a user under: `username@host`.

Owns the change, which is kept, and the two forms in which it is told beside it.
"""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import HostBody, ReentryBody
from veche.core.ids import Id


class HostChanged(Event, frozen=True, gc=False):
    """Others see the user under another username and host from now on."""

    kind: ClassVar[str] = "host-changed"
    body_type: ClassVar[type[msgspec.Struct] | None] = HostBody
    user: Id


class HostShown(Event, frozen=True, gc=False):
    """The same, told to those who share a channel with the user; `own`: to the user itself."""

    kind: ClassVar[str] = "host-shown"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = HostBody
    user: Id
    own: bool = False


class Reentered(Event, frozen=True, gc=False):
    """The same, told to the others in one channel as if the user had been gone: it is there again,
    with its member modes."""

    kind: ClassVar[str] = "reentered"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = ReentryBody
    user: Id
    channel: Id
    letters: str = ""
