"""A secret that everybody who may come in shares: of the server, of a gateway.

Owns its two forms in settings and the comparison. Not for people's own passwords: those are
hashed slowly, and stored.
"""

import hashlib
import hmac
import re

PREFIX = "sha256:"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Passphrase:
    """What is kept of it is a hash. Written as it is, or as `sha256:` and 64 hexadecimal digits."""

    __slots__ = ("_digest",)

    def __init__(self, text: str) -> None:
        """Raises ValueError for a hash that is none."""
        if not is_hashed(text):
            self._digest = hashlib.sha256(text.encode()).digest()
            return
        digest = text.removeprefix(PREFIX).lower()
        if not _DIGEST.fullmatch(digest):
            raise ValueError("sha256: is followed by 64 hexadecimal digits")
        self._digest = bytes.fromhex(digest)

    def matches(self, text: str) -> bool:
        """Whether it is this one; the time it takes tells nothing."""
        given = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        return hmac.compare_digest(given, self._digest)


def is_hashed(text: str) -> bool:
    """Whether a setting holds the hash, so that who reads it cannot use it."""
    return text.startswith(PREFIX)
