"""One certificate with its key: loaded, tried, and the names that it is for.

Owns reading the two files. Must not know which certificate a client gets.
"""

import ssl
from pathlib import Path

import msgspec

_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL
_FLIGHTS = 4
"""A handshake takes no more turns than this."""


class TlsError(Exception):
    """The TLS files cannot be used. The text is one sentence for the person who set them."""


class Certificate(msgspec.Struct, frozen=True):
    """Ready for handshakes. `names` are in lower case, some with `*` as their first label."""

    context: ssl.SSLContext
    names: tuple[str, ...]


def load(chain: Path, key: Path, context: ssl.SSLContext) -> Certificate:
    """Load the files into a context of their own. Raises TlsError."""
    for path in (chain, key):
        if not path.is_file():
            raise TlsError(f"The TLS file {path} does not exist.")
    try:
        # Without a callback OpenSSL would ask for a passphrase on the terminal.
        context.load_cert_chain(chain, key, password=lambda: b"")
        return Certificate(context, _names(chain, context))
    except (OSError, ValueError) as error:
        raise TlsError(
            f"The TLS files {chain} and {key} cannot be used ({reason(error)}): they must be "
            "a certificate and its key without a passphrase, in PEM form."
        ) from error


def covers(own: str, name: str) -> bool:
    """Whether a name in a certificate is for `name`; both in lower case (RFC 6125 6.4)."""
    if own.startswith("*."):
        label, _, rest = name.partition(".")
        return bool(label) and rest == own[2:]
    return own == name


def _names(chain: Path, context: ssl.SSLContext) -> tuple[str, ...]:
    """The DNS names in it, or else its common name, found by a handshake with ourselves.

    Only a verified certificate is shown in words: so this one is trusted, for the moment.
    """
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VerifyFlags(_NO_CHECK_TIME)
    client.load_verify_locations(chain)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server),
        context.wrap_bio(to_server, to_client, server_side=True),
    ]
    for _ in range(_FLIGHTS):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    shown = ends[0].getpeercert() or {}
    names = [value for kind, value in _pairs(shown.get("subjectAltName")) if kind == "DNS"]
    if not names:
        subject = shown.get("subject")
        parts = subject if isinstance(subject, tuple) else ()
        names = [value for part in parts for kind, value in _pairs(part) if kind == "commonName"]
    return tuple(name.lower().rstrip(".") for name in names)


def _pairs(value: object) -> list[tuple[str, str]]:
    pairs = value if isinstance(value, tuple) else ()
    return [(str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, tuple)]


def reason(error: Exception) -> str:
    """What the system says of it, in lower case."""
    what = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return str(what).lower()
