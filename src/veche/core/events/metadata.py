"""Events of metadata: what users and channels say of themselves, by key.

Owns what is kept of it, and who has asked to be told of which keys.
"""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import MetadataBody
from veche.core.ids import Id


class MetadataSet(Event, frozen=True, gc=False):
    """`user` gave a key of the channel, of the account, or else of the user `target`, the value of
    the body; an empty one takes the key away."""

    kind: ClassVar[str] = "metadata-set"
    body_type: ClassVar[type[msgspec.Struct] | None] = MetadataBody
    user: Id
    channel: Id = 0
    target: Id = 0
    account: Id = 0


class MetadataShown(Event, frozen=True, gc=False):
    """Told to those who asked for the key: a user with this value of it came into their channel."""

    kind: ClassVar[str] = "metadata-shown"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = MetadataBody
    user: Id


class KeysSubscribed(Event, frozen=True, gc=False):
    """A session is told of these keys from now on, and of no others."""

    kind: ClassVar[str] = "keys-subscribed"
    durable: ClassVar[bool] = False
    session: Id
    keys: tuple[str, ...] = ()
