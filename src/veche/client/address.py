"""Where to connect, as a person writes it: nick@host:port.

Owns the grammar and the defaults. Must not resolve or connect.
"""

from dataclasses import dataclass

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8080
# RFC 7194.
TLS_PORT = 6697


@dataclass(frozen=True, slots=True)
class Address:
    """A server, and who to be there; `nick` is "" where none was given."""

    nick: str = ""
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT

    @property
    def tls(self) -> bool:
        """Whether the port is the one that IRC uses for TLS."""
        return self.port == TLS_PORT

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def parse_address(text: str) -> Address:
    """Read `nick@host`, `nick@host:port` or `nick@[v6]:port`; nick may be empty.

    Raises ValueError with a sentence for a person.
    """
    nick, at, place = text.rpartition("@")
    if not at or not place:
        raise ValueError(f"{text!r} is not nick@host or nick@host:port")
    if not is_sendable(nick):
        raise ValueError(f"{nick!r} cannot be a nick")
    if place.startswith("["):
        host, _, rest = place[1:].partition("]")
        colon, port = rest[:1], rest[1:]
        if colon not in ("", ":"):
            raise ValueError(f"{place!r} is not [address]:port")
    else:
        host, colon, port = place.partition(":")
    if not host or not host.isprintable() or " " in host:
        raise ValueError(f"{place!r} is not a host")
    return Address(nick, host, _port(port) if colon else DEFAULT_PORT)


def is_sendable(word: str) -> bool:
    """Return whether `word` can stand as one parameter of a line, or is ""."""
    return word.isprintable() and " " not in word and not word.startswith(":")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65_536):
        raise ValueError(f"{text!r} is not a port: 1 to 65535")
    return int(text)
