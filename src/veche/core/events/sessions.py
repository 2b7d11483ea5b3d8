"""Events of sessions: a client is attached to a user, or no more."""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import TextBody
from veche.core.ids import Id


class ServerStarted(Event, frozen=True, gc=False):
    """A new life of the server: no session is left from the one before."""

    kind: ClassVar[str] = "server-started"


class SessionAttached(Event, frozen=True, gc=False):
    """The session speaks for the user, who is in these channels, from now on."""

    kind: ClassVar[str] = "session-attached"
    durable: ClassVar[bool] = False
    session: Id
    worker: int
    user: Id
    channels: tuple[Id, ...] = ()


class SessionDetached(Event, frozen=True, gc=False):
    """The session is gone; nothing is said of the user."""

    kind: ClassVar[str] = "session-detached"
    durable: ClassVar[bool] = False
    session: Id


class SessionEnded(Event, frozen=True, gc=False):
    """Told to one session: the server ends it. Text: the reason."""

    kind: ClassVar[str] = "session-ended"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    session: Id
