"""A password on the plain door: asked for, hidden where that can be, and gone."""

from tests.protocols.plain.helpers import Client, view, who
from veche.core.commands import ClaimServer, LogIn, OpenAccount, PasswordProof
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Claimed, LoggedInAs
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
    client.answer(Done(reply=reply))
    assert client.text() == "You are logged in as Anna.\nYou are Anna now, also in #b.\n"
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


def test_a_claim() -> None:
    """The code that the server printed."""
    client = inside()
    assert client.send(b"/claim code\n") == [ClaimServer(Secret("code"))]
    client.answer(Done(reply=Claimed("alice")))
    assert client.text() == "This server is yours.\n"
