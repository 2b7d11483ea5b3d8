"""Answers about metadata."""

from enum import Enum, unique

import msgspec

from veche.core.rejections import Rejection


class MetadataRow(msgspec.Struct, frozen=True, gc=False):
    """A key of a user or channel: `value` is empty where it has none. With a `fault` there is no
    such key."""

    target: str
    key: str
    value: str = ""
    fault: Rejection | None = None


@unique
class Telling(Enum):
    """Why rows of metadata are told."""

    CHANGED = "changed"  # the asker changed one
    READ = "read"  # it asked what there is
    SYNCED = "synced"  # as if they had changed just now


class MetadataTold(msgspec.Struct, frozen=True, gc=False):
    """Rows of the `target` and, synced, of those in it. `later`: they are too many just now."""

    target: str
    telling: Telling
    rows: tuple[MetadataRow, ...]
    later: bool = False


class Subscribed(msgspec.Struct, frozen=True, gc=False):
    """The session is told of these keys; with `faults` of the others that it asked for.

    `rows`: what they are just now, for all that it would be told of; None: too much at once.
    """

    keys: tuple[str, ...]
    faults: tuple[Rejection, ...]
    rows: tuple[MetadataRow, ...] | None
    channels: tuple[str, ...] = ()  # where there is too much


class Unsubscribed(msgspec.Struct, frozen=True, gc=False):
    """The session is not told of these keys any more."""

    keys: tuple[str, ...]
    faults: tuple[Rejection, ...] = ()


class Subscriptions(msgspec.Struct, frozen=True, gc=False):
    """All the keys that the session is told of."""

    keys: tuple[str, ...]
