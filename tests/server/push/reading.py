"""The other ends of a push: a device that decrypts it, a push service that checks who sent it.

Owns the arithmetic of RFC 8188, RFC 8291 and RFC 8292 from the receiving side, of its own, so that
it shares no mistake with the sending one.
"""

import base64
import json
import re
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.core.devices import PRIVATE, PUBLIC, SECRET, decoded

DEVICE = ec.derive_private_key(int.from_bytes(PRIVATE, "big"), ec.SECP256R1())


def decrypt(body: bytes) -> bytes:
    """What the device of the tests reads. Raises when anybody has touched it."""
    salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    assert len(body) <= size, "one record"
    sender, sealed = body[21 : 21 + length], body[21 + length :]
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    shared = DEVICE.exchange(ec.ECDH(), theirs)
    keying = _derived(SECRET, b"WebPush: info\0" + PUBLIC + sender, shared, 32)
    key = _derived(salt, b"Content-Encoding: aes128gcm\0", keying, 16)
    nonce = _derived(salt, b"Content-Encoding: nonce\0", keying, 12)
    padded = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
    assert padded.endswith(b"\2"), "the last record"
    return padded[:-1]


def _derived(salt: bytes, info: bytes, material: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)


def claims(authorization: str) -> tuple[dict[str, Any], str]:
    """What the sender claims in the header, once its signature was verified; and its key."""
    found = re.fullmatch(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)", authorization)
    assert found is not None, authorization
    head, told, signature, key = found.groups()
    assert json.loads(decoded(head)) == {"typ": "JWT", "alg": "ES256"}
    raw = decoded(signature)
    assert len(raw) == 64
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
    signed = f"{head}.{told}".encode()
    public.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    parsed: dict[str, Any] = json.loads(decoded(told))
    return parsed, key


def keys() -> str:
    """The device's keys as a client registers them."""
    shown = (base64.urlsafe_b64encode(key).rstrip(b"=").decode() for key in (PUBLIC, SECRET))
    return "p256dh={};auth={}".format(*shown)
