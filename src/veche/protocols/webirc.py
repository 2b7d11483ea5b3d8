"""WEBIRC: a gateway says whose connection it passes on (IRCv3 WebIRC Extension).

Owns the command's form and who is believed. It stands before everything else, so it is read
before there is an IRC connection. The name that a gateway gives for the address is not used:
nobody here has verified it.
"""

import re

import msgspec

from veche.core.networks import Networks, parsed
from veche.core.passphrase import Passphrase

COMMAND = b"WEBIRC "
LINE_BYTES = 512
_WORDS = re.compile(r"[^ ]+")
_PARAMETERS = 4


class Introduction(msgspec.Struct, frozen=True):
    """Whose connection it is. `secure`: they came to the gateway through TLS, as it says."""

    host: str
    port: int = 0
    secure: bool = False


class Refused(Exception):
    """The text is told to the gateway."""


class Gateways:
    """Who may introduce others, from where, by which password."""

    __slots__ = ("_addresses", "_password")

    def __init__(self, addresses: Networks, password: Passphrase) -> None:
        self._addresses = addresses
        self._password = password

    def introduced(self, line: bytes, host: str) -> Introduction:
        """What the line says, which came from `host`. Raises Refused."""
        if host not in self._addresses:
            raise Refused("This address is no gateway")
        try:
            words = _split(line.decode())
        except UnicodeDecodeError:
            raise Refused("WEBIRC is not UTF-8") from None
        if len(words) < _PARAMETERS:
            raise Refused("WEBIRC needs a password, a gateway, a host and an address")
        password, _, _, ip = words[:_PARAMETERS]
        if not self._password.matches(password):
            raise Refused("Invalid WebIRC password")
        address = parsed(ip)
        if address is None:
            raise Refused("WEBIRC has no valid address")
        # Options have or get values; only a port's means anything ("Options").
        options = dict(word.partition("=")[::2] for word in " ".join(words[4:]).split(" "))
        return Introduction(
            str(address), _port(options.get("remote-port", "")), "secure" in options
        )


def _split(line: str) -> list[str]:
    """The parameters of the command, without its name."""
    head, colon, trailing = line.rstrip("\r\n").partition(" :")
    words = _WORDS.findall(head)[1:]
    return [*words, trailing] if colon else words


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return port if port <= 65_535 else 0
