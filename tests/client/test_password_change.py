"""Another password for our account (docs/protocol/accounts.md)."""

import base64

import pytest

from tests.client.scripted import VECHE, Script
from veche.client.events import Event, Problem, Told
from veche.client.login import Fault, check_change
from veche.client.profile import Profile
from veche.core.secret import Secret

_CHANGED = ":s NOTE PASSWD PASSWORD_CHANGED alice :You have a new password"


def _plain(password: str) -> str:
    return base64.b64encode(f"alice\0alice\0{password}".encode()).decode()


def _enter(script: Script, *, private: bool = True, caps: str = VECHE) -> list[str]:
    """Connect, logging in where it wants to; return what it has said."""
    script.client.retry_now()
    assert script.client.wants_connection()
    script.client.opened(private=private)
    script.feed(f":s CAP * LS :{caps} sasl=PLAIN", f":s CAP * ACK :{caps} sasl")
    said = script.out()
    if any("AUTHENTICATE PLAIN" in line for line in said):
        script.feed("AUTHENTICATE +")
        said += script.out()
        script.feed(":s 900 alice alice!u@h alice :You are alice", ":s 903 alice :Yes")
    script.feed(":s 001 alice :Welcome", ":s RESUME TOKEN secret", ":s PONG s settled")
    return [*said, *script.out()]


def _with_account() -> Script:
    return Script(Profile("alice", account="alice", account_password=Secret("sesame")))


def test_the_next_connection_begins_with_it() -> None:
    """Once the server has said so, and not before."""
    script = _with_account()
    assert f"AUTHENTICATE {_plain('sesame')}" in _enter(script)
    script.client.change_password("wrong", "millet")
    assert script.out() == ["PASSWD wrong :millet"]
    failed = script.feed(":s FAIL PASSWD INVALID_CREDENTIALS :That is not your password")
    assert [type(event) for event in failed] == [Problem]
    script.client.change_password("sesame", "barley corn")
    assert script.out() == ["PASSWD sesame :barley corn"]
    script.lose()
    assert f"AUTHENTICATE {_plain('sesame')}" in _enter(script)
    script.client.change_password("sesame", "barley")
    told = script.feed(_CHANGED)
    assert told == [Told("You have a new password", "PASSWORD_CHANGED")]
    script.lose()
    assert f"AUTHENTICATE {_plain('barley')}" in _enter(script)


def test_another_session_has_changed_it() -> None:
    """It is told; what we know stays what we know."""
    script = _with_account()
    _enter(script)
    assert script.feed(_CHANGED) == [Told("You have a new password", "PASSWORD_CHANGED")]
    script.lose()
    assert f"AUTHENTICATE {_plain('sesame')}" in _enter(script)


def _refused(script: Script) -> list[Event]:
    script.client.change_password("sesame", "barley")
    assert script.out() == []
    return script.wait(0)


def test_where_it_is_not_asked() -> None:
    """Where others could read it, on a server that would not know what it is, and on none."""
    open_to_all = Script()
    _enter(open_to_all, private=False)
    assert _refused(open_to_all) == [Problem("PASSWD", Fault.NOT_ENCRYPTED.value)]
    elsewhere = Script()
    _enter(elsewhere, caps="message-tags")
    assert [type(event) for event in _refused(elsewhere)] == [Problem]
    assert [type(event) for event in _refused(Script())] == [Problem]


@pytest.mark.parametrize(
    ("old", "new"),
    [("", "x"), ("open sesame", "x"), (":sesame", "x"), ("se\nsame", "x"), ("s", "ses\0")],
)
def test_what_cannot_be_sent(old: str, new: str) -> None:
    """Is our own mistake, and is not repeated."""
    script = Script()
    _enter(script)
    with pytest.raises(ValueError, match=r"cannot be sent") as fault:
        script.client.change_password(old, new)
    assert "ses" not in str(fault.value)
    assert script.out() == []
    check_change("sesame", ": any thing")
