"""When to connect, and the end: a client's way through its connections.

Owns the connection of the moment and the pause before the next. Must not know sockets and event
loops: a driver dials, and brings the bytes; time and chance come from what it is given.
"""

from collections.abc import Callable
from enum import Enum, auto

from veche.client.backoff import Backoff
from veche.client.connection import USUAL_ADDRESS, Connection
from veche.client.entry import nonce
from veche.client.events import Disconnected, Ended, Event, How
from veche.client.hearing import Hearing
from veche.client.login import check_login
from veche.client.message import format_line
from veche.client.profile import Profile
from veche.client.reports import Report, Welcomed
from veche.client.supports import Supports

# After so long a connection counts as a good one: the next loss is a new one.
STEADY_S = 60.0


class State(Enum):
    """How far it is."""

    WAITING = auto()  # for the time to connect again
    CONNECTING = auto()  # its driver is to dial, or dials
    REGISTERING = auto()
    ONLINE = auto()
    ENDED = auto()


class Lifecycle:
    """What the driver of a client sees of it.

    Call `take_output()` after every call and write it; `tick()` when `deadline()` has come.
    """

    def __init__(
        self, profile: Profile, clock: Callable[[], float], chance: Callable[[], float]
    ) -> None:
        """Want to connect; `clock` is monotonic, in seconds, `chance` like `random.random`.

        Raises ValueError if something of the profile could not be sent.
        """
        for word in (profile.nick, profile.user):
            format_line("NICK", word, "x")
        format_line("RESUME", profile.secret or "x", "x")
        for text in (profile.password, profile.realname):
            format_line("PASS", text, trailing=True)
        if profile.login is not None:
            check_login(profile.account or "*", profile.account_password.value)
        self.ended: Ended | None = None
        self._profile = profile
        self._clock = clock
        self._chance = chance
        self._parts = Hearing(profile.nick, nonce(chance), clock)
        self._parts.secret = profile.secret
        self._parts.login = profile.login
        self._parts.asks = profile.asks
        self._parts.unread = profile.unread
        self._backoff = Backoff(chance)
        self._connection: Connection | None = None
        self._supports = Supports()
        self._address = USUAL_ADDRESS
        self._retry_at: float | None = None
        self._online_since: float | None = None
        self._leaving: str | None = None
        self._aborted = False
        self._pending: list[Event] = []
        # What was known at once when our user asked for something; heard at the next `tick`.
        self._late: list[Report] = []
        self._last_words = b""

    @property
    def nick(self) -> str:
        """What the server calls us, or else what we want to be called."""
        connection = self._connection
        return connection.nick if connection else self._parts.wishes.nick

    @property
    def state(self) -> State:
        """How far it is."""
        if self.ended is not None:
            return State.ENDED
        if self._connection is not None:
            return State.ONLINE if self._connection.registered else State.REGISTERING
        return State.CONNECTING if self._retry_at is None else State.WAITING

    @property
    def unfinished(self) -> int:
        """How many messages are neither acknowledged nor refused."""
        return self._parts.delivery.unfinished

    @property
    def secret(self) -> str:
        """With it another client comes back as this guest (docs/protocol/resume.md).

        "" while there is none, and once we have said QUIT: then the guest is gone.
        """
        return self._parts.secret

    @property
    def leaving(self) -> bool:
        """Whether `leave` or `abort` was called."""
        return self._leaving is not None

    @property
    def supports(self) -> Supports:
        """What the server can do; of the last server, while there is none."""
        return self._supports

    def leave(self, reason: str = "") -> None:
        """Say QUIT once all that was said is acknowledged or refused; Ended follows."""
        if self._leaving is None:
            format_line("QUIT", reason, trailing=True)
            self._leaving = reason
            self._flush()

    def abort(self, reason: str = "") -> None:
        """Say QUIT now and wait for nothing: Ended follows from the next `tick`."""
        format_line("QUIT", reason, trailing=True)
        self._leaving, self._aborted = reason, True
        if self._connection is not None:
            self._connection.quit(reason, 0.0)

    # What its driver does.

    def wants_connection(self) -> bool:
        """Return whether to dial now, and then to call `opened` or `lost`."""
        return self.state is State.CONNECTING and not self._is_done()

    def opened(self, *, private: bool = False) -> None:
        """There is a connection: begin to register on it; `private`: nobody can read along."""
        if self.state is State.CONNECTING:
            parts = self._parts
            self._connection = Connection(
                self._profile,
                parts.wishes.nick,
                parts.secret,
                self._clock,
                self._chance,
                login=parts.login,
                private=private,
                kept=parts.kept,
            )

    def receive(self, data: bytes) -> list[Event]:
        """Take bytes from the server; b"" is the end of the stream."""
        return [] if self._connection is None else self._take(self._connection.receive(data))

    def lost(self, reason: str) -> list[Event]:
        """Take it that the transport has failed, or that there was no answer to dialling."""
        if self._connection is not None:
            return self._take(self._connection.end(How.LOST, reason))
        if self.state is not State.CONNECTING:
            return []
        return [*self._take_pending(), *self._over(Ended(How.LOST, reason))]

    def tick(self) -> list[Event]:
        """Do what is due by now."""
        if self.ended is not None:
            return []
        if self._connection is not None:
            late, self._late = self._late, []
            return self._take([*late, *self._connection.tick()])
        if self._is_done():
            return [*self._take_pending(), *self._over(Ended(How.LEFT, ""))]
        if self._retry_at is not None and self._retry_at <= self._clock():
            self._retry_at = None
        return self._take_pending()

    def deadline(self) -> float | None:
        """Return when `tick` wants to be called, by the clock; None: not before more happens."""
        if self.ended is not None:
            return None
        if self._pending or self._late or (self._connection is None and self._is_done()):
            return self._clock()
        times = [self._retry_at]
        if self._connection is not None:
            times = [self._connection.deadline(), self._parts.deadline()]
        return min((at for at in times if at is not None), default=None)

    def take_output(self) -> bytes:
        """Return, and forget, the bytes that are to be written."""
        words, self._last_words = self._last_words, b""
        return words + self._connection.take_output() if self._connection else words

    def retry_now(self) -> None:
        """Do not wait any longer before the next attempt to connect."""
        if self.state is State.WAITING:
            self._retry_at = None

    # The rest is its own business.

    def _is_done(self) -> bool:
        return self._aborted or (self._leaving is not None and not self.unfinished)

    def _flush(self) -> None:
        """Let a request of our user take effect; what it tells at once waits for `tick`."""
        if self._connection is not None and self._connection.ended is None:
            self._pending += self._parts.flush(self._connection)
            self._quit_when_done(self._connection)

    def _quit_when_done(self, connection: Connection) -> None:
        if self._leaving is not None and not self.unfinished:
            connection.quit(self._leaving)

    def _take(self, reports: list[Report]) -> list[Event]:
        connection = self._connection
        events = self._take_pending()
        if connection is None:
            return events
        for report in reports:
            if isinstance(report, Welcomed):
                self._supports, self._online_since = connection.supports, self._clock()
            if not isinstance(report, Ended):
                events += self._parts.hear(report, connection)
        if connection.ended is not None:
            return [*events, *self._over(connection.ended)]
        events += self._parts.flush(connection)
        self._quit_when_done(connection)
        return events

    def _take_pending(self) -> list[Event]:
        events, self._pending = self._pending, []
        return events

    def _over(self, ended: Ended) -> list[Event]:
        """A connection, or an attempt to make one, has come to nothing."""
        events: list[Event] = []
        if self._connection is not None:
            self._address = self._connection.address
            events = self._parts.lost(self._connection)
            if ended.how is How.LEFT:
                self._last_words = self._connection.take_output()
                self._parts.secret = ""
            self._connection, self._late = None, []
        if self._is_done():
            ended = Ended(How.LEFT, "")
        # What it does not believe now, it will not believe later.
        final = ended.how in (How.LEFT, How.LOGIN)
        if final or not (self._profile.reconnect and self._parts.registered_before):
            self.ended = ended
            return [*events, *self._parts.over(), ended]
        if self._online_since is not None and self._clock() - self._online_since >= STEADY_S:
            self._backoff.reset()
        self._online_since = None
        pause = self._backoff.next()
        self._retry_at = self._clock() + pause
        return [*events, Disconnected(ended.reason, pause, self._backoff.attempt)]
