"""What a line at the name prompt can mean."""

import pytest

from veche.core.commands import Register
from veche.core.limits import Limits
from veche.protocols.plain import sentences
from veche.protocols.plain.naming import last_words, read_name, registration


@pytest.mark.parametrize(
    ("piece", "name", "fault"),
    [
        (b"alice", "alice", ""),
        (b"  alice \r", "alice", ""),
        ("\ufeffАлиса".encode(), "Алиса", ""),
        (b"al ice", "al ice", ""),
        (b"", "", sentences.NO_NAME),
        (b" \t", "", sentences.NO_NAME),
        (None, "", sentences.NAME_TOO_LONG),
        (b"a\0b", "", sentences.NAME_HAS_NUL),
        (b"\xe9ric", "", sentences.NAME_NOT_UTF8),
    ],
)
def test_reading(piece: bytes | None, name: str, fault: str) -> None:
    """Space around a name is nobody's; whether the name will do is for the core."""
    assert read_name(piece) == (name, fault)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("alice", ""),
        ("/QUIT", sentences.BYE),
        ("patch / HTTP/1.1", sentences.HTTP_IS_ELSEWHERE),
        ("HTTP/1.1", ""),
    ],
)
def test_last_words(name: str, words: str) -> None:
    """A request line is not a name to be tried again."""
    assert last_words(name) == words


@pytest.mark.parametrize(
    ("name", "username"),
    [("Alice", "alice"), ("[bob]", "bob"), ("Алиса", "~plain"), ("x" * 40, "x" * 20)],
)
def test_registration(name: str, username: str) -> None:
    """The username is ASCII; the real name is the name, bounded."""
    assert registration(name, "h", Limits()) == Register(name, username, name, "h")
    assert len(registration("x" * 4000, "h", Limits()).realname) == Limits().realname_chars
