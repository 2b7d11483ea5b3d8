"""The chat state: users, channels, memberships, sessions.

Owns the shapes and the questions that can be asked of them. Its only writer is
`core.apply`; everybody else reads.
"""

from collections.abc import Iterator

import msgspec

from veche.core.events import Credentials, Who
from veche.core.ids import Id
from veche.core.journal import Journal
from veche.core.names import fold
from veche.core.replies import Mask, ServerBan, TopicView, WasHere
from veche.core.subscriptions import Subscription

MEMBER_LETTERS = "qaohv"
"""Member modes, highest first."""
MEMBER_SIGNS = "~&@%+"
"""What stands for them before a nick, and before a channel for those who have them."""
MASK_LETTERS = "beI"
"""Lists of masks: banned, excepted from bans, excepted from invite-only."""
FLAG_LETTERS = "CMRSUimnpst"
"""Channel modes without an argument."""


PERSISTENCE = "persistence"
"""The setting of whoever has said whether it stays without a session: `on` or `off`."""


AUTO_AWAY = "Not here just now"
"""The away text of a user who stays with no session."""


class Session(msgspec.Struct):
    """An attached client, as the hub knows it."""

    id: Id
    worker: int
    user: Id
    watching: dict[str, str] = {}  # folded nicks -> as typed
    keys: dict[str, None] = {}  # of metadata, that it is told of


class Past(msgspec.Struct, frozen=True, gc=False):
    """With whom a conversation was that has ended, and when: the other's last nick and account."""

    nick: str
    folded: str
    account: Id = 0  # 0: a guest, who can never come back to it
    ended_ms: int = 0


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
    account: Id = 0  # 0: a guest
    account_name: str = ""
    channels: dict[Id, None] = {}
    invited: dict[Id, None] = {}  # channels, perhaps gone since
    directs: dict[Id, Id] = {}  # other user -> conversation
    metadata: dict[str, str] = {}  # a guest's; an account has its own
    markers: dict[str, int] = {}  # a guest's; an account has its own
    past: dict[Id, Past] = {}  # likewise: conversations of two that have ended
    absent: Id = 0  # the record with which the last session went, of a user who stays
    stays: dict[Id, tuple[tuple[Id, Id], ...]] = {}  # channel -> see `Grant.stays`
    came_as: tuple[str, str] | None = None  # username and host, if others see it under others
    sessions: dict[Id, None] = {}  # not kept in a snapshot

    @property
    def who(self) -> Who:
        """The user as others see it now."""
        return Who(self.nick, self.username, self.host, self.account_name, "B" in self.modes)

    @property
    def origin(self) -> Who:
        """The user as it came, whatever host an operator has given it since."""
        if self.came_as is None:
            return self.who
        return Who(self.nick, *self.came_as, self.account_name, "B" in self.modes)

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
    metadata: dict[str, str] = {}
    statuses: dict[str, Id] = {}  # member letter -> conversation of those who have it
    access: dict[Id, str] = {}  # account -> member letter that it enters with
    spoke: dict[Id, int] = {}  # user -> when, in slow mode
    former: dict[str, None] = {}  # folded names that it had, the last ones


class Account(msgspec.Struct):
    """Somebody who can prove to be the same again. `user` is who speaks for it, 0 for nobody."""

    id: Id
    name: str
    folded: str
    created_ms: int
    credentials: Credentials
    disabled: bool = False
    owner: bool = False
    settings: dict[str, str] = {}
    user: Id = 0
    records: tuple[Id, ...] = ()  # that name it and its credentials
    metadata: dict[str, str] = {}
    markers: dict[str, int] = {}  # folded channel or nick -> read up to then
    past: dict[Id, Past] = {}  # conversations of two that have ended
    subscriptions: dict[str, Subscription] = {}  # by endpoint, the oldest first

    @property
    def persists(self) -> bool:
        """Whether its user stays when no session is left."""
        return not self.disabled and self.settings.get(PERSISTENCE) != "off"

    @property
    def traces(self) -> tuple[Id, ...]:
        """The records whose bodies go with it: that name it, and that name its devices."""
        return (*self.records, *(s.record for s in self.subscriptions.values()))

    @property
    def lookups(self) -> tuple[str, ...]:
        """Under which of `State.keys` it is found: its certificates and tokens."""
        certificates = (f"cert:{fingerprint}" for fingerprint in self.credentials.certificates)
        return (*certificates, *(f"token:{digest}" for digest, _ in self.credentials.tokens))


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
        self.operators: dict[Id, None] = {}  # users with mode o, likewise
        self.looks: dict[str, Id] = {}  # skeletons of nicks
        self.account_looks: dict[str, Id] = {}  # of accounts' names
        self.watchers: dict[str, dict[Id, None]] = {}  # folded nick -> sessions; no snapshot
        self.subscribers: dict[str, dict[Id, None]] = {}  # key -> sessions; no snapshot
        self.gone: dict[Id, WasHere] = {}  # by record, of this life of the server; no snapshot
        self.accounts: dict[Id, Account] = {}
        self.account_names: dict[str, Id] = {}  # folded
        self.keys: dict[str, Id] = {}  # see `Account.lookups`
        self.pushed: dict[Id, None] = {}  # accounts with subscriptions
        self.attempts: dict[str, tuple[int, ...]] = {}  # when; not kept in a snapshot
        self.claim = ""  # see `ClaimOffered`; likewise
        self.bans: dict[str, ServerBan] = {}  # folded mask -> entry
        self.locked = False  # no new guests
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

    def find_account(self, name: str) -> Account | None:
        """The account of this name."""
        return self.accounts.get(self.account_names.get(fold(name), 0))

    def persists(self, user: User) -> bool:
        """Whether the user stays when no session is left."""
        account = self.accounts.get(user.account)
        return account is not None and account.persists

    def markers_of(self, user: User) -> dict[str, int]:
        """Up to when the user has read what: its account's, if it has one."""
        account = self.accounts.get(user.account)
        return user.markers if account is None else account.markers

    def past_of(self, user: User) -> dict[Id, Past]:
        """The conversations that the user had, and may read: its account's, if it has one."""
        account = self.accounts.get(user.account)
        return user.past if account is None else account.past

    def metadata_of(self, user: User) -> dict[str, str]:
        """What the user says of itself: its account's, if it has one."""
        account = self.accounts.get(user.account)
        return user.metadata if account is None else account.metadata

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
