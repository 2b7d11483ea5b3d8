"""The header by which a proxy says whose connection it passes on.

Owns its two forms (PROXY protocol, https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt,
2.1 and 2.2). Must not know which proxies are believed.
"""

from ipaddress import IPv4Address, IPv6Address

import msgspec

SIGNATURES = (b"PROXY ", b"\r\n\r\n\x00\r\nQUIT\n")
"""What version 1 and version 2 begin with. No client of any door begins like that."""

MAX_BYTES = 4_096
"""A header that is longer is not read: addresses take 216, and the rest is additions."""
_LINE_BYTES = 107  # 2.1: the longest line of version 1, CR LF counted
_FIXED_BYTES = 16  # 2.2: signature, version and command, family, length
_PROXY = 1
_ADDRESSES = {1: 4, 2: 16}  # 2.2: bytes of an address, by family
_PORTS_BYTES = 4
_TLS = 0x20  # 2.2.5: PP2_TYPE_SSL
_CLIENT_TLS = 0x01  # 2.2.5: PP2_CLIENT_SSL


class BadHeader(Exception):
    """What came is no header, or one that cannot be used."""


class Header(msgspec.Struct, frozen=True):
    """`size` bytes long. Without a host the proxy speaks for itself, to see whether we are here.

    `secure`: the proxy says that its client came through TLS.
    """

    size: int
    host: str = ""
    port: int = 0
    secure: bool = False


def read(data: bytes) -> Header | None:
    """The header that `data` begins with, None while it is not all there. Raises BadHeader."""
    one, two = SIGNATURES
    if data.startswith(two):
        return _binary(data)
    if data.startswith(one):
        return _line(data)
    if any(signature.startswith(data) for signature in SIGNATURES):
        return None
    raise BadHeader("It is missing")


def _line(data: bytes) -> Header | None:
    end = data.find(b"\r\n", 0, _LINE_BYTES)
    if end < 0:
        if len(data) >= _LINE_BYTES:
            raise BadHeader("Its line does not end")
        return None
    words = data[:end].split(b" ")
    if words[1] == b"UNKNOWN":
        return Header(end + 2)
    try:
        _, family, source, _, port, _ = (word.decode("ascii") for word in words)
        kind = {"TCP4": IPv4Address, "TCP6": IPv6Address}[family]
        return Header(end + 2, str(kind(source)), _port(int(port)))
    except (ValueError, KeyError) as error:
        raise BadHeader("Its line cannot be read") from error


def _binary(data: bytes) -> Header | None:
    if len(data) < _FIXED_BYTES:
        return None
    version, command = data[12] >> 4, data[12] & 15
    family, length = data[13] >> 4, int.from_bytes(data[14:16], "big")
    size = _FIXED_BYTES + length
    if version != 2 or command > _PROXY or size > MAX_BYTES:
        raise BadHeader("It is of an unknown kind, or too long")
    if len(data) < size:
        return None
    width = _ADDRESSES.get(family)
    if command != _PROXY or width is None:
        return Header(size)
    if length < 2 * width + _PORTS_BYTES:
        raise BadHeader("It is too short for its addresses")
    source = data[_FIXED_BYTES : _FIXED_BYTES + width]
    ports = _FIXED_BYTES + 2 * width
    host = str(IPv4Address(source) if width == 4 else IPv6Address(source))
    port = int.from_bytes(data[ports : ports + 2], "big")
    return Header(size, host, port, _came_by_tls(data[ports + _PORTS_BYTES : size]))


def _came_by_tls(additions: bytes) -> bool:
    """2.2: each addition has a type, a length of two bytes and a value."""
    while len(additions) >= 3:
        end = 3 + int.from_bytes(additions[1:3], "big")
        value = additions[3:end]
        if additions[0] == _TLS and value:
            return bool(value[0] & _CLIENT_TLS)
        additions = additions[end:]
    return False


def _port(port: int) -> int:
    if not 0 <= port <= 65_535:
        raise ValueError("no port")
    return port
