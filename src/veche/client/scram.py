"""SCRAM-SHA-256 as a client does it (RFC 5802, RFC 7677), without channel binding.

Owns its messages and the proofs on both sides. Must not know how they are carried.
"""

import base64
import binascii
import hashlib
import hmac

from veche.core.scram import prepared

# RFC 7677 section 4. Fewer would let a false server try passwords on what we send.
LEAST_ITERATIONS = 4_096
# Half a second of work; whoever asks for more wants to stop us.
MOST_ITERATIONS = 1_000_000
_HEADER = "n,,"
_MOST_CHARS = 1_024
_MOST_DIGITS = 7


class ScramError(Exception):
    """The server's message is none, or asks for what must not be done."""


class RefusedError(ScramError):
    """The server does not accept the proof."""


class Scram:
    """One exchange: `first`, `final` with the server's first message, `check` with its last."""

    def __init__(self, account: str, password: str, nonce: str) -> None:
        """Begin; `nonce` is printable ASCII without commas, and cannot be guessed."""
        name = prepared(account).replace("=", "=3D").replace(",", "=2C")
        self._password = password
        self._nonce = nonce
        self._bare = f"n={name},r={nonce}"
        self._signature = b""

    @property
    def first(self) -> bytes:
        """The client-first-message."""
        return f"{_HEADER}{self._bare}".encode()

    def final(self, challenge: bytes) -> bytes:
        """Return the client-final-message; takes up to half a second. Raises ScramError."""
        text = _text(challenge)
        parts = text.split(",")
        # RFC 5802 section 5.1: an `m=` before the nonce is an extension that must be known.
        if len(parts) < 3 or [part[:2] for part in parts[:3]] != ["r=", "s=", "i="]:
            raise ScramError
        nonce, salt, count = parts[0][2:], _decoded(parts[1][2:]), parts[2][2:]
        if not nonce.startswith(self._nonce) or len(nonce) <= len(self._nonce) or not salt:
            raise ScramError
        if not (count.isascii() and count.isdigit() and len(count) <= _MOST_DIGITS):
            raise ScramError
        if not LEAST_ITERATIONS <= int(count) <= MOST_ITERATIONS:
            raise ScramError
        header = base64.b64encode(_HEADER.encode()).decode()
        without_proof = f"c={header},r={nonce}"
        signed = f"{self._bare},{text},{without_proof}".encode()
        password = prepared(self._password).encode()
        salted = hashlib.pbkdf2_hmac("sha256", password, salt, int(count))
        client_key = _hmac(salted, b"Client Key")
        own = _hmac(hashlib.sha256(client_key).digest(), signed)
        proof = bytes(a ^ b for a, b in zip(client_key, own, strict=True))
        self._signature = _hmac(_hmac(salted, b"Server Key"), signed)
        return f"{without_proof},p={base64.b64encode(proof).decode()}".encode()

    def check(self, verdict: bytes) -> None:
        """Take the server-final-message. Raises RefusedError; ScramError for a false signature."""
        text = _text(verdict)
        if text.startswith("e="):
            raise RefusedError
        signature = _decoded(text.partition(",")[0][2:]) if text.startswith("v=") else b""
        if not self._signature or not hmac.compare_digest(signature, self._signature):
            raise ScramError


def _text(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise ScramError from error
    if len(text) > _MOST_CHARS:
        raise ScramError
    return text


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ScramError from error


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
