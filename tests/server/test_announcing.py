"""Where clients are told to bring files: never where they could not, or should not."""

import pytest

from veche.config import Config, Files, Server
from veche.protocols.base import UploadsAt
from veche.server.announcing import uploads_at


@pytest.mark.parametrize(
    ("host", "bound", "names", "plain", "secure"),
    [
        ("127.0.0.1", "127.0.0.1", (), "http://127.0.0.1:8080", ""),
        ("::1", "::1", (), "http://[::1]:8080", ""),
        ("chat.test", "10.0.0.1", (), "http://chat.test:8080", ""),
        ("0.0.0.0", "0.0.0.0", (), "", ""),
        ("::", "::", (), "", ""),
        ("10.0.0.1", "10.0.0.1", ("a.test",), "http://10.0.0.1:8080", "https://a.test:8080"),
        ("0.0.0.0", "0.0.0.0", ("a.test",), "https://a.test:8080", "https://a.test:8080"),
        ("::", "::", ("*.test", "a.test"), "https://a.test:8080", "https://a.test:8080"),
        ("::", "::", ("*.test",), "", ""),
        ("b.test", "::1", ("a.test", "b.test"), "http://b.test:8080", "https://b.test:8080"),
    ],
)
def test_without_a_setting(
    host: str, bound: str, names: tuple[str, ...], plain: str, secure: str
) -> None:
    """What is listened on, unless that is everything; through TLS, what a certificate says."""
    told = uploads_at(Config(Server(host)), bound, 8080, names)
    assert told == UploadsAt(*(f"{base}/upload" if base else "" for base in (plain, secure)))


def test_the_usual_ports_are_not_said() -> None:
    """As in any address."""
    config = Config(Server("a.test"))
    assert uploads_at(config, "10.0.0.1", 80, ()).plain == "http://a.test/upload"
    assert uploads_at(config, "10.0.0.1", 443, ("a.test",)).secure == "https://a.test/upload"


def test_the_setting_counts() -> None:
    """In clear text it is nothing for a client that came through TLS."""
    for address, secure in (("https://x.test", "https://x.test/upload"), ("http://x.test", "")):
        config = Config(files=Files(address=address))
        told = uploads_at(config, "0.0.0.0", 8080, ("a.test",))
        assert told == UploadsAt(f"{address}/upload", secure)


def test_turned_off() -> None:
    """Nothing is told."""
    config = Config(files=Files(enabled=False, address="https://x.test"))
    assert uploads_at(config, "127.0.0.1", 8080, ("a.test",)) == UploadsAt()
