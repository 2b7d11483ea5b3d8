"""Events of users: who comes, changes, goes."""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import ModesBody, NickBody, TextBody, UserBody
from veche.core.ids import Id


class UserRegistered(Event, frozen=True, gc=False):
    """A guest came. `resume` is the hash of the resume secret, empty without one."""

    kind: ClassVar[str] = "user-registered"
    version: ClassVar[int] = 2
    body_type: ClassVar[type[msgspec.Struct] | None] = UserBody
    user: Id
    resume: bytes = b""


class NickChanged(Event, frozen=True, gc=False):
    """A user has another nick. `channels`: where it was then."""

    kind: ClassVar[str] = "nick-changed"
    version: ClassVar[int] = 3
    body_type: ClassVar[type[msgspec.Struct] | None] = NickBody
    user: Id
    channels: tuple[Id, ...] = ()

    @property
    def touches(self) -> tuple[Id, ...]:
        """As `Event.touches`."""
        return self.channels


class UserLeft(Event, frozen=True, gc=False):
    """A user is gone for good: left all channels, gave up the nick. Text: the reason.

    `channels`: where it was.
    """

    kind: ClassVar[str] = "user-left"
    version: ClassVar[int] = 3
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channels: tuple[Id, ...] = ()

    @property
    def touches(self) -> tuple[Id, ...]:
        """As `Event.touches`."""
        return self.channels


class UserDetached(Event, frozen=True, gc=False):
    """The last session of a resumable user is gone: others see it quit. Text: the reason."""

    kind: ClassVar[str] = "user-detached"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id


class UserResumed(Event, frozen=True, gc=False):
    """A detached user is back; announced by a `Returned` in each of its channels."""

    kind: ClassVar[str] = "user-resumed"
    durable: ClassVar[bool] = False
    user: Id


class AwayChanged(Event, frozen=True, gc=False):
    """A user is away with the text, or back when it is empty.

    With a `channel`, only its members are told: somebody who is away came in.
    """

    kind: ClassVar[str] = "away-changed"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id = 0


class UserModesChanged(Event, frozen=True, gc=False):
    """A user changed its own modes."""

    kind: ClassVar[str] = "user-modes-changed"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = ModesBody
    user: Id
