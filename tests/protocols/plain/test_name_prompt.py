"""At the name prompt of the plain door: refusals, silence, floods, and what comes in one go."""

import pytest

from tests.protocols.plain.helpers import Client, who
from veche.core.commands import Join, Register, SendMessage
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Welcome
from veche.protocols.base import ProtocolError
from veche.protocols.plain import sentences
from veche.protocols.plain.naming import NAMES_TRIED

PROMPT = "Enter your username: "
TAKEN = Rejection(Code.NICK_TAKEN, "alice")


@pytest.mark.parametrize("prompted", [False, True])
def test_a_name_that_cannot_be_had(prompted: bool) -> None:
    """A sentence, and the prompt again."""
    client = Client(prompted=prompted)
    client.send(b"alice\n")
    client.answer(TAKEN)
    assert client.text() == "The name alice is taken. Choose another.\n" + PROMPT
    client.send(b"\n")
    assert client.text() == sentences.NO_NAME + "\n" + PROMPT
    client.send(b"\xff\xff\xff\xff\n")
    assert client.text() == sentences.NAME_NOT_UTF8 + "\n" + PROMPT
    client.send(b"x" * 5000 + b"\n")
    assert client.text() == ""
    client.answer(Rejection(Code.BAD_NICK, "x" * 5000, "it is longer than 32 characters"))
    assert "it is longer than 32 characters" in client.text()
    assert client.send(b"bob\n") == [Register("bob", "bob", "bob", "127.0.0.1")]


def test_an_endless_first_line() -> None:
    """Is dropped at the limit for those without a name; the next line is a name."""
    client = Client(prompted=True)
    for _ in range(100):
        client.send(b"x" * 1000)
    assert client.text() == sentences.NAME_TOO_LONG + "\n" + PROMPT
    assert client.send(b"\nalice\n") == [Register("alice", "alice", "alice", "127.0.0.1")]


def test_too_many_names() -> None:
    """Guessing ends."""
    client = Client()
    client.send(b"\n" * (NAMES_TRIED - 1))
    assert not client.plain.closing
    assert client.send(b"\nalice\n") == []
    assert client.plain.closing
    assert client.text().endswith(sentences.TOO_MANY_NAMES + "\n")


def test_silence_at_the_prompt() -> None:
    """Each refused name gives the time anew; dripping bytes do not."""
    client = Client(prompted=True)
    client.pass_time(20.0)
    client.send(b"\n")
    client.text()
    for _ in range(29):
        client.send(b"x", wait=1.0)
    assert not client.plain.closing
    client.pass_time(1.0)
    assert client.plain.closing
    silent = Client(prompted=True)
    silent.pass_time(30.0)
    assert silent.plain.closing
    assert silent.text().startswith("\nNo name came for 30 seconds")


def test_no_time_runs_while_the_hub_decides() -> None:
    """The client has done its part."""
    client = Client()
    client.send(b"alice\n")
    client.pass_time(100.0)
    assert not client.plain.closing


@pytest.mark.parametrize("line", [b"patch / HTTP/1.1\r\nalice\r\n", b"/quit\nalice\n"])
def test_what_is_no_name_at_all(line: bytes) -> None:
    """Closed, and what follows is not looked at."""
    client = Client()
    assert client.send(line) == []
    assert client.plain.closing
    assert client.text().endswith(".\n")


def test_lines_sent_in_one_go() -> None:
    """Wait for the name, each in its turn; one after a refused name is the next name."""
    client = Client()
    client.send(b"alice\nanna\nhello\n\n/join #dev\nhi\n")
    assert client.answer(TAKEN) == [Register("anna", "anna", "anna", "127.0.0.1")]
    assert client.answer(Done(reply=Welcome(7, who("anna")))) == [
        Join("#lobby"),
        SendMessage("#lobby", "hello"),
        Join("#dev"),
        SendMessage("#dev", "hi"),
    ]


def test_a_flood_before_the_name_is_accepted() -> None:
    """One read of any size is kept; more than the backlog is not waited for."""
    client = Client()
    client.send(b"alice\n" + b"x" * 1000 * 100 + b"\n")
    client.send(b"y\n" * 50_000)
    with pytest.raises(ProtocolError):
        client.send(b"z\n")
