"""SCRAM-SHA-256 as the server sees it (RFC 5802, RFC 7677): keys made, proofs checked.

Owns the arithmetic, and how a password is prepared for it. Must not know the messages.
"""

import hashlib
import hmac
import stringprep
import unicodedata

from veche.core.events import Scram

ITERATIONS = 10_000
"""RFC 7677 section 4 asks for 4,096 at least; clients have to do as many."""

_MAPPED_TO_NOTHING = stringprep.in_table_b1
_SPACE = stringprep.in_table_c12
_PROHIBITED = (
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)


def prepared(text: str) -> str:
    """The text as passwords are compared: SASLprep (RFC 4013) where that is possible.

    A password that SASLprep forbids is compared as it is: whoever chose it can still log in.
    Rules of writing direction are left out: they would refuse, and never change, a password.
    """
    if text.isascii():
        return text
    mapped = "".join(" " if _SPACE(c) else c for c in text if not _MAPPED_TO_NOTHING(c))
    normal = unicodedata.normalize("NFKC", mapped)
    if not normal or any(table(c) for c in normal for table in _PROHIBITED):
        return text
    return normal


def keys(password: str, salt: bytes, iterations: int = ITERATIONS) -> Scram:
    """What is kept of a password. Takes milliseconds."""
    salted = hashlib.pbkdf2_hmac("sha256", prepared(password).encode(), salt, iterations)
    client_key = _hmac(salted, b"Client Key")
    stored_key = hashlib.sha256(client_key).digest()
    return Scram(salt, iterations, stored_key, _hmac(salted, b"Server Key"))


def signature(scram: Scram, message: bytes, proof: bytes) -> bytes | None:
    """Our own signature of the `AuthMessage`, if the client's proof is good; else None."""
    if len(proof) != hashlib.sha256().digest_size:
        return None
    own = _hmac(scram.stored_key, message)
    client_key = bytes(a ^ b for a, b in zip(proof, own, strict=True))
    if not hmac.compare_digest(hashlib.sha256(client_key).digest(), scram.stored_key):
        return None
    return _hmac(scram.server_key, message)


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
