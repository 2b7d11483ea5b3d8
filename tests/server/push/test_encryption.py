"""What a device can read, and nobody else (RFC 8291, RFC 8188)."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from tests.core.devices import PUBLIC, SECRET, decoded
from tests.server.push.reading import decrypt
from veche.protocols.irc.push import LINE_BYTES
from veche.server.push.encryption import BODY_BYTES, OVERHEAD_BYTES, encrypt


def test_the_example_of_the_rfc() -> None:
    """RFC 8291 section 5, to the byte."""
    own = int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        PUBLIC,
        SECRET,
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
        own=ec.derive_private_key(own, ec.SECP256R1()),
    )
    assert body == decoded(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@given(st.binary(max_size=200))
def test_a_device_reads_it(text: bytes) -> None:
    """Any text; and it looks different each time."""
    one, other = encrypt(text, PUBLIC, SECRET), encrypt(text, PUBLIC, SECRET)
    assert decrypt(one) == decrypt(other) == text
    assert one != other
    assert len(one) == len(text) + OVERHEAD_BYTES


def test_whoever_touches_it_is_noticed() -> None:
    """A single bit is enough."""
    body = bytearray(encrypt(b"hello", PUBLIC, SECRET))
    body[-1] ^= 1
    with pytest.raises(InvalidTag):
        decrypt(bytes(body))


def test_the_longest() -> None:
    """4,096 bytes are what every push service takes, and no more."""
    longest = b"x" * (BODY_BYTES - OVERHEAD_BYTES)
    assert len(longest) == LINE_BYTES
    assert len(encrypt(longest, PUBLIC, SECRET)) == BODY_BYTES
    with pytest.raises(ValueError, match="too many"):
        encrypt(longest + b"x", PUBLIC, SECRET)


def test_a_key_that_is_none() -> None:
    """Is refused."""
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the library says of it
        encrypt(b"hello", b"\4" + bytes(64), SECRET)
