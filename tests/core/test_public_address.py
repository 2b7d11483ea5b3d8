"""Which addresses a stranger may have this server connect to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.public_address import is_public


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450::1"])
def test_everybodys(address: str) -> None:
    """Addresses of the public internet."""
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1"),
        *("172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1"),
        *("239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "203.0.113.7"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1"),
        *("2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1"),
        *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "fec0::1", "8.8.8.8%1", "2606:4700::1%2"),
        *("", "localhost", "127.1", "0x7f.1", "2130706433", "1.2.3.4.5", "017700000001"),
    ],
)
def test_not_everybodys(address: str) -> None:
    """Every range that is somebody's own, in every form, and what is no address at all."""
    assert not is_public(address)


def test_what_an_address_carries_counts() -> None:
    """A public one inside another form stays public."""
    assert is_public("::ffff:8.8.8.8")
    assert is_public("64:ff9b::808:808")


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_form_of_a_private_address_passes(address: ipaddress.IPv4Address) -> None:
    """Bare, mapped, compatible, translated, and tunnelled."""
    number = int(address)
    forms = (
        number | 0xFFFF << 32,
        number,
        int(ipaddress.IPv6Address("64:ff9b::")) | number,
        int(ipaddress.IPv6Address("2002::")) | number << 80,
    )
    assert not is_public(str(address))
    assert not any(is_public(str(ipaddress.IPv6Address(form))) for form in forms)
