"""Who sends the pushes, said in a way that can be checked (VAPID, RFC 8292).

Owns the server's key pair and the tokens that it signs. Must not know what is pushed.
"""

import base64
import hashlib
import json
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

VALID_S = 43_200
"""A token is good for so long; 24 hours are the most (RFC 8292 section 2)."""
RENEW_S = 21_600
"""One is used for so long: the clock of a push service may be wrong by the rest."""
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_TOKENS = 256


def b64url(data: bytes) -> str:
    """URL-safe base64 without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Vapid:
    """The key pair that `secret` stands for, the same for the same secret.

    `contact` is where whoever runs a push service reaches us, a mailto or https address, or
    empty. `clock` gives Unix time in seconds.
    """

    def __init__(self, secret: bytes, contact: str, clock: Callable[[], float]) -> None:
        number = int.from_bytes(hashlib.sha512(b"veche push key" + secret).digest(), "big")
        self._private = ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())
        public = self._private.public_key()
        self.key = b64url(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
        """The public key, as clients and push services are told it."""
        self._contact = contact
        self._clock = clock
        self._tokens: dict[str, tuple[float, str]] = {}

    def authorization(self, origin: str) -> str:
        """The header's value for a push service (RFC 8292 section 3)."""
        now = self._clock()
        made_at, token = self._tokens.get(origin, (float("-inf"), ""))
        if not 0 <= now - made_at < RENEW_S:
            if len(self._tokens) >= _TOKENS:
                del self._tokens[next(iter(self._tokens))]
            token = self._token(origin, int(now) + VALID_S)
            self._tokens[origin] = now, token
        return f"vapid t={token}, k={self.key}"

    def _token(self, origin: str, expires_s: int) -> str:
        """A JSON Web Token with ES256 (RFC 7515, RFC 7518 section 3.4)."""
        claims: dict[str, str | int] = {"aud": origin, "exp": expires_s}
        if self._contact:
            claims["sub"] = self._contact
        parts = ({"typ": "JWT", "alg": "ES256"}, claims)
        signed = ".".join(b64url(json.dumps(p, separators=(",", ":")).encode()) for p in parts)
        r, s = decode_dss_signature(self._private.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{b64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
