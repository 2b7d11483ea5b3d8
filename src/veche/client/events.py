"""What the client tells whoever uses it.

Owns the shapes. Texts and names are as the server sent them: hostile until cleaned.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from veche.client.login import Fault


class Kind(Enum):
    """How something was said."""

    TEXT = auto()
    ACTION = auto()  # CTCP ACTION
    NOTICE = auto()


class How(Enum):
    """How a connection ended."""

    LEFT = auto()  # we said QUIT, and all that was sent before is acknowledged or refused
    REFUSED = auto()  # it never let us in
    LOGIN = auto()  # we are to be somebody's, and it does not believe that we are
    LOST = auto()
    TIMED_OUT = auto()


@dataclass(frozen=True, slots=True)
class Registered:
    """We are in, as `nick`; `again`: after a lost connection; `resumed`: as the same user."""

    nick: str
    again: bool = False
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The connection is lost; the next attempt is in `retry_in_s` seconds, the `attempt`-th."""

    reason: str
    retry_in_s: float
    attempt: int


@dataclass(frozen=True, slots=True)
class NickRefused:
    """The server waits for another nick: `Client.take_nick`."""

    nick: str
    taken: bool
    reason: str
    reserved: bool = False  # as far as can be seen it is an account's, and `Client.log_in` helps


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """We are this account's from now on."""

    account: str


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """We are not logged in; `reason` is the fault's phrase, `detail` what the server adds."""

    account: str
    fault: Fault
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody, or ourselves, entered the channel `where`."""

    who: str
    where: str
    own: bool


@dataclass(frozen=True, slots=True)
class JoinRefused:
    """We did not get into the channel `where`; `code` is a numeric, a word, or "" for silence."""

    where: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """All that was said in `where` before now is told; not `complete`: some cannot be had."""

    where: str
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody left the channel `where`, or all of them if it is ""; `by`: who removed them.

    `seen_in`: the channels of ours that they were in.
    """

    who: str
    where: str
    reason: str
    by: str
    own: bool
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Renamed:
    """`who` is now called `to`; `seen_in`: the channels of ours that they are in."""

    who: str
    to: str
    own: bool
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AwayChanged:
    """`who` is away, or back if `message` is None; `seen_in` as in Renamed."""

    who: str
    message: str | None
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A message, each exactly once; `past`: from the history."""

    who: str
    where: str
    text: str
    kind: Kind
    own: bool
    at: datetime | None = None
    msgid: str = ""
    past: bool = False
    # Its number in its conversation (docs/protocol/seq-and-key.md); None where there is none.
    seq: int | None = None
    reply_to: str = ""  # the msgid that +draft/reply names
    edits: str = ""  # the msgid of the message that this text now stands for


@dataclass(frozen=True, slots=True)
class Redacted:
    """The message with this msgid was taken back by `by`: nobody is to read it any more.

    `where`: the channel, or the person that it was said with.
    """

    by: str
    where: str
    msgid: str
    reason: str


@dataclass(frozen=True, slots=True)
class Invited:
    """`who` asks us into the channel `where`."""

    who: str
    where: str


@dataclass(frozen=True, slots=True)
class Read:
    """All in `where` up to `at` has been read, perhaps on another device; None: nobody knows."""

    where: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Older messages of `where`, the oldest first; `oldest`: there is nothing before them."""

    where: str
    messages: tuple[Said, ...]
    oldest: bool


@dataclass(frozen=True, slots=True)
class TopicSet:
    """The topic of `where`; `by` is "" when it was only told."""

    where: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Members:
    """Who is in `where`."""

    where: str
    nicks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel of a list."""

    name: str
    members: str
    topic: str


@dataclass(frozen=True, slots=True)
class ChannelList:
    """The channels that the server shows us."""

    rows: tuple[ChannelRow, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The server says something to a person; `code`: the word of a NOTE or WARN, else ""."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """The server refused something other than a message, a nick at registration, or a join."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The message with this ticket is accepted; with Veche: and will not be lost."""

    ticket: int
    msgid: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The message with this ticket was not accepted."""

    ticket: int
    where: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The last event: of a connection, or of a client that does not connect again."""

    how: How
    reason: str


Event = (
    Registered
    | Disconnected
    | NickRefused
    | LoggedIn
    | LoginRefused
    | Joined
    | JoinRefused
    | CaughtUp
    | Left
    | Renamed
    | AwayChanged
    | Said
    | Redacted
    | Invited
    | Read
    | Page
    | TopicSet
    | Members
    | ChannelList
    | Told
    | Problem
    | Acknowledged
    | Refused
    | Ended
)
