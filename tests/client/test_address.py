"""Addresses as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.client.address import Address, is_private, parse_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("alice@chat.example", Address("alice", "chat.example", 8080)),
        ("alice@chat.example:6697", Address("alice", "chat.example", 6697)),
        ("Алиса@127.0.0.1:1", Address("Алиса", "127.0.0.1", 1)),
        ("@host", Address("", "host", 8080)),
        ("a@[::1]:99", Address("a", "::1", 99)),
        ("a@[::1]", Address("a", "::1", 8080)),
        ("a@::1", Address("a", "::1", 8080)),
        ("chat.example", Address("", "chat.example", 8080)),
        ("chat.example:1", Address("", "chat.example", 1)),
        ("box:1", Address("", "box", 1)),
        ("localhost", Address("", "localhost", 8080)),
        ("[::1]:99", Address("", "::1", 99)),
        ("fe80::1", Address("", "fe80::1", 8080)),
    ],
)
def test_addresses(text: str, address: Address) -> None:
    """Nick, host and port, each with its default."""
    assert parse_address(text) == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("irc://chat.example", Address("", "chat.example", 6667, "irc")),
        ("irc://chat.example:1/", Address("", "chat.example", 1, "irc")),
        ("IRCS://alice@chat.example", Address("alice", "chat.example", 6697, "ircs")),
        ("ws://box", Address("", "box", 80, "ws", "/irc")),
        ("ws://bob@127.0.0.1:8080/", Address("bob", "127.0.0.1", 8080, "ws", "/irc")),
        ("wss://h/a/b?c=d", Address("", "h", 443, "wss", "/a/b?c=d")),
        ("wss://a@[::1]:99/x", Address("a", "::1", 99, "wss", "/x")),
    ],
)
def test_urls(text: str, address: Address) -> None:
    """The scheme has its port, and a WebSocket its path."""
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text",
    ["alice", "alice@", "a b@host", ":a@host", "a@h:0", "a@h:65536", "a@h:", "a@h:x", "a@h:٣",
     "a@h:99999999999", "a@[::1]x", "a@:1", "a\nb@h", "", "@", ":", "[::1", "[]:1", "[a.b]:1",
     "http://h", "irc://", "irc://h/#a", "irc://h/a", "ws://h/#a", "ws://h/a b", "ws://h/\n",
     "ws://:80/", "ws://h:x/", "ws://h?x", "ws:// h", "://h", "wss://a b@h/"],
)  # fmt: skip
def test_bad_addresses(text: str) -> None:
    """Each gets a sentence."""
    with pytest.raises(ValueError, match=r"is not|cannot be"):
        parse_address(text)


def test_it_is_shown_as_it_is_written() -> None:
    """But for the nick, which is not part of the place."""
    assert str(Address("a", "::1", 99)) == "[::1]:99"
    assert str(Address("a", "h", 6697)) == "h:6697"
    assert str(parse_address("wss://a@h/irc")) == "wss://h:443/irc"
    assert str(parse_address("irc://h")) == "irc://h:6667"


@pytest.mark.parametrize(
    ("text", "tls"),
    [("h.x:6697", True), ("h.x:8080", False), ("ircs://h:1", True), ("irc://h", False),
     ("irc://h:6697", True), ("ws://h:6697", False), ("wss://h:1", True)],
)  # fmt: skip
def test_tls(text: str, tls: bool) -> None:
    """6697 is the port of TLS (RFC 7194); else the scheme says."""
    assert parse_address(text).tls is tls


@given(st.text() | st.text("ab@:/.[]#? 1wsirc"))
def test_anything_is_an_address_or_a_value_error(text: str) -> None:
    """And what is one is read again from how it is shown."""
    try:
        address = parse_address(text)
    except ValueError:
        return
    assert 0 < address.port < 65_536
    again = parse_address(str(address) if address.scheme else f"@{address}")
    assert again == Address("", address.host, address.port, address.scheme, address.path)


@pytest.mark.parametrize(
    ("text", "tls", "private"),
    [
        ("127.0.0.1:8080", None, True),
        ("127.9.9.9:1", None, True),
        ("[::1]:8080", None, True),
        ("localhost", None, True),
        ("LocalHost.:1", None, True),
        ("192.0.2.1:8080", None, False),
        ("chat.example:8080", None, False),
        ("localhost.example:8080", None, False),
        ("chat.example:6697", None, True),
        ("chat.example:6697", False, False),
        ("chat.example:8080", True, True),
        ("ws://chat.example/", None, False),
        ("wss://chat.example/", None, True),
    ],
)
def test_where_nobody_reads_along(text: str, tls: bool | None, private: bool) -> None:
    """TLS, and this machine itself; a name may be anybody's."""
    assert is_private(parse_address(text), tls=tls) is private
