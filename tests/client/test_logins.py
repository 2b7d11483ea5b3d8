"""Logging in on one connection: https://ircv3.net/specs/extensions/sasl-3.2."""

import base64

import pytest

from tests.client.scripted import Wire
from veche.client.events import Ended, LoggedIn, LoginRefused, NickRefused, Problem
from veche.client.login import Fault, Login
from veche.client.reports import Report, Welcomed
from veche.client.timers import PATIENCE_S, Due
from veche.core import scram
from veche.core.secret import Secret

ALICE = Login("alice", Secret("sesame"))
_SASL = "sasl=PLAIN,SCRAM-SHA-256"


def b64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def sent(wire: Wire) -> str:
    """Return what the last AUTHENTICATE said, decoded."""
    line = wire.out()[-1]
    assert line.startswith("AUTHENTICATE "), line
    return base64.b64decode(line.removeprefix("AUTHENTICATE ")).decode()


def begun(login: Login = ALICE, offer: str = _SASL, *, private: bool = True) -> Wire:
    """Return a connection that is to log in, and may."""
    wire = Wire(login=login, private=private)
    wire.feed(f":s CAP * LS :{offer}")
    wire.out()
    return wire


def scrammed(wire: Wire, password: str = "sesame") -> list[Report]:
    """Play the server's part of SCRAM up to its signature."""
    wire.feed("AUTHENTICATE +")
    bare = sent(wire).removeprefix("n,,")
    nonce = bare.partition(",r=")[2]
    kept = scram.keys(password, b"salt", 4_096)
    challenge = f"r={nonce}more,s={b64(b'salt')},i=4096"
    wire.feed(f"AUTHENTICATE {b64(challenge)}")
    without_proof, _, proof = sent(wire).rpartition(",p=")
    message = f"{bare},{challenge},{without_proof}".encode()
    signature = scram.signature(kept, message, base64.b64decode(proof))
    return wire.feed(f"AUTHENTICATE {b64('v=' + b64(signature or b'no'))}")


def test_before_the_welcome() -> None:
    """CAP END waits; both sides have shown that they know the password."""
    wire = begun()
    wire.feed(":s CAP * ACK :sasl")
    assert wire.out() == ["AUTHENTICATE SCRAM-SHA-256"]
    assert scrammed(wire) == []
    assert wire.out() == ["AUTHENTICATE +"]
    assert wire.feed(":s 900 * *!*@* Alice :You are", ":s 903 * :Done") == [LoggedIn("Alice")]
    assert wire.out() == ["CAP END"]
    assert wire.feed(":s 001 alice :Hi") == [Welcomed("alice", False)]


def test_nobody_to_be() -> None:
    """A guest goes straight in, past the same offer."""
    wire = Wire()
    wire.feed(f":s CAP * LS :{_SASL}", ":s CAP * ACK :sasl")
    assert wire.out()[-1] == "CAP END"
    assert wire.feed("AUTHENTICATE +", ":s 903 * :Done", ":s 904 * :No") == []


def test_success_without_a_signature_is_none() -> None:
    """RFC 5802 section 3: the server has to prove itself; else it might be anybody."""
    for steps in ([], ["AUTHENTICATE +"], ["AUTHENTICATE +", f"AUTHENTICATE {b64('x')}"]):
        wire = begun()
        wire.feed(":s CAP * ACK :sasl")
        told = wire.feed(*steps, ":s 903 * :Done")
        assert [each.fault for each in told if isinstance(each, LoginRefused)] in (
            [Fault.IMPOSTOR], [Fault.BROKEN],
        )  # fmt: skip
        assert "CAP END" not in wire.out()


def test_a_server_that_knows_another_password() -> None:
    """Its signature is not ours: the exchange is broken off."""
    wire = begun()
    wire.feed(":s CAP * ACK :sasl")
    assert scrammed(wire, "other") == [LoginRefused("alice", Fault.IMPOSTOR, Fault.IMPOSTOR.value)]
    assert wire.out()[-1] == "AUTHENTICATE *"


@pytest.mark.parametrize(
    ("line", "fault", "detail"),
    [
        (":s 904 * :SASL authentication failed", Fault.REFUSED, ""),
        (":s 904 * :Too many attempts", Fault.REFUSED, "Too many attempts"),
        (":s 902 * :Locked", Fault.LOCKED, "Locked"),
        (":s 905 * :Long", Fault.TOO_LONG, "Long"),
        (":s 906 * :Aborted", Fault.BROKEN, "Aborted"),
        (":s 907 * :Twice", Fault.ALREADY, "Twice"),
    ],
)
def test_refusals(line: str, fault: Fault, detail: str) -> None:
    """Are values; it is ourselves who are waited for, until another try."""
    wire = begun()
    wire.feed(":s CAP * ACK :sasl")
    wire.out()
    assert wire.feed(line) == [LoginRefused("alice", fault, fault.value, detail)]
    assert wire.wait(PATIENCE_S[Due.REGISTER] + 1) == []
    assert wire.connection.log_in(ALICE) == []
    assert wire.out() == ["AUTHENTICATE SCRAM-SHA-256"]
    [ended] = wire.wait(PATIENCE_S[Due.LOGIN] + 1)
    assert isinstance(ended, Ended)


