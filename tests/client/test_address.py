"""Addresses as people write them."""

import pytest

from veche.client.address import Address, parse_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("alice@chat.example", Address("alice", "chat.example", 8080)),
        ("alice@chat.example:6697", Address("alice", "chat.example", 6697)),
        ("Алиса@127.0.0.1:1", Address("Алиса", "127.0.0.1", 1)),
        ("@host", Address("", "host", 8080)),
        ("a@[::1]:99", Address("a", "::1", 99)),
        ("a@[::1]", Address("a", "::1", 8080)),
    ],
)
def test_addresses(text: str, address: Address) -> None:
    """Nick, host and port, each with its default."""
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text",
    ["alice", "alice@", "a b@host", ":a@host", "a@h:0", "a@h:65536", "a@h:", "a@h:x", "a@h:٣",
     "a@h:99999999999", "a@[::1]x", "a@:1", "a\nb@h"],
)  # fmt: skip
def test_bad_addresses(text: str) -> None:
    """Each gets a sentence."""
    with pytest.raises(ValueError, match=r"is not|cannot be"):
        parse_address(text)


def test_it_is_shown_as_it_is_written() -> None:
    """And 6697 is the port of TLS (RFC 7194)."""
    assert str(Address("a", "::1", 99)) == "[::1]:99"
    assert str(Address("a", "h", 6697)) == "h:6697"
    assert Address("a", "h", 6697).tls
    assert not Address("a", "h", 8080).tls
