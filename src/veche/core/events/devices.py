"""Events of people who have several devices, and of users who stay without any."""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import TextBody
from veche.core.ids import Id


class MarkerMoved(Event, frozen=True, gc=False):
    """A user, of the account if it has one, has read up to `at_ms`, Unix milliseconds.

    Body name: the channel or the nick that it has read, as it typed it.
    """

    kind: ClassVar[str] = "marker-moved"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    account: Id
    at_ms: int


class UserAbsent(Event, frozen=True, gc=False):
    """The last session of a user who stays is gone. Text: why."""

    kind: ClassVar[str] = "user-absent"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id


class UserPresent(Event, frozen=True, gc=False):
    """A user who had stayed without a session has one again."""

    kind: ClassVar[str] = "user-present"
    user: Id
