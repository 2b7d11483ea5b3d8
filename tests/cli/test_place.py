"""The place and the name, as they are written on a command line."""

import io
import os
import sys
from pathlib import Path

import click
import pytest

from veche.cli.place import (
    accept_all_scripts,
    close_quietly,
    login,
    read_address,
    read_channel,
    read_name,
    read_nick,
    read_server,
    read_target,
    valid_nick,
)
from veche.client.address import Address
from veche.core.limits import DEFAULT
from veche.core.names import check_nick


@pytest.mark.parametrize(
    ("word", "address"),
    [
        ("chat.example", Address("", "chat.example")),
        ("box:6697", Address("", "box", 6697)),
        ("box", Address("", "box")),
        ("alice@box", Address("alice", "box")),
        ("[::1]:7000", Address("", "::1", 7000)),
    ],
)
def test_a_server_needs_no_name(word: str, address: Address) -> None:
    """Because a name can be given apart from it."""
    assert read_server(word) == address


@pytest.mark.parametrize("word", ["", "a@h:0", "a b", "h:x", "ftp://h"])
def test_what_is_no_server(word: str) -> None:
    """Is wrong usage."""
    with pytest.raises(click.UsageError):
        read_server(word)
    with pytest.raises(click.UsageError):
        read_address(word)


@pytest.mark.parametrize("word", ["#ops", "#дом", "&local"])
def test_channels(word: str) -> None:
    """Those of other servers too."""
    assert read_channel(word) == word
    assert read_target(word) == word


@pytest.mark.parametrize("word", ["#", "&", "#a,#b", "#a b", "#a\r\nQUIT", "&a,b", "ops", ""])
def test_what_is_no_channel(word: str) -> None:
    """Or several: is wrong usage."""
    with pytest.raises(click.UsageError):
        read_channel(word)


@pytest.mark.parametrize("word", ["", ":a", "a,b", "a b", "a\nb"])
def test_what_is_no_name(word: str) -> None:
    """Is wrong usage."""
    with pytest.raises(click.UsageError):
        read_nick(word)
    with pytest.raises(click.UsageError):
        read_target(word)


def test_a_name_is_given_once() -> None:
    """Before the server or with --as; twice only if it is the same."""
    assert read_name(None, Address()) == ""
    assert read_name(None, Address("bob")) == "bob"
    assert read_name("bob", Address()) == "bob"
    assert read_name("bob", Address("bob")) == "bob"
    with pytest.raises(click.UsageError, match="which"):
        read_name("bob", Address("eve"))


@pytest.mark.parametrize(
    ("login", "nick"),
    [("alice", "alice"), ("Алиса", "Алиса"), ("3d user", "duser"), ("www-data", "www-data"),
     ("", "guest"), ("42", "guest"), ("server", "guest"), ("x" * 99, "x" * 32)],
)  # fmt: skip
def test_a_login_name_becomes_a_nick(login: str, nick: str) -> None:
    """As near as can be, and always valid."""
    assert valid_nick(login) == nick
    assert check_nick(valid_nick(login), DEFAULT.nick_chars) is None


def test_room_for_more_than_the_nick() -> None:
    """It can be made shorter."""
    assert valid_nick("x" * 99, 27) == "x" * 27


def test_no_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container whose user nobody named."""
    monkeypatch.setattr("getpass.getuser", _nobody)
    assert login() == ""


def _nobody() -> str:
    raise KeyError


def test_a_poor_locale() -> None:
    """Shows what it cannot as ?."""
    data = io.BytesIO()
    stream = io.TextIOWrapper(data, encoding="ascii", write_through=True)
    accept_all_scripts(stream, io.StringIO())
    print("привет", file=stream, end="")
    assert data.getvalue() == b"??????"


def test_a_stream_that_nobody_reads(tmp_path: Path) -> None:
    """Is no reason to fail when the interpreter flushes it."""
    reading, writing = os.pipe()
    os.close(reading)
    stream = open(writing, "w", encoding="utf-8")  # noqa: SIM115 - closed below, for the test
    stream.write("x")
    close_quietly(stream)
    stream.close()
    close_quietly(sys.stderr)
