"""From a name to a user, through a password where the name is an account's."""

from tests.protocols.plain.helpers import Client, who
from veche.core.commands import LogIn, PasswordProof, Register
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import LoggedInAs, Welcome
from veche.core.secret import Secret
from veche.protocols.plain import sentences

RESERVED = Rejection(Code.NICK_RESERVED, "alice")
ASK = "The name alice is an account's. Type its password, or nothing to go back.\nPassword: "


def asked() -> Client:
    """A client that is asked for alice's password."""
    client = Client()
    client.send(b"alice\n")
    client.answer(RESERVED)
    assert client.text() == ASK
    return client


def test_the_password_lets_in() -> None:
    """It is compared; then the name is asked for as the account's."""
    client = asked()
    assert client.send(b"sesame\n") == [LogIn(PasswordProof("alice", Secret("sesame")))]
    (register,) = client.answer(Done(reply=LoggedInAs(7, "Alice")))
    assert register == Register("Alice", "alice", "Alice", "127.0.0.1", account=7)
    client.answer(Done(reply=Welcome(1, who("Alice"))))
    assert client.plain.registered


def test_a_wrong_password() -> None:
    """It is asked for again, twice; then another name is."""
    client = asked()
    again = sentences.WRONG_PASSWORD.format(name="alice")
    for _ in range(2):
        client.send(b"wrong\n")
        client.answer(Rejection(Code.LOGIN_FAILED))
        assert client.text() == f"{again}\nPassword: "
    client.send(b"wrong\n")
    client.answer(Rejection(Code.LOGIN_FAILED))
    assert client.text() == f"{sentences.WRONG_PASSWORDS}\nEnter your username: "
    assert client.send(b"bob\n") == [Register("bob", "bob", "bob", "127.0.0.1")]


def test_nothing_goes_back() -> None:
    """An empty line is no password."""
    client = asked()
    assert client.send(b"\n") == []
    assert client.text() == f"{sentences.ANOTHER_NAME}\nEnter your username: "


def test_guessing_ends() -> None:
    """Three wrong passwords count as a name that was refused."""
    client = Client()
    for _ in range(10):
        client.send(b"alice\n")
        client.answer(RESERVED)
        for _ in range(3):
            client.send(b"wrong\n")
            client.answer(Rejection(Code.LOGIN_FAILED))
    assert client.plain.closing


def test_an_account_that_lets_nobody_in() -> None:
    """Disabled, or tried too often: it is said, and another name is asked for."""
    for code in (Code.ACCOUNT_DISABLED, Code.TOO_MANY_ATTEMPTS):
        client = asked()
        client.send(b"sesame\n")
        rejection = Rejection(code, "alice", "in 30 minutes")
        client.answer(rejection)
        assert client.text() == f"{sentences.sentence(rejection)}\nEnter your username: "


def test_a_password_is_no_command() -> None:
    """Whatever it looks like."""
    client = asked()
    assert client.send(b"/quit\n") == [LogIn(PasswordProof("alice", Secret("/quit")))]
