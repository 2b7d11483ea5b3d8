"""Answers about what was said, and the right to read it."""

import msgspec

from veche.core.commands import HistoryQuery
from veche.core.events import Stored
from veche.core.ids import Id, Pos, Seq
from veche.core.replies.work import Work


class Grant(msgspec.Struct, frozen=True, gc=False):
    """The right to read a conversation from `first` to `last` (None: as it grows), inclusive.

    With `stays` only what was said in them: each from a record to another one, by their ids,
    both included; the last one 0 while it goes on. And nothing before `since_ms`. With `about`,
    of the audit trail, only what was done in that channel. `also`: these conversations as well, all
    of each (what was said with others who had the same nick).

    Made by `permissions.authorize` alone; readers accept nothing else.
    """

    conversation: Id
    first: Seq = 1
    last: Seq | None = None
    stays: tuple[tuple[Id, Id], ...] = ()
    since_ms: int = 0
    about: Id = 0
    also: tuple[Id, ...] = ()


class Granted(Work, frozen=True, gc=False):
    """History may be read: the outcome is a `HistoryPage`.

    `name` is the channel's or the nick, as it stands now.
    """

    name: str
    grant: Grant
    query: HistoryQuery


class HistoryPage(msgspec.Struct, frozen=True, gc=False):
    """A page of messages in log order, oldest first."""

    name: str
    events: tuple[Stored, ...]


class GrantedTargets(Work, frozen=True, gc=False):
    """The last words of these conversations may be read: the outcome is a `HistoryTargets`."""

    conversations: tuple[tuple[str, Grant], ...]
    from_ms: int
    to_ms: int
    limit: int


class GrantedMissed(Work, frozen=True, gc=False):
    """What was missed in these conversations may be read, the newest `limit` messages of each:
    the outcome is a `Missed`."""

    conversations: tuple[tuple[str, Grant], ...]
    since: Id
    until: Pos
    limit: int


class Missed(msgspec.Struct, frozen=True, gc=False):
    """A page for each conversation where something was missed."""

    pages: tuple[HistoryPage, ...]


class GrantedUnread(Work, frozen=True, gc=False):
    """What was not read of these conversations may be read, of each the newest `limit` messages
    after its marker, Unix milliseconds, or where that is 0 after the record `since`: the outcome
    is an `Unread`."""

    conversations: tuple[tuple[str, Grant, int], ...]
    since: Id
    until: Pos
    limit: int
    now_ms: int


class UnreadPage(msgspec.Struct, frozen=True, gc=False):
    """What was not read of one conversation. `marker_ms` 0: since its reader was gone."""

    name: str
    marker_ms: int
    events: tuple[Stored, ...]


class Unread(msgspec.Struct, frozen=True, gc=False):
    """A page for each conversation where something was not read. `now_ms`: when it was asked.

    A page with as many messages as `limit` may have left some out.
    """

    pages: tuple[UnreadPage, ...]
    limit: int
    now_ms: int


class HistoryTargets(msgspec.Struct, frozen=True, gc=False):
    """Names of conversations, and the time of the last message in each; by that time."""

    targets: tuple[tuple[str, int], ...]