@pytest.mark.parametrize(
    ("offer", "private", "fault"),
    [
        ("batch", True, Fault.UNSUPPORTED),
        ("sasl=PLAIN", False, Fault.NOT_ENCRYPTED),
        ("sasl=ECDSA", True, Fault.NO_MECHANISM),
    ],
)
def test_no_way_to_log_in(offer: str, private: bool, fault: Fault) -> None:
    """Nothing of the password is said."""
    wire = begun(offer=offer, private=private)
    name = offer.partition("=")[0]
    assert wire.feed(f":s CAP * ACK :{name}") == [LoginRefused("alice", fault, fault.value)]
    assert wire.out() == []


def test_a_server_that_lets_us_in_all_the_same() -> None:
    """We are not who we are to be; an old one knows no accounts."""
    old = Wire(login=ALICE)
    assert old.feed(":s 421 * CAP :Unknown", ":s 001 alice :Hi") == [
        LoginRefused("alice", Fault.UNSUPPORTED, Fault.UNSUPPORTED.value)
    ]
    hasty = begun()
    hasty.feed(":s CAP * ACK :sasl")
    [refused] = hasty.feed(":s 001 alice :Hi")
    assert isinstance(refused, LoginRefused)
    assert refused.fault is Fault.BROKEN


def test_a_nick_that_is_an_accounts() -> None:
    """The login answers it: then the nick is asked for once more."""
    wire = Wire()
    wire.feed(f":s CAP * LS :{_SASL}", ":s CAP * ACK :sasl")
    reason = "Nickname is an account's"
    assert wire.feed(f":s 433 * alice :{reason}") == [
        NickRefused("alice", taken=True, reason=reason, reserved=True)
    ]
    wire.out()
    wire.connection.log_in(ALICE)
    scrammed(wire)
    wire.out()
    assert wire.feed(":s 903 * :Done") == [LoggedIn("alice")]
    assert wire.out() == ["NICK alice"]
    [refused] = wire.feed(f":s 433 * alice :{reason}")
    assert refused == NickRefused("alice", taken=True, reason=reason), "it cannot help twice"


def test_a_nick_of_a_server_without_accounts() -> None:
    """A login would be of no use."""
    [refused] = Wire().feed(":s 433 * alice :Nickname is registered")
    assert refused == NickRefused("alice", taken=True, reason="Nickname is registered")


def test_later() -> None:
    """sasl-3.2: after the welcome, and again; a second login breaks the first one off."""
    wire = Wire().registered(_SASL.partition("=")[0])
    wire.connection.log_in(ALICE)
    wire.connection.log_in(Login("bob", Secret("x")))
    assert wire.out() == [
        "AUTHENTICATE SCRAM-SHA-256", "AUTHENTICATE *", "AUTHENTICATE SCRAM-SHA-256",
    ]  # fmt: skip
    [refused] = wire.feed(":s 904 alice :No")
    assert isinstance(refused, LoginRefused)
    assert refused.account == "bob"


def test_opening_an_account() -> None:
    """https://github.com/ircv3/ircv3-specifications account-registration; only in private."""
    caps = "sasl draft/account-registration"
    wire = Wire().registered(caps)
    assert wire.connection.open_account("alice", "a b") == []
    assert wire.out() == ["REGISTER alice * :a b"]
    assert wire.feed(":s FAIL REGISTER WEAK_PASSWORD alice :Too easy") == [
        Problem("WEAK_PASSWORD", "alice: Too easy")
    ]
    done = wire.feed(":s REGISTER SUCCESS alice :Done", ":s 900 alice a!u@h alice :You are")
    assert done == [LoggedIn("alice")]
    shown = Wire(private=False).registered(caps)
    [refused] = shown.connection.open_account("alice", "sesame")
    assert isinstance(refused, LoginRefused)
    assert refused.fault is Fault.NOT_ENCRYPTED
    [refused] = Wire().registered("sasl").connection.open_account("alice", "sesame")
    assert isinstance(refused, LoginRefused)
    assert refused.fault is Fault.UNSUPPORTED
