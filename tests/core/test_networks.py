"""Sets of addresses."""

import pytest

from veche.core.networks import Networks, parsed


def test_addresses_and_networks() -> None:
    """Of both kinds, with spaces or commas between."""
    networks = Networks("192.0.2.7, 198.51.100.0/24  2001:db8::/32")
    for host in ("192.0.2.7", "::ffff:192.0.2.7", "198.51.100.200", "2001:db8:1::5"):
        assert host in networks
    for host in ("192.0.2.8", "2001:db9::1", "name", ""):
        assert host not in networks


def test_nothing_is_in_an_empty_set() -> None:
    """Which is false."""
    assert not Networks(" , ")
    assert "127.0.0.1" not in Networks()
    assert Networks("127.0.0.1")


def test_a_word_that_is_no_address() -> None:
    """Is named."""
    with pytest.raises(ValueError, match=r"^example\.org$"):
        Networks("192.0.2.7 example.org")


def test_one_address() -> None:
    """IPv4 within IPv6 is IPv4."""
    assert str(parsed("::ffff:192.0.2.7")) == "192.0.2.7"
    assert str(parsed("2001:DB8::0")) == "2001:db8::"
    assert parsed("192.0.2") is None
