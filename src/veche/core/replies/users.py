"""Answers about users, and to coming and going."""

import msgspec

from veche.core.events import Who
from veche.core.ids import Id
from veche.core.replies.channels import ChannelView
from veche.core.replies.devices import Persisting
from veche.core.replies.member import Member


class Welcome(msgspec.Struct, frozen=True, gc=False):
    """The session speaks for this user now.

    `channels`: where it already is. `resumed`: by a resume secret; `attached`: by its account.
    """

    user: Id
    who: Who
    resumed: bool = False
    channels: tuple[ChannelView, ...] = ()
    users: int = 0  # on the server
    realname: str = ""
    attached: bool = False
    persisting: Persisting | None = None
    absent: Id = 0  # the record since which nobody has read, when the user had no session


class Left(msgspec.Struct, frozen=True, gc=False):
    """The session has no user any more; the door says goodbye and closes."""

    reason: str


class UserModes(msgspec.Struct, frozen=True, gc=False):
    """The asker's own modes."""

    letters: str


class WhoRow(msgspec.Struct, frozen=True, gc=False):
    """A row of WHO; `channel` is `*` where none is meant."""

    channel: str
    member: Member
    idle_s: int = 0


class WhoReply(msgspec.Struct, frozen=True, gc=False):
    """WHO. `mask` as asked."""

    mask: str
    rows: tuple[WhoRow, ...]


class Whois(msgspec.Struct, frozen=True, gc=False):
    """All about a user that the asker may know; `channels`: name and member modes."""

    member: Member
    modes: str
    channels: tuple[tuple[str, str], ...]
    away: str
    idle_s: int
    since_ms: int
    itself: bool  # the asker asked about itself
    metadata: tuple[tuple[str, str], ...] = ()  # keys that people read


class Users(msgspec.Struct, frozen=True, gc=False):
    """Those of the asked nicks that are here."""

    members: tuple[Member, ...]


class Counts(msgspec.Struct, frozen=True, gc=False):
    """LUSERS: now, and the most at once in this life of the server."""

    users: int
    invisible: int
    channels: int
    most_users: int
    operators: int = 0
    sessions: int = 0  # of them all


class AwayNotice(msgspec.Struct, frozen=True, gc=False):
    """The message went out, but its addressee is away."""

    nick: str
    text: str
