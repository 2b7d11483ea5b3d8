"""The PROXY header. https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt"""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.protocols.proxy_header import MAX_BYTES, SIGNATURES, BadHeader, Header, read

_SIGNATURE = SIGNATURES[1]


def binary(
    family: int, addresses: bytes, additions: bytes = b"", command: int = 0x21, length: int = -1
) -> bytes:
    """A header of version 2."""
    rest = addresses + additions
    size = len(rest) if length < 0 else length
    return _SIGNATURE + bytes((command, family)) + size.to_bytes(2, "big") + rest


FOUR = socket.inet_aton("192.0.2.9") + bytes(4) + b"\x01\x02\x00\x07"
SIX = socket.inet_pton(socket.AF_INET6, "2001:db8::9") + bytes(16) + b"\x01\x02\x00\x07"
THROUGH_TLS = b"\x04\x00\x01x" + b"\x20\x00\x05\x01\x00\x00\x00\x00"
HEADERS = [
    (b"PROXY TCP4 192.0.2.9 192.0.2.1 258 7\r\n", "192.0.2.9", 258, False),
    (b"PROXY TCP6 2001:db8::9 ::1 258 7\r\n", "2001:db8::9", 258, False),
    (b"PROXY UNKNOWN\r\n", "", 0, False),
    (b"PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n", "", 0, False),
    (binary(0x11, FOUR), "192.0.2.9", 258, False),
    (binary(0x21, SIX), "2001:db8::9", 258, False),
    (binary(0x11, FOUR, THROUGH_TLS), "192.0.2.9", 258, True),
    (binary(0x11, FOUR, b"\x20\x00\x05\x00\x00\x00\x00\x00"), "192.0.2.9", 258, False),
    (binary(0x11, FOUR, command=0x20), "", 0, False),  # LOCAL
    (binary(0x00, b""), "", 0, False),
    (binary(0x31, bytes(216)), "", 0, False),  # a socket of the proxy's machine
]


@pytest.mark.parametrize(("data", "host", "port", "secure"), HEADERS)
def test_a_header_is_read_whole_and_not_a_byte_more(
    data: bytes, host: str, port: int, secure: bool
) -> None:
    """Until it is all there it is waited for."""
    assert read(data + b"NICK alice\r\n") == Header(len(data), host, port, secure)
    for end in range(len(data)):
        assert read(data[:end]) is None


@pytest.mark.parametrize(
    "data",
    [
        b"NICK alice\r\n",
        b"\x16\x03\x01",
        b"proxy TCP4 192.0.2.9 192.0.2.1 258 7\r\n",
        b"PROXY TCP4 192.0.2.9 192.0.2.1 258\r\n",
        b"PROXY TCP4 2001:db8::9 ::1 258 7\r\n",
        b"PROXY TCP4 192.0.2.9 192.0.2.1 65536 7\r\n",
        b"PROXY TCP4 192.0.2.9 192.0.2.1 -1 7\r\n",
        b"PROXY UDP4 192.0.2.9 192.0.2.1 258 7\r\n",
        b"PROXY \xff\r\n",
        b"PROXY TCP4 " + b"1" * 96,
        binary(0x11, FOUR[:-1]),
        binary(0x11, FOUR, command=0x31),
        binary(0x11, FOUR, command=0x22),
        binary(0x11, FOUR, length=MAX_BYTES - 15),
    ],
)
def test_what_is_none(data: bytes) -> None:
    """Is refused, not waited for."""
    with pytest.raises(BadHeader):
        read(data)


@given(st.sampled_from(SIGNATURES), st.binary(max_size=300))
def test_anything_behind_a_signature(signature: bytes, rest: bytes) -> None:
    """Is a header, or more is needed, or it is refused."""
    try:
        header = read(signature + rest)
    except BadHeader:
        return
    assert header is None or header.size <= len(signature + rest)
