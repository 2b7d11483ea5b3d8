"""AUTHENTICATE, REGISTER, VERIFY and VECHE, before and after there is a user.

https://ircv3.net/specs/extensions/account-registration
"""

import pytest

from tests.protocols.irc.peer import ALICE, INFO, Wire, registered, stored
from veche.core import events as ev
from veche.core.commands import (
    ChangePassword,
    ClaimServer,
    LogIn,
    OpenAccount,
    PasswordProof,
    Register,
)
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import LoggedInAs, PasswordSet
from veche.core.secret import Secret
from veche.protocols.base import Peer
from veche.protocols.irc.login import Login

PLAIN = "AUTHENTICATE AGFsAHNlc2FtZQ=="
ASKED = LogIn(PasswordProof("al", Secret("sesame")))
HELLO = LoggedInAs(7, "Al", opened=True)


def test_plain_before_there_is_a_user() -> None:
    """900 and 903; the account comes in with the registration."""
    wire = Wire()
    wire.send("CAP REQ :sasl", "NICK al", "USER u 0 * :Al", "AUTHENTICATE PLAIN")
    assert wire.output()[-1] == "AUTHENTICATE +"
    asked = wire.ask(PLAIN)
    assert asked.commands == (ASKED,)
    assert wire.answer(asked, Done(reply=LoggedInAs(7, "Al"))) == [
        ":irc.test 900 * *!*@* Al :You are now logged in as Al",
        ":irc.test 903 * :SASL authentication successful",
    ]
    command = wire.ask("CAP END").commands[0]
    assert isinstance(command, Register)
    assert command.account == 7


def test_a_wrong_password() -> None:
    """904, and another try; without one, a guest comes in."""
    wire = Wire()
    wire.send("CAP REQ :sasl", "NICK al", "USER u 0 * :Al", "AUTHENTICATE PLAIN")
    wire.output()
    failed = wire.answer(wire.ask(PLAIN), Rejection(Code.LOGIN_FAILED))
    assert failed == [":irc.test 904 * :SASL authentication failed"]
    command = wire.ask("CAP END").commands[0]
    assert isinstance(command, Register)
    assert command.account == 0


def test_an_exchange_that_is_not_finished() -> None:
    """906, and the client comes in without (sasl-3.1)."""
    wire = Wire()
    wire.send("CAP REQ :sasl", "NICK al", "USER u 0 * :Al", "AUTHENTICATE PLAIN")
    wire.output()
    command = wire.ask("CAP END").commands[0]
    assert isinstance(command, Register)
    assert wire.output() == [":irc.test 906 * :SASL authentication aborted"]


def test_lines_wait_for_the_core() -> None:
    """A PING is answered after all before it: also a login that takes its time."""
    wire = Wire()
    wire.send("CAP REQ :sasl", "AUTHENTICATE PLAIN")
    wire.output()
    (asked,) = wire.send(PLAIN, "PING x")
    assert wire.output() == []
    told = wire.answer(asked, Done(reply=LoggedInAs(7, "Al")))
    assert told[-1] == ":irc.test PONG irc.test :x"


def test_without_the_capability() -> None:
    """It "MUST enable the sasl capability before" (sasl-3.1): refused."""
    wire = Wire()
    wire.send("NICK al", "AUTHENTICATE PLAIN")
    assert wire.output() == [":irc.test 904 * :SASL authentication failed"]


def test_register_before_connecting() -> None:
    """`*` is the nick; the capability need not be asked for; success logs in."""
    wire = Wire()
    wire.send("CAP LS 302", "NICK al")
    wire.output()
    asked = wire.ask("REGISTER * * sesame")
    assert asked.commands == (OpenAccount("al", Secret("sesame")),)
    assert wire.answer(asked, Done(reply=HELLO)) == [
        ":irc.test REGISTER SUCCESS Al :Account registered",
        ":irc.test 900 * *!*@* Al :You are now logged in as Al",
    ]
    wire.send("REGISTER * * again")
    (line,) = wire.output()
    assert line.startswith(":irc.test FAIL REGISTER ALREADY_AUTHENTICATED Al :")


@pytest.mark.parametrize(
    ("lines", "start"),
    [
        (["REGISTER * * x"], "FAIL REGISTER NEED_NICK * :"),
        (["NICK al", "REGISTER * *"], "461 * REGISTER :"),
        (["VERIFY al code"], "FAIL VERIFY INVALID_CODE al :"),
        (["VERIFY al"], "461 * VERIFY :"),
        (["VECHE NOTHING x"], "421 * VECHE :"),
        (["VECHE CLAIM"], "461 * VECHE :"),
    ],
)
def test_what_the_door_refuses(lines: list[str], start: str) -> None:
    """At once."""
    wire = Wire()
    assert not wire.send(*lines)
    assert wire.output()[-1].startswith(f":irc.test {start}")


def test_registration_closed() -> None:
    """Only who runs the server makes accounts."""
    wire = Wire(type(INFO)(name="irc.test", registration=False))
    wire.send("NICK al", "REGISTER * * sesame")
    (line,) = wire.output()
    assert line.startswith(":irc.test FAIL REGISTER TEMPORARILY_UNAVAILABLE al :")


