"""A password on the plain door: asked for, hidden where that can be, and gone."""

import pytest

from tests.protocols.plain.helpers import Client, happened, message, view, who
from veche.core.commands import (
    BecomeOperator,
    ChangePassword,
    ClaimServer,
    LogIn,
    OpenAccount,
    PasswordProof,
    ReadHistory,
    ReadUnread,
)
from veche.core.events import PasswordChanged, TextBody
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Claimed, LoggedInAs, PasswordSet, Unread
from veche.core.secret import Secret
from veche.protocols.plain import sentences
from veche.protocols.plain.password import HIDE, SHOW


def inside(first: bytes = b"") -> Client:
    """Alice, who has seen the lobby."""
    client = Client()
    if first:
        client.send(first)
    client.register("alice")
    client.taken()
    return client


def test_an_account_is_opened() -> None:
    """`/register` asks, the line after it is the password."""
    client = inside()
    assert client.send(b"/register\n") == []
    assert client.text() == f"{sentences.NEW_PASSWORD}\nPassword: "
    assert client.send(b"sesame\n") == [OpenAccount("", Secret("sesame"))]
    client.answer(Done(reply=LoggedInAs(7, "alice", who("alice"), opened=True)))
    assert client.text() == "The account alice is yours. You are logged in.\n"


def test_logging_in_may_make_one_somebody_else() -> None:
    """Where and who one is now is told."""
    client = inside()
    client.send(b"/login Anna\n")
    assert client.text() == f"{sentences.LOGIN_PASSWORD.format(name='Anna')}\nPassword: "
    assert client.send(b"sesame\n") == [LogIn(PasswordProof("Anna", Secret("sesame")))]
    views = (view("#b", "Anna"),)
    reply = LoggedInAs(7, "Anna", who("Anna"), moved=True, left=("#lobby",), channels=views)
    page, unread = client.answer(Done(reply=reply))
    assert isinstance(page, ReadHistory)
    assert isinstance(unread, ReadUnread)
    client.show()
    client.answer(Done(reply=Unread((), 200, 0)))
    assert client.text() == ("You are logged in as Anna.\nYou are Anna now, also in #b.\n")
    (said,) = client.send(b"hi\n")
    assert getattr(said, "target", "") == "#b"


def test_refused() -> None:
    """A sentence; nothing else has changed."""
    client = inside()
    client.send(b"/login Anna\nwrong\n")
    client.taken()
    client.answer(Rejection(Code.LOGIN_FAILED))
    assert client.text() == "That password does not fit that name. Try again.\n"
    client.send(b"/login Anna\n\n")
    assert client.text().endswith(f"{sentences.NO_PASSWORD}\n")
    client.send(b"/login Anna\n\xff\n")
    assert client.text().endswith(f"{sentences.NO_PASSWORD}\n")


def test_a_telnet_program_does_not_show_it() -> None:
    """RFC 857, for who has negotiated before; others would print the bytes."""
    client = inside(b"\xff\xfb\x18")
    client.send(b"/login Anna\n")
    assert b"".join(client.taken()).endswith(b"Password: " + HIDE)
    client.send(b"sesame\r\n")
    assert b"".join(client.taken()) == SHOW + b"\n"
    plain = inside()
    plain.send(b"/login Anna\n")
    assert HIDE not in b"".join(plain.taken())


def test_another_password() -> None:
    """`/passwd` asks for the old one, and then for the new one."""
    client = inside()
    assert client.send(b"/passwd\n") == []
    assert client.text() == f"{sentences.OLD_PASSWORD}\nPassword: "
    assert client.send(b"sesame\n") == []
    assert client.text() == f"{sentences.NEXT_PASSWORD}\nPassword: "
    assert client.send(b"barley\n") == [ChangePassword(Secret("sesame"), Secret("barley"))]
    client.answer(Done(reply=PasswordSet("alice")))
    assert client.text() == "The account alice has the new password.\n"
    assert getattr(client.send(b"hi\n")[0], "text", "") == "hi"


@pytest.mark.parametrize("lines", [b"/passwd\n\n", b"/passwd\nsesame\n\n", b"/oper olga\n\n"])
def test_nothing_goes_back(lines: bytes) -> None:
    """At each question."""
    client = inside()
    assert client.send(lines) == []
    assert client.text().endswith(f"{sentences.NO_PASSWORD}\n")
    assert getattr(client.send(b"hi\n")[0], "text", "") == "hi"


def test_both_are_hidden_from_who_looks_on() -> None:
    """And shown again after each."""
    client = inside(b"\xff\xfb\x18")
    client.send(b"/passwd\nsesame\nbarley\n")
    said = b"".join(client.taken())
    assert said.count(HIDE) == 2
    assert said.endswith(SHOW + b"\n")
    assert b"sesame" not in said
    assert b"barley" not in said


def test_an_operators_password_is_asked_for() -> None:
    """If it was not typed behind the name; the owner needs neither."""
    client = inside(b"\xff\xfb\x18")
    assert client.send(b"/oper olga\n") == []
    asked = b"".join(client.taken())
    assert asked.endswith(b"Password: " + HIDE)
    assert b"olga" in asked
    assert client.send(b"keep order\n") == [BecomeOperator("olga", Secret("keep order"))]
    assert b"".join(client.taken()) == SHOW + b"\n"
    assert client.send(b"/oper olga keep order\n") == [BecomeOperator("olga", Secret("keep order"))]
    assert client.send(b"/oper\n") == [BecomeOperator()]


def test_told_of_another_password() -> None:
    """Set by another session of the account."""
    client = inside()
    client.deliver(happened(PasswordChanged(1), TextBody(who("alice"), "alice"), None))
    assert client.text() == "-- Your account alice has a new password, set elsewhere\n"


def test_a_claim() -> None:
    """The code that the server printed."""
    client = inside()
    assert client.send(b"/claim code\n") == [ClaimServer(Secret("code"))]
    client.answer(Done(reply=Claimed("alice")))
    assert client.text() == "This server is yours. /oper makes you its operator.\n"


def test_no_line_tears_the_prompt() -> None:
    """What others say waits until the password is there; not for ever."""
    client = inside()
    client.send(b"/login Anna\n")
    client.taken()
    client.deliver(message("bob", "hi"))
    assert client.text() == ""
    client.send(b"sesame\n")
    assert client.text() == "bob: hi\n"
    assert not client.plain.paced
    client.send(b"/login Anna\n")
    client.taken()
    for _ in range(20):
        client.deliver(message("bob", "x" * 16_000))
    assert len(client.text()) > 16_000
    assert not client.plain.closing
