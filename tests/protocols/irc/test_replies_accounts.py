"""Lines about accounts. https://ircv3.net/specs/extensions/sasl-3.1"""

import base64

import pytest

from veche.core.events import Who
from veche.core.replies import Claimed, LoggedInAs, PasswordSet, Salt
from veche.protocols.irc import replies_accounts as accounts
from veche.protocols.irc.numerics import Client

CLIENT = Client(":s", "al")


@pytest.mark.parametrize("length", [0, 1, 299, 300, 301, 600])
def test_challenges_in_chunks(length: int) -> None:
    """400 characters each; one that ends full is followed by `+`."""
    text = "x" * length
    lines = list(accounts.authenticate(CLIENT, ("say", text)))
    words = [line.removeprefix("AUTHENTICATE ") for line in lines]
    assert all(len(word) == 400 for word in words[:-1])
    assert len(words[-1]) < 400
    assert base64.b64decode("".join(w for w in words if w != "+")).decode() == text


def test_the_numerics_of_an_exchange() -> None:
    """905, 906, 908 with 904; 900 with 903."""
    assert list(accounts.authenticate(CLIENT, ("too-long",))) == [
        ":s 905 al :SASL message too long"
    ]
    assert list(accounts.authenticate(CLIENT, ("aborted",))) == [
        ":s 906 al :SASL authentication aborted"
    ]
    assert list(accounts.authenticate(CLIENT, ("mechanisms", "A,B"))) == [
        ":s 908 al A,B :are available SASL mechanisms",
        ":s 904 al :SASL authentication failed",
    ]
    assert list(accounts.authenticate(CLIENT, ("done", "Al", "a!b@c"))) == [
        ":s 900 al a!b@c Al :You are now logged in as Al",
        ":s 903 al :SASL authentication successful",
    ]


def test_scram() -> None:
    """The salt, or one made up; the signature before the numerics."""
    (line,) = accounts.salt(CLIENT, Salt(b"salt", 4096), ("nonce", "00"))
    assert base64.b64decode(line.split(" ")[1]) == b"r=nonce,s=c2FsdA==,i=4096"
    (line,) = accounts.salt(CLIENT, Salt(), ("nonce", "0000"))
    assert base64.b64decode(line.split(" ")[1]) == b"r=nonce,s=AAA=,i=10000"
    reply = LoggedInAs(1, "Al", signature=b"sig")
    (line,) = accounts.logged_in(CLIENT, reply, "AUTHENTICATE")
    assert base64.b64decode(line.split(" ")[1]) == b"v=c2ln"


def test_a_session_that_goes_over() -> None:
    """The exchange is finished first; only then comes where the client is now."""
    there = Who("al", "u", "h", account="Al")
    reply = LoggedInAs(1, "Al", there, moved=True, left=("#a",))
    assert list(accounts.logged_in(Client(":s", "guest"), reply, "AUTHENTICATE")) == [
        ":s 900 guest al!u@h Al :You are now logged in as Al",
        ":s 903 guest :SASL authentication successful",
        ":guest PART #a",
        ":guest NICK al",
    ]


def test_a_claim() -> None:
    """A NOTE (standard-replies)."""
    assert list(accounts.claimed(CLIENT, Claimed("Al"))) == [
        ":s NOTE VECHE CLAIMED Al :The server is yours; OPER makes you its operator"
    ]


def test_another_password() -> None:
    """Likewise."""
    (line,) = accounts.password_set(CLIENT, PasswordSet("Al"))
    assert line.startswith(":s NOTE PASSWD PASSWORD_CHANGED Al :")
