"""Events of push: which devices are told, and of what."""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import PushBody
from veche.core.ids import Id
from veche.core.subscriptions import Subscription


class PushRegistered(Event, frozen=True, gc=False):
    """A device of the account is told by push. The subscriptions that `replaced` made end, and
    their bodies go."""

    kind: ClassVar[str] = "push-registered"
    body_type: ClassVar[type[msgspec.Struct] | None] = PushBody
    account: Id
    replaced: tuple[Id, ...] = ()


class PushDropped(Event, frozen=True, gc=False):
    """The subscriptions of the account that these `records` made end, and their bodies go."""

    kind: ClassVar[str] = "push-dropped"
    account: Id
    records: tuple[Id, ...]


class PushDue(Event, frozen=True, gc=False):
    """These are to be told of the record `of`, which happened just before."""

    kind: ClassVar[str] = "push-due"
    durable: ClassVar[bool] = False
    of: Id
    to: tuple[Subscription, ...] = ()
