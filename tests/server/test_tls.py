"""Which certificate a handshake gets, and new ones while the server runs."""

import shutil
import ssl
from pathlib import Path

import pytest

from tests.certificates import der, self_signed
from veche.config import Tls as Settings
from veche.server.certificate import TlsError
from veche.server.tls import Tls, open_tls


def shown(context: ssl.SSLContext, name: str | None) -> bytes | None:
    """The certificate that a client is shown who asks for `name`. Raises SSLError."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    near, far = (
        context.wrap_bio(up, down, server_side=True),
        client.wrap_bio(down, up, server_hostname=name),
    )
    for _ in range(4):
        for end in (far, near):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return far.getpeercert(binary_form=True)


def test_no_tls_without_files() -> None:
    """It is not needed."""
    assert open_tls(Settings()) is None


def test_directories(tmp_path: Path) -> None:
    """`NAME.pem` with `NAME.key`; and `fullchain.pem` with `privkey.pem` there or one below."""
    one, _ = self_signed(tmp_path / "a", "one")
    two, key = self_signed(tmp_path / "made", "two")
    (tmp_path / "live" / "two").mkdir(parents=True)
    shutil.copy(two, tmp_path / "live" / "two" / "fullchain.pem")
    shutil.copy(key, tmp_path / "live" / "two" / "privkey.pem")
    (tmp_path / "a" / "lone.pem").write_text("without a key")
    tls = open_tls(Settings(directories=f"{tmp_path / 'a'}:{tmp_path / 'live'}"))
    assert tls is not None
    assert shown(tls.context, "one") == shown(tls.context, None) == der(one)
    assert shown(tls.context, "two") == der(two)


def test_a_name_that_is_not_ours(tmp_path: Path) -> None:
    """Ends the handshake, unless it is among `names`."""
    cert, key = self_signed(tmp_path, "one", "one.example")
    settings = Settings(cert=str(cert), key=str(key))
    with pytest.raises(ssl.SSLError):
        shown(Tls(settings).context, "two.example")
    for names in ("three.example two.example", "*"):
        more = Settings(cert=str(cert), key=str(key), names=names)
        assert shown(Tls(more).context, "two.example") == der(cert)


def test_a_reload(tmp_path: Path) -> None:
    """Whole or not at all."""
    cert, key = self_signed(tmp_path, "one")
    tls = Tls(Settings(cert=str(cert), key=str(key)))
    old, good = der(cert), cert.read_bytes()
    cert.write_bytes(b"nonsense")
    with pytest.raises(TlsError, match="cannot be used"):
        tls.reload()
    assert shown(tls.context, "one") == old
    cert.write_bytes(good)
    self_signed(tmp_path, "one")
    tls.reload()
    assert shown(tls.context, "one") == der(cert) != old


def test_a_directory_with_nothing_in_it(tmp_path: Path) -> None:
    """Is a mistake, as one that is not there."""
    with pytest.raises(TlsError, match="no certificate with its key"):
        open_tls(Settings(directories=str(tmp_path)))
    with pytest.raises(TlsError, match="cannot be read"):
        open_tls(Settings(directories=str(tmp_path / "none")))
