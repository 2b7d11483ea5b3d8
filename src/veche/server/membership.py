"""Which of a worker's sessions are where: by user, and by channel and encoding.

Owns the two tables and what each event changes in them. The worker's own copy
of what the hub knows, kept from the stream of outs alone: nothing is shared.
"""

from collections.abc import Iterator

from veche.core.events import (
    ChannelExpired,
    Event,
    Joined,
    Kicked,
    Parted,
    Returned,
    SessionAttached,
    SessionDetached,
    UserDetached,
    UserLeft,
)
from veche.core.ids import Id
from veche.protocols.base import Encoding
from veche.server.session import Session

Members = dict[Encoding, dict[Session, None]]
"""Of one channel. Only sessions that have an encoding are there."""

BEFORE, AFTER = "before", "after"
WHEN: dict[type[Event], str] = {
    **dict.fromkeys((Joined, Returned, SessionAttached), BEFORE),
    **dict.fromkeys(
        (Parted, Kicked, UserLeft, UserDetached, ChannelExpired, SessionDetached), AFTER
    ),
}
"""Events that change the tables, and whether they do before or after they are delivered."""


class Membership:
    """The tables. Dicts, never sets: their order is the order of deliveries."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.sessions: dict[Id, Session] = {}
        self.channels: dict[Id, Members] = {}
        self.users: dict[Id, dict[Session, None]] = {}

    # -- sessions ------------------------------------------------------------------------

    def forget(self, session: Session) -> None:
        """The session is gone."""
        self.sessions.pop(session.id, None)
        self._detach(session)

    def refile(self, session: Session, encoding: Encoding | None) -> None:
        """The session gets other bytes from now on."""
        channels = tuple(session.channels)
        for channel in channels:
            self._leave(session, channel)
        session.encoding = encoding
        for channel in channels:
            self.enter(session, channel)

    def enter(self, session: Session, channel: Id) -> None:
        """The session hears the channel, if it does not yet."""
        session.channels[channel] = None
        encoding = session.encoding
        if encoding is not None:
            members = self.channels.setdefault(channel, {})
            members.setdefault(encoding, {})[session] = None

    def _leave(self, session: Session, channel: Id) -> None:
        session.channels.pop(channel, None)
        members = self.channels.get(channel)
        if members is None or session.encoding not in members:
            return
        same = members[session.encoding]
        same.pop(session, None)
        if not same:
            del members[session.encoding]
            if not members:
                del self.channels[channel]

    # -- events --------------------------------------------------------------------------

    def change(self, event: Event) -> None:
        """Take over what an event of `WHEN` changes."""
        match event:
            case Joined() | Returned():
                for session in self.users.get(event.user, ()):
                    self.enter(session, event.channel)
            case Parted():
                self._remove(event.user, event.channel)
            case Kicked():
                self._remove(event.target, event.channel)
            case UserLeft() | UserDetached():
                self._without_user(event.user)
            case ChannelExpired():
                for session in tuple(self.in_channel(event.channel)):
                    self._leave(session, event.channel)
            case SessionAttached():
                if event.worker == self.index:
                    self._attach(event)
            case SessionDetached():
                if (gone := self.sessions.get(event.session)) is not None:
                    self._detach(gone)
            case _:
                pass

    def _attach(self, event: SessionAttached) -> None:
        session = self.sessions.get(event.session)
        if session is not None:
            self._detach(session)
            session.user = event.user
            self.users.setdefault(event.user, {})[session] = None
            for channel in event.channels:
                self.enter(session, channel)

    def _detach(self, session: Session) -> None:
        for channel in tuple(session.channels):
            self._leave(session, channel)
        mates = self.users.get(session.user)
        if mates is not None:
            mates.pop(session, None)
            if not mates:
                del self.users[session.user]
        session.user = 0

    def _remove(self, user: Id, channel: Id) -> None:
        for session in self.users.get(user, ()):
            self._leave(session, channel)

    def _without_user(self, user: Id) -> None:
        for session in tuple(self.users.get(user, ())):
            self._detach(session)

    # -- questions -----------------------------------------------------------------------

    def in_channel(self, channel: Id) -> Iterator[Session]:
        """The sessions that hear the channel."""
        for same in self.channels.get(channel, {}).values():
            yield from same

    def of_user(self, user: Id) -> Iterator[Session]:
        """The sessions that speak for the user."""
        yield from self.users.get(user, ())
