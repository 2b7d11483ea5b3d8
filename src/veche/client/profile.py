"""Who one is on a server, and how one behaves when the connection breaks.

Owns what is chosen once, before connecting. Must not know what came of it.
"""

from dataclasses import dataclass

_USERNAME_CHARS = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """Chosen once, for all connections of a client."""

    nick: str
    username: str = ""  # "": the nick, made safe
    realname: str = ""  # "": the nick
    password: str = ""  # for PASS
    reconnect: bool = True  # False: the first loss is the end
    secret: str = ""  # of an earlier `Client.secret`: come back as that guest, if it is still known

    @property
    def user(self) -> str:
        """What USER says: ASCII letters, digits and `._-` only, never empty."""
        wanted = self.username or self.nick
        kept = "".join(c for c in wanted if c.isascii() and (c.isalnum() or c in "._-"))
        return kept[:_USERNAME_CHARS] or "user"
