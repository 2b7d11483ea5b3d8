"""What is pushed, made unreadable for everybody but the device (RFC 8291, RFC 8188).

Owns the one content coding there is, aes128gcm, in one record. Must not know who sends it.
"""

import hashlib
import hmac
import os
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

BODY_BYTES = 4_096
"""The longest body that every push service takes (RFC 8030 section 7.2); also the record size."""
OVERHEAD_BYTES = 103
"""Of a body beside the text: salt, size, length and key, the delimiter, and the tag."""
_SALT_BYTES = 16
_LAST = b"\x02"  # the delimiter of the last record (RFC 8188 section 2)


def encrypt(
    text: bytes,
    public: bytes,
    secret: bytes,
    *,
    salt: bytes | None = None,
    own: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body for the device with the key `public` and the authentication `secret`.

    `salt` and `own` are made anew for each body; tests give those of an example. Raises
    ValueError for a key that is none, and for a text of over 3,993 bytes.
    """
    if len(text) > BODY_BYTES - OVERHEAD_BYTES:
        raise ValueError(f"{len(text)} bytes are too many for a push")
    salt = os.urandom(_SALT_BYTES) if salt is None else salt
    own = ec.generate_private_key(ec.SECP256R1()) if own is None else own
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    own_public = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    # RFC 8291 section 3.4; every output fits into one round of HKDF (RFC 5869).
    shared = _hmac(secret, own.exchange(ec.ECDH(), theirs))
    keying = _hmac(shared, b"WebPush: info\0" + public + own_public + b"\1")
    pseudo = _hmac(salt, keying)
    key = _hmac(pseudo, b"Content-Encoding: aes128gcm\0\1")[:16]
    nonce = _hmac(pseudo, b"Content-Encoding: nonce\0\1")[:12]
    header = salt + struct.pack("!LB", BODY_BYTES, len(own_public)) + own_public
    return header + AESGCM(key).encrypt(nonce, text + _LAST, None)


def _hmac(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, hashlib.sha256)
