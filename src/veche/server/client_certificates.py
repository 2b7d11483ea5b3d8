"""Certificates that clients show of themselves: asked for, never needed, never vouched for.

Owns taking in a certificate that no authority has signed: what counts is the fingerprint, and that
the client has its key, which the handshake itself proves (RFC 8446 4.4.3). Must not know whose it
is.
"""

import hashlib
import ssl
from typing import Any

_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL
_HEADER_BYTES = 4  # RFC 8446 4: type and length of a handshake message
_HANDSHAKE, _CERTIFICATE = 22, 11


def ask(context: ssl.SSLContext) -> None:
    """Have a server's context ask its clients for a certificate.

    OpenSSL ends a handshake when it cannot verify what it was shown, and Python can tell it
    otherwise in one way only: the certificate is made trusted, for this one handshake, as it
    comes.
    """
    context.verify_mode = ssl.CERT_OPTIONAL
    observed: Any = context
    observed._msg_callback = _on_message


def fingerprint(handshake: ssl.SSLObject) -> str:
    """The SHA-256 of what the client has shown, hexadecimal; empty when it was nothing."""
    shown = handshake.getpeercert(binary_form=True)
    return hashlib.sha256(shown).hexdigest() if shown else ""


def _on_message(
    handshake: Any, direction: str, version: int, content: int, kind: int, data: bytes
) -> None:
    """Called by Python's `ssl` with every message of a handshake, before it is acted on.

    Asked, a client answers, if only that it has none: nothing is to be heard after that.
    """
    if direction == "read" and (content, kind) == (_HANDSHAKE, _CERTIFICATE):
        handshake.context = _trusting(leaf(data, version >= ssl.TLSVersion.TLSv1_3))


def leaf(message: bytes, with_context: bool) -> bytes:
    """The sender's own certificate in a Certificate message, empty when there is none.

    RFC 5246 7.4.2; since TLS 1.3 a request's context stands before it (RFC 8446 4.4.2).
    """
    body = message[_HEADER_BYTES:]
    if with_context:
        body = body[1 + body[0] :] if body else b""
    body = body[3:]  # the length of all
    return body[3 : 3 + int.from_bytes(body[:3], "big")]


def _trusting(certificate: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.verify_mode = ssl.CERT_OPTIONAL
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VerifyFlags(_NO_CHECK_TIME)
    if certificate:
        context.load_verify_locations(cadata=certificate)
    return context
