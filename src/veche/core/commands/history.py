"""Commands that read what was said."""

from enum import Enum, unique
from typing import ClassVar

import msgspec

from veche.core.commands.base import Command
from veche.core.ids import Id, Pos, Seq


@unique
class Direction(Enum):
    """Which way a history page lies from its anchor."""

    LATEST = "latest"  # the newest, down to (not including) the anchor if there is one
    BEFORE = "before"
    AFTER = "after"
    AROUND = "around"  # to both sides of the anchor, which is in it if it is a message
    BETWEEN = "between"  # from the anchor towards the second one, both excluded


class HistoryQuery(msgspec.Struct, frozen=True, gc=False):
    """At most one anchor is given, and for BETWEEN a second one, `until_...`.

    Pages are in log order, oldest first, anchors excluded. `since` is the id of any record, of
    this conversation or not: its position is the anchor. `events`: what else has happened counts
    as well as messages.
    """

    direction: Direction
    limit: int
    msgid: Id | None = None
    at_ms: int | None = None
    seq: Seq | None = None
    pos: Pos | None = None
    since: Id | None = None
    until_msgid: Id | None = None
    until_ms: int | None = None
    until_pos: Pos | None = None
    events: bool = False


class ReadHistory(Command, frozen=True, gc=False):
    """Read what was said in a channel or with a user."""

    slow: ClassVar[bool] = True
    target: str
    query: HistoryQuery


class ReadMissed(Command, frozen=True, gc=False):
    """What was said since the record `since`, up to the position `until`, in all conversations?"""

    slow: ClassVar[bool] = True
    weight: ClassVar[int] = 0
    since: Id
    until: Pos


class ReadUnread(Command, frozen=True, gc=False):
    """What was said, up to the position `until`, that I have not read: what is newer than my
    marker, and where there is none what came after the record `since`, if that is not 0?"""

    slow: ClassVar[bool] = True
    weight: ClassVar[int] = 0
    until: Pos
    since: Id = 0


class ReadTargets(Command, frozen=True, gc=False):
    """Where was the last word between these two times, both excluded? At most `limit` of the
    conversations that are closest to the first."""

    slow: ClassVar[bool] = True
    from_ms: int
    to_ms: int
    limit: int
