"""What a connection tells its client, beside the events that are for everybody.

Owns the shapes.
"""

from dataclasses import dataclass
from datetime import datetime

from veche.client.channel import Member
from veche.client.events import Event, Joined, Said
from veche.client.history import Anchor


@dataclass(frozen=True, slots=True)
class Welcomed:
    """The server let us in as `nick`; `resumed`: as the user whose secret we gave."""

    nick: str
    resumed: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """Whatever channels the server put us back into, it has told."""


@dataclass(frozen=True, slots=True)
class SecretTold:
    """The resume secret to come back with; "": the one that we gave is worth nothing."""

    secret: str


@dataclass(frozen=True, slots=True)
class Entered:
    """We are in a channel, since `at` by the server's clock if it says so."""

    joined: Joined
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Echoed:
    """The server repeats our message as everybody sees it."""

    ticket: int
    said: Said


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to our message is whole; a `fault` is a refusal, with its numeric or word."""

    ticket: int
    code: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PageRead:
    """The answer to our CHATHISTORY is whole; `fault` as above.

    It had `count` lines, from `first` to `last`, of which `said` is for a person.
    """

    label: str
    said: tuple[Said, ...] = ()
    count: int = 0
    first: Anchor | None = None
    last: Anchor | None = None
    code: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class TargetsRead:
    """Where something was said, and when it was last; none where that cannot be had."""

    rows: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """All who are in a channel."""

    where: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class RankChanged:
    """A member mode of somebody in `where` was given or taken; `sign` is its prefix."""

    where: str
    nick: str
    sign: str
    given: bool


Report = (
    Event
    | Welcomed
    | Settled
    | SecretTold
    | Entered
    | Echoed
    | Answered
    | PageRead
    | TargetsRead
    | Named
    | RankChanged
)
