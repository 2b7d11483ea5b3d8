"""A certificate with its key, and the names that it is for."""

import ssl
from pathlib import Path

import pytest

from tests.certificates import self_signed
from veche.server.certificate import TlsError, covers, load, reason


def context() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)


def test_the_names_in_it(tmp_path: Path) -> None:
    """The common name counts only where there are no others (RFC 6125 6.4.4)."""
    pair = self_signed(tmp_path, "one", "One.example", "*.two.example")
    assert load(*pair, context()).names == ("one.example", "*.two.example")
    pair = self_signed(tmp_path, "alone.example")
    assert load(*pair, context()).names == ("alone.example",)


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    """A sentence that names them."""
    cert, key = self_signed(tmp_path, "one")
    _, other = self_signed(tmp_path, "other")
    with pytest.raises(TlsError, match=r"none\.pem does not exist\."):
        load(tmp_path / "none.pem", key, context())
    with pytest.raises(TlsError, match=r"one\.pem and .*other\.key cannot be used"):
        load(cert, other, context())
    cert.write_text("nonsense")
    with pytest.raises(TlsError, match="in PEM form"):
        load(cert, key, context())


@pytest.mark.parametrize(
    ("own", "name", "covered"),
    [
        ("a.example", "a.example", True),
        ("a.example", "b.example", False),
        ("*.example", "a.example", True),
        ("*.example", "a.b.example", False),
        ("*.example", ".example", False),
        ("*.example", "example", False),
    ],
)
def test_which_names_a_name_covers(own: str, name: str, covered: bool) -> None:
    """A `*` stands for one label, the first (RFC 6125 6.4.3)."""
    assert covers(own, name) is covered


def test_what_the_system_says() -> None:
    """In lower case, to stand within a sentence."""
    assert reason(OSError(2, "No such file")) == "no such file"
    assert reason(ValueError("Bad")) == "bad"
