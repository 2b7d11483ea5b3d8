"""Certificates of clients: whoever has signed them, and by what version of TLS they come."""

import ssl
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.certificates import der, digest, self_signed
from veche.server import client_certificates

VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


def shaken(
    folder: Path, version: ssl.TLSVersion, own: tuple[Path, Path] | None
) -> tuple[ssl.SSLObject, ssl.SSLObject]:
    """A server's and a client's end after the handshake."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(*self_signed(folder, "server"))
    client_certificates.ask(server)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    client.minimum_version = client.maximum_version = version
    if own:
        client.load_cert_chain(*own)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    near = server.wrap_bio(up, down, server_side=True)
    far = client.wrap_bio(down, up)
    for _ in range(4):
        for end in (far, near):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return near, far


@pytest.mark.parametrize("version", VERSIONS)
def test_a_certificate_that_nobody_vouches_for(tmp_path: Path, version: ssl.TLSVersion) -> None:
    """What is told of it is its fingerprint, and the connection is as any other."""
    own = self_signed(tmp_path, "alice")
    near, far = shaken(tmp_path, version, own)
    assert client_certificates.fingerprint(near) == digest(own[0])
    far.write(b"hello")
    assert near.read(10) == b"hello"
    near.write(b"welcome")
    assert far.read(10) == b"welcome"


@pytest.mark.parametrize("version", VERSIONS)
def test_none_is_needed(tmp_path: Path, version: ssl.TLSVersion) -> None:
    """The fingerprint is empty then."""
    near, far = shaken(tmp_path, version, None)
    assert client_certificates.fingerprint(near) == ""
    near.write(b"welcome")
    assert far.read(10) == b"welcome"


def test_nothing_is_heard_after_the_handshake(tmp_path: Path) -> None:
    """Else every record would cost a call."""
    for own in (self_signed(tmp_path, "alice"), None):
        near, _ = shaken(tmp_path, VERSIONS[1], own)
        observed: object = getattr(near.context, "_msg_callback", None)
        assert observed is None


def test_the_leaf_of_a_message(tmp_path: Path) -> None:
    """With a request's context before it, as in TLS 1.3, and without."""
    own = der(self_signed(tmp_path, "alice")[0])
    entry = len(own).to_bytes(3, "big") + own
    old = b"\x0b\0\0\0" + b"\0\0\0" + entry + entry
    assert client_certificates.leaf(old, with_context=False) == own
    new = b"\x0b\0\0\0" + b"\x02ab" + b"\0\0\0" + entry + b"\0\0"
    assert client_certificates.leaf(new, with_context=True) == own


@given(st.binary(max_size=60), st.booleans())
def test_any_message(message: bytes, with_context: bool) -> None:
    """OpenSSL says what is wrong with it; here nothing breaks."""
    assert client_certificates.leaf(message, with_context) in message
