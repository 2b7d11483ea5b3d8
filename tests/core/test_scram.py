"""SCRAM-SHA-256's arithmetic, by the example of RFC 7677 section 3."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.scram import keys, prepared, signature

SALT = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
NONCE = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
MESSAGE = (
    f"n=user,r=rOprNGfwEbeRWgbNEkqO,r={NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r={NONCE}"
).encode()
PROOF = base64.b64decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
SIGNATURE = base64.b64decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")


def test_the_example_of_the_rfc() -> None:
    """The proof for `pencil` is good, and answered by the server's signature there."""
    assert signature(keys("pencil", SALT, 4096), MESSAGE, PROOF) == SIGNATURE


@pytest.mark.parametrize("proof", [b"", PROOF[:-1], bytes(32), PROOF + b"x"])
def test_a_wrong_proof(proof: bytes) -> None:
    """Gives no signature."""
    assert signature(keys("pencil", SALT, 4096), MESSAGE, proof) is None


def test_another_message() -> None:
    """A proof is of one exchange."""
    assert signature(keys("pencil", SALT, 4096), MESSAGE + b"x", PROOF) is None


@pytest.mark.parametrize(
    ("text", "same"),
    [("I\u00adX", "IX"), ("\u00aa", "a"), ("\u2168", "IX"), ("a\u00a0b", "a b"), ("user", "user")],
)
def test_saslprep(text: str, same: str) -> None:
    """The examples of RFC 4013 section 3, and a space that is none."""
    assert prepared(text) == same


@given(st.text(st.characters(codec="utf-8")))
def test_any_password_is_prepared(text: str) -> None:
    """To a text that stays the same when it is prepared again; never to an empty one."""
    once = prepared(text)
    assert bool(once) == bool(text)
    assert prepared(once) == once or once == text
