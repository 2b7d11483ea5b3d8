"""The chat state: users, channels, memberships, sessions.

Owns the shapes and the questions that can be asked of them. Its only writer is
`core.apply`; everybody else reads.
"""

from collections.abc import Iterator

import msgspec

from veche.core.events import Who
from veche.core.ids import Id
from veche.core.journal import Journal
from veche.core.names import fold
from veche.core.replies import Mask, TopicView

MEMBER_LETTERS = "ov"
"""Member modes, highest first."""
MASK_LETTERS = "beI"
"""Lists of masks: banned, excepted from bans, excepted from invite-only."""
FLAG_LETTERS = "imnst"
"""Channel modes without an argument."""


class Session(msgspec.Struct):
    """An attached client, as the hub knows it."""

    id: Id
    worker: int
    user: Id


class User(msgspec.Struct):
    """Whom the others see. `detached_ms` is when its last session went, None while one is here."""

    id: Id
    nick: str
    folded: str
    username: str
    host: str
    realname: str
    registered_ms: int
    active_ms: int
    resume: bytes = b""
    detached_ms: int | None = None
    away: str = ""
    modes: str = ""
    channels: dict[Id, None] = {}
    invited: dict[Id, None] = {}  # channels, perhaps gone since
    directs: dict[Id, Id] = {}  # other user -> conversation
    sessions: dict[Id, None] = {}  # not kept in a snapshot

    @property
    def who(self) -> Who:
        """The user as others see it now."""
        return Who(self.nick, self.username, self.host)

    @property
    def present(self) -> bool:
        """Whether others see it."""
        return self.detached_ms is None


class Channel(msgspec.Struct):
    """A channel. `empty_ms` is when the last member left, None while there is one."""

    id: Id
    name: str
    folded: str
    created_ms: int
    kept: bool = False
    topic: TopicView | None = None
    modes: dict[str, str] = {}  # letter -> argument, "" for flags
    masks: dict[str, dict[str, Mask]] = {}  # b, e, I -> folded mask -> entry
    members: dict[Id, str] = {}  # user -> member letters
    empty_ms: int | None = None


class State:
    """Everything the hub knows. Dicts only, so that every walk has one order."""

    def __init__(self) -> None:
        self.users: dict[Id, User] = {}
        self.nicks: dict[str, Id] = {}  # folded
        self.resumes: dict[bytes, Id] = {}  # hash of the secret -> user
        self.channels: dict[Id, Channel] = {}
        self.names: dict[str, Id] = {}  # folded
        self.sessions: dict[Id, Session] = {}
        self.detached: dict[Id, None] = {}  # users that nobody sees
        self.invisible: dict[Id, None] = {}  # users with mode i, of those that others see
        self.last_ms = 0
        self.most_users = 0
        self.journal = Journal()

    @property
    def present_users(self) -> int:
        """How many users others can see or talk to."""
        return len(self.users) - len(self.detached)

    def user_of(self, session: Id) -> User | None:
        """Whom the session speaks for."""
        entry = self.sessions.get(session)
        return None if entry is None else self.users.get(entry.user)

    def find_user(self, nick: str) -> User | None:
        """The user that others see under this nick."""
        user = self.users.get(self.nicks.get(fold(nick), 0))
        return user if user is not None and user.detached_ms is None else None

    def find_channel(self, name: str) -> Channel | None:
        """The channel of this name."""
        return self.channels.get(self.names.get(fold(name), 0))

    def members(self, channel: Channel) -> Iterator[tuple[User, str]]:
        """The members that others see, in order of joining, with their member letters."""
        users = self.users
        for user_id, letters in channel.members.items():
            user = users[user_id]
            if user.detached_ms is None:
                yield user, letters

    def share_channel(self, one: User, other: User) -> bool:
        """Whether the two have a channel in common."""
        few, many = sorted((one.channels, other.channels), key=len)
        return any(channel in many for channel in few)
