"""The messages of SCRAM-SHA-256 (RFC 5802 section 7), without channel binding.

Owns their syntax. What a proof is worth is the core's to say.
"""

import base64
import binascii
import re
from typing import NamedTuple

_FIRST = re.compile(r"([ny],(?:a=([^,]*))?,)(n=([^,]*),r=([!-+\--~]+)(?:,.*)?)", re.DOTALL)
_FINAL = re.compile(r"(c=([^,]*),r=([!-+\--~]+)(?:,[^,]*)*),p=([^,]*)", re.DOTALL)
_ESCAPE = re.compile(r"=(2C|3D)?")
_NONCE_CHARS = 200


class First(NamedTuple):
    """`client-first-message`. `header` is its gs2 part, `bare` the rest."""

    header: str
    authzid: str
    bare: str
    name: str
    nonce: str


class Final(NamedTuple):
    """`client-final-message`; `without_proof` as it is signed."""

    without_proof: str
    header: bytes
    nonce: str
    proof: bytes


def first(data: bytes) -> First | None:
    """The client's first message; None when it is none, or asks for channel binding."""
    found = _FIRST.fullmatch(_text(data))
    if found is None or len(found[5]) > _NONCE_CHARS:
        return None
    authzid, name = _name(found[2] or ""), _name(found[4])
    if authzid is None or not name:
        return None
    return First(found[1], authzid, found[3], name, found[5])


def challenge(nonce: str, salt: bytes, iterations: int) -> str:
    """`server-first-message`."""
    return f"r={nonce},s={base64.b64encode(salt).decode()},i={iterations}"


def final(data: bytes) -> Final | None:
    """The client's final message; None when it is none."""
    found = _FINAL.fullmatch(_text(data))
    if found is None:
        return None
    header, proof = decoded(found[2]), decoded(found[4])
    if header is None or proof is None:
        return None
    return Final(found[1], header, found[3], proof)


def verdict(signature: bytes) -> str:
    """`server-final-message` of a success."""
    return f"v={base64.b64encode(signature).decode()}"


def decoded(text: str) -> bytes | None:
    """What base64 (RFC 4648 section 4) stands for; None for what is none."""
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        return None


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return ""


def _name(text: str) -> str | None:
    """The name behind `saslname`, None where its escapes are wrong."""
    if any(found[1] is None for found in _ESCAPE.finditer(text)):
        return None
    return text.replace("=2C", ",").replace("=3D", "=")
