"""One connection on the way in: capabilities, who we are, a nick, the welcome.

Owns what is said until the server has let us in, and whose we are from then on. Must not know what
is done once we are in, nor sockets; time and chance come from what it is given.
"""

from collections.abc import Callable, Sequence

from veche.client.asking import Asking
from veche.client.events import LoggedIn, LoginRefused, NickRefused
from veche.client.login import Login
from veche.client.logins import Logins
from veche.client.message import Message
from veche.client.profile import Profile
from veche.client.reports import Report, SecretTold, Welcomed
from veche.client.timers import Due

SETTLED = "settled"


class Entry(Asking):
    """Registration (Modern IRC, "Connection Registration"; docs/protocol/resume.md)."""

    def __init__(
        self,
        profile: Profile,
        nick: str,
        secret: str,
        clock: Callable[[], float],
        chance: Callable[[], float],
        *,
        login: Login | None,
        private: bool,
        kept: bool,
    ) -> None:
        """As `Connection`."""
        super().__init__(clock)
        self.nick = nick
        self.registered = False
        self.resumed = False
        # Whether the server keeps us in our channels while there is no connection.
        self.lasting = False
        self._kept = kept
        self.latest = ""
        self._secret = secret
        self._welcomed = False
        self._login = login
        self._logins = Logins(self, private=private, new_nonce=lambda: nonce(chance))
        # CAP END, or NICK, is held back until it is known who we are.
        self._held = False
        self._nick_refused = False
        if profile.password:
            self.put("PASS", profile.password, trailing=True)
        self.put("CAP", "LS", "302")
        self.put("NICK", nick)
        self.put("USER", profile.user, "0", "*", profile.realname or nick, trailing=True)
        self.wait_for(Due.REGISTER)

    # What its client asks for.

    def take_nick(self, nick: str) -> None:
        """Try another nick; before registration this also answers NickRefused."""
        if not self.write("NICK", nick):
            return
        if self.registered:
            self.wait_for(Due.NICK)
        else:
            self.nick = nick
            self._nick_refused = False
            self.wait_for(Due.REGISTER)

    def log_in(self, login: Login) -> list[Report]:
        """Be somebody's: LoggedIn or LoginRefused follows, or is returned at once."""
        if not self.registered:
            self._login = login
            if self.negotiation.open:
                return []  # in its turn
        return self._decided(self._logins.begin(login))

    def open_account(self, account: str, password: str) -> list[Report]:
        """Open an account: LoggedIn or Problem follows; LoginRefused is returned at once."""
        return list(self._logins.open_account(account, password))

    def change_password(self, old: str, new: str) -> list[Report]:
        """Ask for another password: Told or Problem follows."""
        return list(self._logins.change_password(old, new))

    # What `Incoming` does to it.

    def negotiate(self, params: Sequence[str]) -> list[Report]:
        """Take the parameters of a CAP message; before the end of it, say who we are."""
        reports: list[Report] = []
        for words in self.negotiation.receive(params):
            if words == ("END",):
                self._held = True
                reports += self._log_in()
            else:
                self.write("CAP", *words)
        self.supports.capabilities = self.negotiation.enabled
        return reports

    def authenticate(self, message: Message) -> list[Report]:
        """Take a line about logging in."""
        return self._decided(self._logins.take(message))

    def welcome(self, nick: str) -> list[Report]:
        """We are registered as `nick`."""
        self.timers.clear(Due.REGISTER)
        if self.registered:
            return []
        if self._login is not None and not self._logins.account:
            # A server that does not wait, or knows no capabilities.
            return self._decided(self._logins.passed_over(self._login))
        self.registered = True
        self.resumed = self._is_kept
        self.nick = nick or self.nick
        # PONG comes after the words of veche/resume, and the channels.
        self.write("PING", SETTLED)
        self.wait_for(Due.SETTLE)
        return [] if self._secret else self._welcome()

    def resume(self, words: Sequence[str]) -> list[Report]:
        """Take the parameters of a RESUME message (docs/protocol/resume.md)."""
        match list(words):
            case ["TOKEN", secret, *_]:
                return [SecretTold(secret)]
            case ["SUCCESS", *_] if self._secret and self.registered:
                self.resumed = True
                return self._welcome()
            case ["INVALID", *_] if self._secret:
                self._secret = ""
                return [SecretTold("")]
        return []

    def heard(self, stamp: str) -> None:
        """Something was said at that moment, by the server's clock; "": it did not say."""
        self.latest = stamp or self.latest

    def persist(self, words: Sequence[str]) -> list[Report]:
        """Take the parameters of a PERSISTENCE message (IRCv3 persistence, draft)."""
        if len(words) > 2 and words[0] == "STATUS":
            self.lasting = words[2].upper() == "ON"
        return []

    def refuse_nick(self, nick: str, reason: str, *, taken: bool) -> list[Report]:
        """The server wants another nick; it is ourselves who are waited for now."""
        self.timers.clear(Due.REGISTER)
        self._nick_refused = not self.registered
        reserved = taken and self.has("sasl") and not self._logins.account and _is_reserved(reason)
        return [NickRefused(nick or self.nick, taken, reason, reserved)]

    # The rest is its own business.

    def _log_in(self) -> list[Report]:
        """Before CAP END: be whose we are to be, if anybody's."""
        if self._login is None:
            return self._go_on()
        self.timers.clear(Due.REGISTER)
        return self._decided(self._logins.begin(self._login))

    def _decided(self, outcome: Sequence[LoggedIn | LoginRefused]) -> list[Report]:
        """Go on once we are somebody's; it is ourselves who are waited for if we are not."""
        reports: list[Report] = list(outcome)
        if self.registered:
            return reports
        for each in outcome:
            if isinstance(each, LoginRefused):
                self.timers.clear(Due.REGISTER)
            else:
                reports += self._go_on()
                if self._nick_refused:
                    # Perhaps it was ours.
                    self.take_nick(self.nick)
        return reports

    def _go_on(self) -> list[Report]:
        """Let the server let us in."""
        if self._held:
            self._held = False
            # The secret would end the sessions of our other devices.
            if self._secret and self.has("veche/resume") and not self._is_kept:
                self.write("RESUME", self._secret)
            else:
                self._secret = ""
            self.write("CAP", "END")
            if not self._nick_refused:
                self.wait_for(Due.REGISTER)
        return []

    @property
    def _is_kept(self) -> bool:
        """Whether we are who we were without a secret: an account's user, who has never gone."""
        return self._kept and self._logins.account != ""

    def _welcome(self) -> list[Report]:
        if self._welcomed:
            return []
        self._welcomed = True
        return [Welcomed(self.nick, self.resumed)]


def nonce(chance: Callable[[], float]) -> str:
    """Return a word that cannot be guessed, 128 bits if `chance` cannot be."""
    return "".join(f"{int(chance() * 2**32):08x}" for _ in range(4))


def _is_reserved(reason: str) -> bool:
    """Return whether a nick is refused because it is an account's, by what is usually said."""
    return any(word in reason.lower() for word in ("account", "reserved", "registered"))
