"""The `Authorization` header: RFC 7617 (Basic) and RFC 6750 (Bearer)."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.commands import KeyProof, PasswordProof
from veche.core.secret import Secret
from veche.protocols.irc.sasl import token_key
from veche.server.http.credentials import proof


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("text", "name", "password"),
    [("alice:sesame", "alice", "sesame"), ("Алиса:a:b", "Алиса", "a:b"), ("a: ", "a", " ")],
)
def test_a_password(text: str, name: str, password: str) -> None:
    """The first colon ends the name; as UTF-8."""
    assert proof(basic(text)) == PasswordProof(name, Secret(password))
    assert proof(basic(text).replace("Basic", "bAsIc ")) == PasswordProof(name, Secret(password))


def test_a_token() -> None:
    """Whosever it is; only its hash goes on."""
    assert proof("Bearer abc.def") == KeyProof(token_key("abc.def"))
    assert "abc.def" not in repr(proof("bearer abc.def"))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic YWxpY2U=",
        basic(":x"),
        basic("alice:"),
        basic("a\0b:c"),
        "Basic /w==",
        "Bearer",
        "Bearer a b",
        "Bearer é",
        "Digest username=alice",
    ],
)
def test_what_is_no_proof(header: str) -> None:
    """Is none, and no error."""
    assert proof(header) is None


@given(st.text())
def test_no_header_is_too_odd(header: str) -> None:
    """Nothing raises."""
    for scheme in ("", "Basic ", "Bearer "):
        proof(scheme + header)
