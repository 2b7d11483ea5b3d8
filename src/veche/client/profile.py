"""Who one is on a server, and how one behaves when the connection breaks.

Owns what is chosen once, before connecting. Must not know what came of it.
"""

from dataclasses import dataclass, field

from veche.client.login import NO_PASSWORD, Login
from veche.core.secret import Secret

_USERNAME_CHARS = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """Chosen once, for all connections of a client."""

    nick: str
    username: str = ""  # "": the nick, made safe
    realname: str = ""  # "": the nick
    password: str = field(default="", repr=False)  # for PASS
    reconnect: bool = True  # False: the first loss is the end
    # Of an earlier `Client.secret`: come back as that guest, if it is still known.
    secret: str = field(default="", repr=False)
    account: str = ""  # log in to it, by its password, or by the certificate without one
    account_password: Secret = NO_PASSWORD
    certificate: str = ""  # a PEM file with a certificate and its key, to be shown by TLS
    # Somebody can be asked: a refused login is no end, but waits for `Client.log_in`.
    asks: bool = False
    # Of a channel is told what no device of ours has read, if that is more than the backlog.
    unread: bool = False

    @property
    def login(self) -> Login | None:
        """Whose to be, if anybody's."""
        if not (self.account or self.certificate):
            return None
        return Login(self.account, self.account_password, bool(self.certificate))

    @property
    def user(self) -> str:
        """What USER says: ASCII letters, digits and `._-` only, never empty."""
        wanted = self.username or self.nick
        kept = "".join(c for c in wanted if c.isascii() and (c.isalnum() or c in "._-"))
        return kept[:_USERNAME_CHARS] or "user"
