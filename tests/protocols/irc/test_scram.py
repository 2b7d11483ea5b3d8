"""SCRAM's messages (RFC 5802 section 7), with the exchange of RFC 7677 section 3."""

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from veche.protocols.irc import scram

FIRST = b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
NONCE = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
FINAL = f"c=biws,r={NONCE},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=".encode()


def test_the_example_of_the_rfc() -> None:
    """What each side says there is read and written so."""
    first = scram.first(FIRST)
    assert first == ("n,,", "", "n=user,r=rOprNGfwEbeRWgbNEkqO", "user", "rOprNGfwEbeRWgbNEkqO")
    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
    challenge = scram.challenge(NONCE, salt, 4096)
    assert challenge == f"r={NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    final = scram.final(FINAL)
    assert final is not None
    assert (final.without_proof, final.header, final.nonce) == (f"c=biws,r={NONCE}", b"n,,", NONCE)
    assert len(final.proof) == 32


def test_names_are_escaped() -> None:
    """A comma is =2C, an equals sign =3D; nothing else is escaped."""
    first = scram.first(b"n,a=x=2Cy,n=a=2Cb=3Dc,r=abc")
    assert first is not None
    assert (first.authzid, first.name) == ("x,y", "a,b=c")
    assert scram.first(b"n,,n=a=2Xb,r=abc") is None


@pytest.mark.parametrize(
    "data",
    [
        b"p=tls-unique,,n=user,r=abc",
        b"n,,n=,r=abc",
        b"n,,n=user,r=",
        b"n,,m=ext,n=user,r=abc",
        b"n,,n=user,r=a b",
        b"n,,n=user,r=" + b"x" * 201,
        b"n,,n=us\xffer,r=abc",
        b"",
    ],
)
def test_what_is_no_first_message(data: bytes) -> None:
    """Channel binding is not offered, mandatory extensions are not known."""
    assert scram.first(data) is None


@pytest.mark.parametrize(
    "data", [b"", b"c=biws,r=abc", b"c=!,r=abc,p=AAAA", b"c=biws,r=abc,p=!", b"r=abc,p=AAAA"]
)
def test_what_is_no_final_message(data: bytes) -> None:
    """Without a proof, or not in base64."""
    assert scram.final(data) is None


@given(st.binary(max_size=80))
@example(b"n,,n=a,r=b,,,")
@example(b"c=,r=x,p=")
def test_any_bytes(data: bytes) -> None:
    """Read, or not; never an error."""
    scram.first(data)
    scram.final(data)


@given(st.text(max_size=20))
def test_any_base64(text: str) -> None:
    """Bytes or None."""
    found = scram.decoded(text)
    assert found is None or len(base64.b64encode(found)) == len(text)