@pytest.mark.parametrize(
    ("rejection", "word"),
    [
        (Rejection(Code.ACCOUNT_EXISTS, "al"), "ACCOUNT_EXISTS al"),
        (Rejection(Code.NAME_IN_USE, "al"), "USERNAME_EXISTS al"),
        (Rejection(Code.BAD_ACCOUNT_NAME, "a b", "why"), "BAD_ACCOUNT_NAME a?b"),
        (Rejection(Code.WEAK_PASSWORD, "al", "why"), "WEAK_PASSWORD al"),
        (Rejection(Code.BAD_PASSWORD, "al", "why"), "UNACCEPTABLE_PASSWORD al"),
        (Rejection(Code.TOO_MANY_ATTEMPTS, "", "later"), "TEMPORARILY_UNAVAILABLE *"),
        (Rejection(Code.READ_ONLY), "TEMPORARILY_UNAVAILABLE *"),
    ],
)
def test_what_the_core_refuses(rejection: Rejection, word: str) -> None:
    """A FAIL for everybody: the specification knows no numerics."""
    wire = registered()
    (line,) = wire.said("REGISTER other * sesame", rejection)
    got = line.removeprefix(":irc.test FAIL REGISTER ").partition(" :")[0]
    assert got.split(" ")[0] == word.split(" ")[0]
    assert len(got.split(" ")) == 2


def test_what_an_exchange_waits_for_comes_first() -> None:
    """Before a client is told, as others are, that it has another account."""
    wire = registered("sasl account-notify")
    wire.local("AUTHENTICATE PLAIN")
    happened = stored(ev.LoggedIn(1, 7), ev.TextBody(ALICE, "Al"), None)
    told = wire.answer(wire.ask(PLAIN), Done((happened,), LoggedInAs(7, "Al", ALICE)))
    assert [line.split(" ")[1] for line in told] == ["900", "903", "ACCOUNT"]


def test_after_there_is_a_user() -> None:
    """The same commands; what was secret is not kept with what was asked."""
    wire = registered("sasl")
    assert wire.local("AUTHENTICATE PLAIN") == ["AUTHENTICATE +"]
    asked = wire.ask(PLAIN)
    assert "AGFsAHNlc2FtZQ==" not in repr(wire.connection._pending)
    assert wire.answer(asked, Done(reply=LoggedInAs(7, "Al", ALICE))) == [
        ":irc.test 900 alice alice!al@127.0.0.1 Al :You are now logged in as Al",
        ":irc.test 903 alice :SASL authentication successful",
    ]
    asked = wire.ask("VECHE CLAIM code")
    assert asked.commands == (ClaimServer(Secret("code")),)
    (line,) = wire.answer(asked, Rejection(Code.NOT_LOGGED_IN))
    assert line.startswith(":irc.test FAIL VECHE ACCOUNT_REQUIRED ")


def test_another_password() -> None:
    """A NOTE, or a FAIL for everybody; neither password is kept or said again."""
    wire = registered("labeled-response batch")
    for refused, word in (
        (Rejection(Code.LOGIN_FAILED), "INVALID_CREDENTIALS *"),
        (Rejection(Code.NOT_LOGGED_IN), "ACCOUNT_REQUIRED *"),
        (Rejection(Code.WEAK_PASSWORD, "Al", "why"), "WEAK_PASSWORD Al"),
        (Rejection(Code.TOO_MANY_ATTEMPTS, "", "later"), "TEMPORARILY_UNAVAILABLE *"),
    ):
        asked = wire.ask("@label=1 PASSWD sesame :new barley")
        assert asked.commands == (ChangePassword(Secret("sesame"), Secret("new barley")),)
        assert "barley" not in repr(wire.connection._pending)
        (line,) = wire.answer(asked, refused)
        assert line.startswith(f"@label=1 :irc.test FAIL PASSWD {word} :")
        assert "sesame" not in line
    asked = wire.ask("PASSWD sesame barley")
    assert wire.answer(asked, Done(reply=PasswordSet("Al"))) == [
        ":irc.test NOTE PASSWD PASSWORD_CHANGED Al :You have a new password"
    ]
    (asked,) = wire.send("PASSWD sesame")
    (line,) = wire.answer(asked, Rejection(Code.NEED_MORE, "PASSWD"))
    assert line.startswith(":irc.test 461 alice PASSWD ")


def test_before_registration_there_is_no_other_password() -> None:
    """451, and it is not said again."""
    wire = Wire()
    assert not wire.send("NICK al", "PASSWD sesame barley")
    (line,) = wire.output()
    assert line.startswith(":irc.test 451 * :")


def test_whom_limits_count() -> None:
    """Strangers by their network; this machine not at all."""
    stranger = Peer("192.0.2.1", loopback=False, network="192.0.2.0")
    login = Login(stranger, INFO, lambda: "nonce")
    assert login._address == "192.0.2.0"
    assert Login(Peer("127.0.0.1"), INFO, lambda: "nonce")._address == ""
