"""One connection to an IRC server: bytes in, reports out; what to say in, bytes out.

Owns the connection's state: what was asked and is awaited, and its end. Must not know sockets,
event loops or terminals, nor what was before it and comes after; time comes from its clock.
"""

from collections.abc import Callable, Sequence

from veche.client.buffer import EndlessLineError, LineBuffer
from veche.client.entry import SETTLED, Entry
from veche.client.events import Ended, How, JoinRefused, Problem
from veche.client.incoming import Incoming
from veche.client.login import Login
from veche.client.message import Message, parse
from veche.client.profile import Profile
from veche.client.reports import Entered, PageRead, Report, Settled
from veche.client.timers import PATIENCE_S, Due
from veche.client.translate import JOIN_REFUSALS, translate
from veche.core.names import fold

# What follows the nick in the prefix, as long as the server has not shown it: user@host.
USUAL_ADDRESS = "!" + "u" * 20 + "@" + "h" * 63


class Connection(Entry):
    """The state of one connection.

    After every call write `take_output()` to the server. Call `tick()` when `deadline()` has come.
    Nothing may be asked of it after the report Ended.
    """

    def __init__(
        self,
        profile: Profile,
        nick: str,
        secret: str,
        clock: Callable[[], float],
        chance: Callable[[], float],
        *,
        login: Login | None = None,
        private: bool = False,
        kept: bool = False,
    ) -> None:
        """Begin to register as `nick`, or as whose secret it is; `clock` is in seconds.

        `login`: be somebody's first; `kept`: who has been kept as the same user since the last
        connection; `private`: nobody can read along. Raises ValueError if a name could not be
        sent.
        """
        super().__init__(
            profile, nick, secret, clock, chance, login=login, private=private, kept=kept
        )
        self.address = USUAL_ADDRESS
        self.ended: Ended | None = None
        self._lines = LineBuffer()
        self._incoming = Incoming(self)
        self._quit = False
        self.wait_for(Due.SILENCE)

    # What its client asks for.

    def join(self, channels: Sequence[str], key: str = "") -> None:
        """Ask to enter channels with one line: Joined or JoinRefused follows for each."""
        if self.write("JOIN", ",".join(channels), *([key] if key else [])):
            for channel in channels:
                self.wait_for(Due.JOIN, fold(channel))

    def joining(self, channel: str) -> bool:
        """Return whether the answer to a JOIN is awaited."""
        return self.timers.has(Due.JOIN, fold(channel))

    def names(self, channel: str) -> None:
        """Ask who is in a channel: Named and Members follow."""
        if self.write("NAMES", channel):
            self.wait_for(Due.NAMES, fold(channel))

    def list_channels(self) -> None:
        """Ask for the channels: ChannelList follows."""
        self.write("LIST")
        self.wait_for(Due.LIST)

    def quit(self, reason: str, patience_s: float = PATIENCE_S[Due.QUIT]) -> None:
        """Say QUIT; Ended follows when the server closes, or `patience_s` have passed."""
        if not self._quit:
            self._quit = True
            self.write("QUIT", reason, trailing=True)
            self.timers.set(Due.QUIT, self._clock() + patience_s)
        elif not patience_s:
            self.timers.set(Due.QUIT, self._clock())

    # What its driver does.

    def receive(self, data: bytes) -> list[Report]:
        """Take bytes from the server; b"" is the end of the stream."""
        if self.ended is not None:
            return []
        if not data:
            return self.end(How.LOST, "the server closed the connection")
        self.timers.clear(Due.PONG)
        self.wait_for(Due.SILENCE)
        try:
            lines = self._lines.feed(data)
        except EndlessLineError:
            return self.end(How.LOST, "the server sent a line without end")
        reports: list[Report] = []
        for line in lines:
            if self.ended is None and (message := parse(line)) is not None:
                reports += self._incoming.receive(message)
        return reports

    def deadline(self) -> float | None:
        """Return when `tick` wants to be called, by the clock."""
        return self.timers.next()

    def tick(self) -> list[Report]:
        """Do what is due by now."""
        reports: list[Report] = []
        for due, subject in self.timers.take(self._clock()):
            if self.ended is None:
                reports += self._come(due, subject)
        return reports

    def end(self, how: How, reason: str) -> list[Report]:
        """End, unless it has."""
        if self.ended is not None:
            return []
        self.ended = Ended(How.LEFT, "") if self._quit else Ended(how, reason)
        return [self.ended]

    # What `Incoming` does to it.

    def finish(self, label: str) -> list[Report]:
        """The answer to a request, or to a PING, is whole."""
        if label == SETTLED and self.timers.clear(Due.SETTLE):
            return [*self._welcome(), Settled()]
        return self.answer(label)

    def entered(self, report: Entered, source: str) -> list[Report]:
        """We are in a channel; `source` is how others see us."""
        self.answered(Due.JOIN, report.joined.where)
        self.address = source.removeprefix(report.joined.who) or USUAL_ADDRESS
        return [report]

    def moved(self, user: str, host: str) -> None:
        """Others see us under this username and host from now on (IRCv3 chghost)."""
        if user and host:
            self.address = f"!{user}@{host}"

    def refuse(self, message: Message) -> list[Report]:
        """Something that is no message was refused."""
        command, words = message.command, message.params
        if command in JOIN_REFUSALS and self.answered(Due.JOIN, message.param(1)):
            return [JoinRefused(message.param(1), command, message.param(-1))]
        if command == "FAIL" and message.param(0) == "JOIN":
            awaited = self.timers.subjects(Due.JOIN)
            named = (word for word in words[2:-1] if fold(word) in awaited)
            # Where no channel is named, the oldest JOIN is meant.
            if where := next(named, next(iter(awaited), "")):
                self.answered(Due.JOIN, where)
                return [JoinRefused(where, message.param(1), message.param(-1))]
        self.answered(Due.NAMES, message.param(1))
        if "LIST" in words[:2]:
            self.answered(Due.LIST)
        problem = translate(message, self.nick)
        return [] if problem is None else [problem]

    def farewell(self, words: str) -> list[Report]:
        """Take the server's ERROR: it closes now."""
        return self.end(How.LOST if self.registered else How.REFUSED, words)

    # The rest is its own business.

    def _come(self, due: Due, subject: str) -> list[Report]:
        patience = f"{PATIENCE_S[due]:.0f} s"
        match due:
            case Due.REGISTER:
                return self.end(How.TIMED_OUT, f"not let in within {patience}")
            case Due.LOGIN:
                return self.end(How.TIMED_OUT, f"no answer to the login within {patience}")
            case Due.NICK | Due.NAMES | Due.LIST:
                return [Problem(due.name, f"no answer within {patience}")]
            case Due.JOIN:
                return [JoinRefused(subject, "", f"no answer within {patience}")]
            case Due.HISTORY:
                self.requests.finish(subject)
                return [PageRead(subject, fault=f"no answer within {patience}")]
            case Due.SETTLE if self._secret and not self.resumed:
                return self.end(How.TIMED_OUT, f"no answer to RESUME within {patience}")
            case Due.SETTLE:
                return [*self._welcome(), Settled()]
            case Due.ACKNOWLEDGE:
                return self.end(How.TIMED_OUT, f"no acknowledgement for {patience}")
            case Due.SILENCE:
                self.write("PING", "alive")
                self.wait_for(Due.PONG)
            case Due.PONG:
                return self.end(How.TIMED_OUT, f"no answer to PING within {patience}")
            case Due.QUIT:
                return self.end(How.LEFT, "")
        return []
