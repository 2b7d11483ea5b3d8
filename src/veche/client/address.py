"""Where to connect, as a person writes it: nick@host:port, host:port or a URL.

Owns the grammar and the defaults. Must not resolve or connect.
"""

import ipaddress
from dataclasses import dataclass

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8080
# RFC 7194.
TLS_PORT = 6697
# The registered ports of IRC, of HTTP and of HTTPS.
_SCHEME_PORTS = {"irc": 6667, "ircs": TLS_PORT, "ws": 80, "wss": 443}
# Where Veche has its WebSocket door.
_DEFAULT_PATH = "/irc"


@dataclass(frozen=True, slots=True)
class Address:
    """A server, and who to be there; `nick` is "" where none was given.

    `scheme` is irc, ircs, ws, wss, or "" where it was not a URL; `path` is that of a WebSocket,
    with its query, "" for the others.
    """

    nick: str = ""
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    scheme: str = ""
    path: str = ""

    @property
    def tls(self) -> bool:
        """Whether to encrypt: it says so, or the port is the one that IRC uses for TLS."""
        if self.websocket:
            return self.scheme == "wss"
        return self.scheme == "ircs" or self.port == TLS_PORT

    @property
    def websocket(self) -> bool:
        """Whether IRC is spoken inside a WebSocket there."""
        return self.scheme in ("ws", "wss")

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        place = f"{host}:{self.port}{self.path}"
        return f"{self.scheme}://{place}" if self.scheme else place


def parse_address(text: str) -> Address:
    """Read `nick@host`, `host:port` and the like, or a URL of irc, ircs, ws or wss.

    The nick may be empty, the port be missing, and the host be `[v6]`. Without `@` and scheme a
    word is a host only with a dot or a colon in it, or as `localhost`. Raises ValueError with a
    sentence for a person.
    """
    before, separator, rest = text.partition("://")
    if separator:
        return _parse_url(text, before.lower(), rest)
    nick, at, place = text.rpartition("@")
    if not at and not (set(place) & {".", ":"} or place == "localhost"):
        raise ValueError(f"{text!r} is not nick@host, host:port or a URL")
    return _address(nick, place, DEFAULT_PORT)


def is_private(address: Address, *, tls: bool | None = None) -> bool:
    """Return whether nobody can read along: TLS, as `dial` would have it, or this machine only."""
    if address.tls if tls is None else tls:
        return True
    if address.host.lower().rstrip(".") == "localhost":  # RFC 6761 section 6.3
        return True
    try:
        return ipaddress.ip_address(address.host).is_loopback
    except ValueError:
        return False


def is_sendable(word: str) -> bool:
    """Return whether `word` can stand as one parameter of a line, or is ""."""
    return word.isprintable() and " " not in word and not word.startswith(":")


def _parse_url(text: str, scheme: str, rest: str) -> Address:
    if scheme not in _SCHEME_PORTS:
        raise ValueError(f"{text!r} is not a URL of irc, ircs, ws or wss")
    authority, slash, path = rest.partition("/")
    path = slash + path
    if scheme in ("ws", "wss"):
        # A fragment is never sent (RFC 6455 section 3).
        if "#" in path or not path.isascii() or not path.isprintable() or " " in path:
            raise ValueError(f"{path!r} is not the path of a WebSocket")
        path = _DEFAULT_PATH if path in ("", "/") else path
    elif path in ("", "/"):
        path = ""
    else:
        raise ValueError(f"{text!r} is not a server: channels are named apart from it")
    nick, _, place = authority.rpartition("@")
    return _address(nick, place, _SCHEME_PORTS[scheme], scheme, path)


def _address(nick: str, place: str, default_port: int, scheme: str = "", path: str = "") -> Address:
    if not is_sendable(nick):
        raise ValueError(f"{nick!r} cannot be a nick")
    if place.startswith("["):
        host, bracket, rest = place[1:].partition("]")
        colon, port = rest[:1], rest[1:]
        if not bracket or colon not in ("", ":") or not _is_v6(host):
            raise ValueError(f"{place!r} is not [address]:port")
    elif _is_v6(place):
        host, colon, port = place, "", ""
    else:
        host, colon, port = place.partition(":")
    if not host or not host.isprintable() or set(host) & set(" /?#"):
        raise ValueError(f"{place!r} is not a host")
    return Address(nick, host, _port(port) if colon else default_port, scheme, path)


def _is_v6(host: str) -> bool:
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65_536):
        raise ValueError(f"{text!r} is not a port: 1 to 65535")
    return int(text)
