"""One SASL exchange: https://ircv3.net/specs/extensions/sasl-3.1."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.client.login import Fault, Login
from veche.client.sasl import Exchange, SaslError
from veche.core.secret import Secret

ALICE = Login("alice", Secret("sesame"))
SHOWN = Login("alice", certificate=True)


def exchange(login: Login = ALICE, offered: str = "", *, private: bool = True) -> Exchange:
    return Exchange(login, offered, private=private, nonce="mine")


@pytest.mark.parametrize(
    ("login", "offered", "private", "mechanism"),
    [
        (ALICE, "", False, "SCRAM-SHA-256"),
        (ALICE, "PLAIN,SCRAM-SHA-256,EXTERNAL", True, "SCRAM-SHA-256"),
        (ALICE, "plain", True, "PLAIN"),
        (SHOWN, "PLAIN,EXTERNAL", True, "EXTERNAL"),
        (Login("a", Secret("x"), certificate=True), "PLAIN,EXTERNAL", True, "PLAIN"),
    ],
)
def test_the_way_that_shows_least(
    login: Login, offered: str, private: bool, mechanism: str
) -> None:
    """SCRAM wherever it is there; the certificate where there is no password."""
    assert exchange(login, offered, private=private).mechanism == mechanism


@pytest.mark.parametrize(
    ("login", "offered", "private", "fault"),
    [
        (ALICE, "PLAIN", False, Fault.NOT_ENCRYPTED),
        (ALICE, "EXTERNAL", True, Fault.NO_MECHANISM),
        (ALICE, "ECDSA", True, Fault.NO_MECHANISM),
        (SHOWN, "PLAIN,SCRAM-SHA-256", True, Fault.NO_MECHANISM),
        (Login("alice"), "PLAIN,SCRAM-SHA-256", True, Fault.NO_MECHANISM),
    ],
)
def test_no_way(login: Login, offered: str, private: bool, fault: Fault) -> None:
    """A password is never shown where others can read along."""
    with pytest.raises(SaslError) as error:
        exchange(login, offered, private=private)
    assert error.value.fault is fault
    assert str(error.value) == fault.value


def test_plain() -> None:
    """RFC 4616; in chunks of 400, the last one shorter, if need be empty."""
    short = exchange(offered="PLAIN")
    assert not short.proven
    [said] = short.receive("+")
    assert base64.b64decode(said) == b"alice\0alice\0sesame"
    assert short.proven
    length = 300 - len(b"alice\0alice\0")
    long = exchange(Login("alice", Secret("x" * length)), "PLAIN").receive("+")
    assert [len(chunk) for chunk in long] == [400, 1]
    assert long[1] == "+"


def test_external() -> None:
    """Says who it is meant to be; nobody where that is left to the server."""
    [said] = exchange(SHOWN, "EXTERNAL").receive("+")
    assert base64.b64decode(said) == b"alice"
    assert exchange(Login("", certificate=True), "EXTERNAL").receive("+") == ["+"]


def test_scram_is_proven_by_the_server_only() -> None:
    """RFC 5802: success without its signature is worth nothing."""
    scram = exchange()
    [first] = scram.receive("+")
    assert base64.b64decode(first) == b"n,,n=alice,r=mine"
    challenge = base64.b64encode(b"r=mineyours,s=c2FsdA==,i=4096").decode()
    assert scram.receive(challenge)[0].startswith("Yz1iaXdz")
    assert not scram.proven
    with pytest.raises(SaslError) as error:
        scram.receive(base64.b64encode(b"v=AAAA").decode())
    assert error.value.fault is Fault.IMPOSTOR
    assert not scram.proven


@pytest.mark.parametrize("param", ["=", "?", "x" * 401, "aGFsbG8="])
def test_nonsense(param: str) -> None:
    """No base64, too long, or words where there are to be none."""
    with pytest.raises(SaslError) as error:
        exchange(offered="PLAIN").receive(param)
    assert error.value.fault is Fault.BROKEN


def test_a_word_without_end() -> None:
    """Is not listened to for ever."""
    scram = exchange()
    for _ in range(8):
        assert scram.receive("A" * 400) == []
    with pytest.raises(SaslError):
        scram.receive("A" * 400)


@given(st.lists(st.one_of(st.just("+"), st.binary(max_size=60), st.text(max_size=40)), max_size=6))
def test_no_server_learns_anything(steps: list[str | bytes]) -> None:
    """Whatever it says: no other error, and never the password."""
    scram = exchange()
    said: list[str] = []
    for step in steps:
        param = step if isinstance(step, str) else base64.b64encode(step).decode()
        try:
            said += scram.receive(param)
        except SaslError:
            break
    assert not scram.proven
    assert all(b"sesame" not in base64.b64decode(word) for word in said if word != "+")
