"""SCRAM-SHA-256: RFC 7677 section 3 has an exchange; the server's side is core/scram.py."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.client.scram import MOST_ITERATIONS, RefusedError, Scram, ScramError
from veche.core import scram as core

_NONCE = "rOprNGfwEbeRWgbNEkqO"
_CHALLENGE = (
    b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
)
_VERDICT = b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


def test_the_exchange_of_the_specification() -> None:
    """RFC 7677 section 3, letter for letter."""
    scram = Scram("user", "pencil", _NONCE)
    assert scram.first == b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
    assert scram.final(_CHALLENGE) == (
        b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        b"p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    )
    scram.check(_VERDICT)


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_both_sides_agree(account: str, password: str) -> None:
    """Whatever script the password is in; and the name can be read again."""
    scram = Scram(account, password, "mine")
    name = core.prepared(account).replace("=", "=3D").replace(",", "=2C")
    assert scram.first.decode() == f"n,,n={name},r=mine"
    kept = core.keys(password, b"salt", 4_096)
    challenge = f"r=mineyours,s={base64.b64encode(b'salt').decode()},i=4096"
    final = scram.final(challenge.encode()).decode()
    without_proof, _, proof = final.rpartition(",p=")
    message = f"{scram.first[3:].decode()},{challenge},{without_proof}".encode()
    signature = core.signature(kept, message, base64.b64decode(proof))
    assert signature is not None
    scram.check(b"v=" + base64.b64encode(signature))


@pytest.mark.parametrize(
    "challenge",
    [
        b"",
        b"\xff",
        b"r=mine,s=c2FsdA==,i=4096",  # nothing of the server's own
        b"r=other,s=c2FsdA==,i=4096",
        b"m=new,r=mineyours,s=c2FsdA==,i=4096",
        b"r=mineyours,s=,i=4096",
        b"r=mineyours,s=?,i=4096",
        b"r=mineyours,s=c2FsdA==,i=",
        b"r=mineyours,s=c2FsdA==,i=-1",
        b"r=mineyours,s=c2FsdA==,i=4095",
        b"r=mineyours,s=c2FsdA==,i=%d" % (MOST_ITERATIONS + 1),
        b"r=mineyours,s=c2FsdA==,i=" + b"9" * 400,
        b"r=mineyours," + b"x" * 2_000,
    ],
)
def test_a_challenge_that_is_none(challenge: bytes) -> None:
    """Or that asks for too little work, or for more than anybody would do."""
    with pytest.raises(ScramError):
        Scram("alice", "sesame", "mine").final(challenge)


@pytest.mark.parametrize("verdict", [b"", b"v=", b"v=AAAA", b"v=?", b"x=1", b"\xff"])
def test_a_false_signature(verdict: bytes) -> None:
    """Is none, and before there was a proof any is false."""
    scram = Scram("user", "pencil", _NONCE)
    with pytest.raises(ScramError):
        scram.check(_VERDICT)
    scram.final(_CHALLENGE)
    with pytest.raises(ScramError):
        scram.check(verdict)


def test_a_refusal() -> None:
    """Is told apart from a false signature."""
    scram = Scram("user", "pencil", _NONCE)
    scram.final(_CHALLENGE)
    with pytest.raises(RefusedError):
        scram.check(b"e=invalid-proof")
