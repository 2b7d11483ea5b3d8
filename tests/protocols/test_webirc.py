"""WEBIRC. https://ircv3.net/specs/extensions/webirc"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.networks import Networks
from veche.core.passphrase import Passphrase
from veche.protocols.webirc import Gateways, Introduction, Refused

HOST = "198.51.100.1"
GATEWAYS = Gateways(Networks("198.51.100.0/28"), Passphrase("hunter2"))


def introduced(line: str, host: str = HOST) -> Introduction:
    return GATEWAYS.introduced(line.encode(), host)


@pytest.mark.parametrize(
    ("line", "introduction"),
    [
        ("WEBIRC hunter2 gw host.example 192.0.2.3", Introduction("192.0.2.3")),
        ("webirc hunter2 gw 192.0.2.3 192.0.2.3\r", Introduction("192.0.2.3")),
        ("WEBIRC  hunter2  gw h  192.0.2.3 secure", Introduction("192.0.2.3", 0, True)),
        ("WEBIRC hunter2 gw h 0::1:2", Introduction("::1:2")),
        ("WEBIRC hunter2 gw h :::1:2", Introduction("::1:2")),
        ("WEBIRC hunter2 gw h 0::ffff:192.0.2.3", Introduction("192.0.2.3")),
        (
            "WEBIRC hunter2 gw h 192.0.2.3 :secure=x local-port=6697 remote-port=21726 new",
            Introduction("192.0.2.3", 21726, True),
        ),
        ("WEBIRC hunter2 gw h 192.0.2.3 :remote-port=66000", Introduction("192.0.2.3")),
        ("WEBIRC hunter2 gw h 192.0.2.3 :remote-port", Introduction("192.0.2.3")),
        ("WEBIRC hunter2 gw h 192.0.2.3 insecure", Introduction("192.0.2.3")),
    ],
)
def test_whose_connection_it_is(line: str, introduction: Introduction) -> None:
    """Options mean the same with a value as without; unknown ones mean nothing."""
    assert introduced(line) == introduction


@pytest.mark.parametrize(
    ("line", "host", "why"),
    [
        ("WEBIRC hunter2 gw h 192.0.2.3", "192.0.2.1", "no gateway"),
        ("WEBIRC hunter3 gw h 192.0.2.3", HOST, "Invalid WebIRC password"),
        ("WEBIRC hunter2 gw 192.0.2.3", HOST, "needs"),
        ("WEBIRC hunter2 gw h host.example", HOST, "no valid address"),
        ("WEBIRC", HOST, "needs"),
    ],
)
def test_who_is_not_believed(line: str, host: str, why: str) -> None:
    """An address that is no gateway learns nothing of the password."""
    with pytest.raises(Refused, match=why):
        introduced(line, host)


@given(st.binary(max_size=200))
def test_any_line(rest: bytes) -> None:
    """Is refused, or it names an address."""
    try:
        found = GATEWAYS.introduced(b"WEBIRC hunter2 " + rest, HOST)
    except Refused:
        return
    assert found.host
