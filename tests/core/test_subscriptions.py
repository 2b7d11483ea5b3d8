"""What may be asked for as a push subscription."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.devices import PUBLIC, SECRET
from veche.core.subscriptions import endpoint_fault, host_of, keys_fault


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://push.example.net/wpush/v2/gAAAA-_~.:=",
        "https://PUSH.example.net:8443/a?b=c&d=%20",
        "https://push.example.net",
        "https://8.8.8.8/x",
        "https://[2606:4700:4700::1111]:443/x",
        f"https://{'a' * 63}.example/",
    ],
)
def test_endpoints(endpoint: str) -> None:
    """Addresses of push services."""
    assert endpoint_fault(endpoint, 400) == ""


@pytest.mark.parametrize(
    ("endpoint", "why"),
    [
        *((bad, "is no https") for bad in ("", "x", "http://a.example/", "ftp://a.example/")),
        ("https:///x", "is no https"),
        ("https://user@a.example/", "is no https"),
        ("https://a.example@127.0.0.1/", "is no https"),
        ("https://a.example\\@127.0.0.1/", "is no https"),
        ("https://a.example/x#y", "is no https"),
        ("https://a.example/\r\nX: y", "is no https"),
        ("https://a.example/ b", "is no https"),
        ("https://-a.example/", "is no https"),
        ("https://пуш.example/", "is no https"),
        ("https://a..example/", "has a host"),
        (f"https://{'a' * 64}.example/", "has a host"),
        (f"https://{'a.' * 127}example/", "has a host"),
        ("https://[8.8.8.8]/", "has a host"),
        ("https://[...]/", "has a host"),
        ("https://a.example:0/", "has a port"),
        ("https://a.example:65536/", "has a port"),
        ("https://127.0.0.1/", "is not on the public"),
        ("https://2130706433/", "is not on the public"),
        ("https://127.1/", "is not on the public"),
        ("https://10.1.2.3:8080/x", "is not on the public"),
        ("https://[::1]/", "is not on the public"),
        ("https://[::ffff:10.0.0.1]/", "is not on the public"),
        ("https://[1:2]/", "is not on the public"),
        ("https://a.example/" + "x" * 400, "is longer than 400"),
    ],
)
def test_no_endpoints(endpoint: str, why: str) -> None:
    """What is not https, may be read in two ways, or says at once that it is somebody's own."""
    assert endpoint_fault(endpoint, 400).startswith(why)


@given(st.text(max_size=80) | st.from_regex(r"https://[!-~]{1,40}", fullmatch=True))
def test_what_passes_is_read_alike(endpoint: str) -> None:
    """The host that was looked at is the one that others find in it; never a private literal."""
    if endpoint_fault(endpoint, 400):
        return
    found = urlsplit(endpoint)
    assert found.scheme == "https"
    assert found.hostname == host_of(endpoint)
    assert found.username is None
    try:
        literal = ip_address(host_of(endpoint))
    except ValueError:
        return
    assert literal.is_global


def test_keys() -> None:
    """Those of the example in RFC 8291."""
    assert keys_fault(PUBLIC, SECRET) == ""


@pytest.mark.parametrize(
    ("public", "secret"),
    [
        (PUBLIC, b""),
        (PUBLIC, SECRET[:-1]),
        (PUBLIC, SECRET + b"x"),
        (b"", SECRET),
        (PUBLIC[:-1], SECRET),
        (b"\2" + PUBLIC[1:33], SECRET),
        (b"\5" + PUBLIC[1:], SECRET),
        (PUBLIC[:-1] + b"\0", SECRET),
        (b"\4" + bytes(64), SECRET),
        (b"\4" + b"\xff" * 64, SECRET),
    ],
)
def test_no_keys(public: bytes, secret: bytes) -> None:
    """Of another length or form, or a point that is not on the curve."""
    assert keys_fault(public, secret)


@given(st.binary(max_size=70), st.binary(max_size=20))
def test_chance_makes_no_key(public: bytes, secret: bytes) -> None:
    """Nothing raises, and a random point is on no curve."""
    assert keys_fault(public, secret)
    assert keys_fault(b"\4" + public[:64].ljust(64, b"x"), secret)
