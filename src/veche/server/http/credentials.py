"""Who a request says it comes from: the `Authorization` header (RFC 9110 11.6.2).

Owns reading it. What it proves is for the core to say, as for every door. Pure.
"""

import base64
import binascii

from veche.core.commands import KeyProof, PasswordProof, Proof
from veche.core.secret import Secret
from veche.protocols.irc.sasl import token_key

CHALLENGE = 'Basic realm="Veche account", charset="UTF-8", Bearer realm="Veche account"'
"""What a refused request is told to send."""


def proof(header: str) -> Proof | None:
    """The proof in it: a password (RFC 7617) or a token (RFC 6750 2.1); None without a good one."""
    scheme, _, rest = header.strip().partition(" ")
    rest = rest.strip()
    if scheme.lower() == "bearer":
        good = bool(rest) and rest.isascii() and " " not in rest
        return KeyProof(token_key(rest)) if good else None
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(rest, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    name, _, password = text.partition(":")
    if not name or not password or "\0" in text:
        return None
    return PasswordProof(name, Secret(password))
