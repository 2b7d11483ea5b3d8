"""What the core answers a question with: frozen values that doors format lazily.

Owns the answers' shapes. Must not know formatting. Long answers are tuples of
small records, made at once, formatted as the client's outbox drains.
"""

import msgspec

from veche.core.commands import HistoryQuery
from veche.core.events import Stored, Who
from veche.core.ids import Id, Seq


class Echoed(msgspec.Struct, frozen=True, gc=False):
    """The payload of an `Echo`."""

    payload: object


class Member(msgspec.Struct, frozen=True, gc=False):
    """A member as seen in NAMES and WHO. `letters`: member modes, highest first."""

    who: Who
    letters: str
    realname: str = ""
    away: bool = False


class TopicView(msgspec.Struct, frozen=True, gc=False):
    """A topic, who set it, and when."""

    text: str
    by: str
    at_ms: int


class Welcome(msgspec.Struct, frozen=True, gc=False):
    """The session speaks for this user now. `channels`: where it already is (resumed)."""

    user: Id
    who: Who
    resumed: bool = False
    channels: tuple["ChannelView", ...] = ()
    users: int = 0  # on the server


class ChannelView(msgspec.Struct, frozen=True, gc=False):
    """A channel as a member sees it on entry.

    What was said before the `seq` of the `Joined` that it comes with is
    history; all after it is delivered.
    """

    channel: Id
    name: str
    secret: bool
    topic: TopicView | None
    members: tuple[Member, ...]
    created_ms: int


class Left(msgspec.Struct, frozen=True, gc=False):
    """The session has no user any more; the door says goodbye and closes."""

    reason: str


class NoTopic(msgspec.Struct, frozen=True, gc=False):
    """The channel has no topic."""

    name: str


class Topic(msgspec.Struct, frozen=True, gc=False):
    """The channel's topic."""

    name: str
    topic: TopicView


class ChannelModes(msgspec.Struct, frozen=True, gc=False):
    """The channel's modes in order: letter and argument (a key only for members)."""

    name: str
    modes: tuple[tuple[str, str], ...]
    created_ms: int


class UserModes(msgspec.Struct, frozen=True, gc=False):
    """The asker's own modes."""

    letters: str


class Mask(msgspec.Struct, frozen=True, gc=False):
    """An entry of a mask list."""

    mask: str
    by: str
    at_ms: int


class Masks(msgspec.Struct, frozen=True, gc=False):
    """A mask list of a channel."""

    name: str
    letter: str
    masks: tuple[Mask, ...]


class Names(msgspec.Struct, frozen=True, gc=False):
    """NAMES: the members that the asker may see, in order of joining."""

    name: str
    secret: bool
    members: tuple[Member, ...]


class ListedChannel(msgspec.Struct, frozen=True, gc=False):
    """A row of LIST."""

    name: str
    members: int
    topic: str


class Channels(msgspec.Struct, frozen=True, gc=False):
    """LIST."""

    channels: tuple[ListedChannel, ...]


class WhoRow(msgspec.Struct, frozen=True, gc=False):
    """A row of WHO; `channel` is `*` where none is meant."""

    channel: str
    member: Member


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


class Users(msgspec.Struct, frozen=True, gc=False):
    """Those of the asked nicks that are here."""

    members: tuple[Member, ...]


class Counts(msgspec.Struct, frozen=True, gc=False):
    """LUSERS: now, and the most at once in this life of the server."""

    users: int
    invisible: int
    channels: int
    most_users: int


class Inviting(msgspec.Struct, frozen=True, gc=False):
    """The invitation is on its way; `away` is the invited user's away text."""

    nick: str
    channel: str
    away: str = ""


class Invites(msgspec.Struct, frozen=True, gc=False):
    """Channels that the asker is invited to."""

    names: tuple[str, ...]


class AwayNotice(msgspec.Struct, frozen=True, gc=False):
    """The message went out, but its addressee is away."""

    nick: str
    text: str


class Grant(msgspec.Struct, frozen=True, gc=False):
    """The right to read a conversation from `first` to `last` (None: as it grows), inclusive.

    Made by `permissions.authorize` alone; readers accept nothing else.
    """

    conversation: Id
    first: Seq = 1
    last: Seq | None = None


class Granted(msgspec.Struct, frozen=True, gc=False):
    """History may be read. The worker has it read and answers with a `HistoryPage`.

    `name` is the channel's or the nick, as it stands now.
    """

    name: str
    grant: Grant
    query: HistoryQuery


class HistoryPage(msgspec.Struct, frozen=True, gc=False):
    """A page of messages in log order, oldest first."""

    name: str
    events: tuple[Stored, ...]


Reply = (
    Echoed
    | Welcome
    | ChannelView
    | Left
    | NoTopic
    | Topic
    | ChannelModes
    | UserModes
    | Masks
    | Names
    | Channels
    | WhoReply
    | Whois
    | Users
    | Counts
    | Inviting
    | Invites
    | AwayNotice
    | Granted
    | HistoryPage
)
