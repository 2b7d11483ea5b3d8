"""TLS: the certificates of all our names, which may change while the server runs.

Owns the files, which certificate a handshake gets, and the names that may be asked for. A reload
concerns handshakes to come; whoever is connected notices nothing.
"""

import ssl
from collections.abc import Sequence
from pathlib import Path

from veche.config import Tls as Settings
from veche.server import client_certificates
from veche.server.certificate import Certificate, TlsError, covers, load, reason
from veche.server.stream import HTTP_ALPN, IRC_ALPN

ANY = "*"
"""Among the names that may be asked for: all."""
_CHAIN, _KEY = "fullchain.pem", "privkey.pem"
"""What certbot and its like name the two files in the directory of a name."""
_SUFFIXES = (".pem", ".crt", ".cer")


class Tls:
    """The certificates in use. Shared by all workers; replaced as a whole by `reload`."""

    def __init__(self, settings: Settings) -> None:
        """Raises TlsError."""
        self._settings = settings
        self.context, self.names = _context(settings)
        """For the next handshake, and what the certificates vouch for, the first one's first."""

    def reload(self) -> None:
        """Read the files anew. Raises TlsError, and goes on with the old ones then."""
        self.context, self.names = _context(self._settings)


def open_tls(settings: Settings) -> Tls | None:
    """TLS as it is set, None when it is not. Raises TlsError."""
    return Tls(settings) if settings.cert or settings.directories else None


def _context(settings: Settings) -> tuple[ssl.SSLContext, tuple[str, ...]]:
    """The context of the first certificate, which sends each client on to that of its name."""
    certificates = [
        load(chain, key, _prepared(settings.client_certificates)) for chain, key in _pairs(settings)
    ]
    if not certificates:
        raise TlsError(f"There is no certificate with its key in {settings.directories}.")
    chooser = _Chooser(certificates, settings.names.split())
    first = certificates[0].context
    first.sni_callback = chooser.choose
    return first, tuple(name for one in certificates for name in one.names)


def _prepared(ask_clients: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols([HTTP_ALPN, IRC_ALPN])
    if ask_clients:
        client_certificates.ask(context)
    return context


class _Chooser:
    """Which certificate a name gets. `more`: names that are ours beside those in them."""

    def __init__(self, certificates: Sequence[Certificate], more: Sequence[str]) -> None:
        self._certificates = certificates
        self._more = more

    def choose(
        self, handshake: ssl.SSLSocket | ssl.SSLObject, name: str | None, _: ssl.SSLContext
    ) -> int | None:
        """For `SSLContext.sni_callback`. A name that is not ours ends the handshake, so that
        nobody is made to speak to us who means somebody else (RFC 6066 3: unrecognized_name)."""
        if name is None:
            return None
        name = name.lower().rstrip(".")
        for certificate in self._certificates:
            if any(covers(own, name) for own in certificate.names):
                handshake.context = certificate.context
                return None
        if any(own in (ANY, name) for own in self._more):
            return None
        return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME


def _pairs(settings: Settings) -> list[tuple[Path, Path]]:
    """The files of every certificate and its key; `cert` and `key` come first."""
    pairs: list[tuple[Path, Path]] = []
    if settings.cert:
        pairs.append((Path(settings.cert).expanduser(), Path(settings.key).expanduser()))
    for text in settings.directories.split(":"):
        if text:
            pairs += _inside(Path(text).expanduser())
    return pairs


def _inside(directory: Path) -> list[tuple[Path, Path]]:
    """`NAME.pem` with `NAME.key`, and `fullchain.pem` with `privkey.pem`: there, one level down."""
    try:
        entries = sorted(directory.iterdir())
        folders = [directory, *(entry for entry in entries if entry.is_dir())]
        found = [(folder / _CHAIN, folder / _KEY) for folder in folders]
        found += [
            (entry, entry.with_suffix(".key")) for entry in entries if entry.suffix in _SUFFIXES
        ]
        return [pair for pair in found if pair[0].is_file() and pair[1].is_file()]
    except OSError as error:
        raise TlsError(
            f"The TLS directory {directory} cannot be read ({reason(error)})."
        ) from error
