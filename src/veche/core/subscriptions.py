"""Push subscriptions: where a device of somebody is told of messages while it is not connected.

Owns their shape, and what is wrong with one that a client asks for (RFC 8030, RFC 8291). Must not
know protocols, nor how anything is sent.
"""

import re

import msgspec

from veche.core.ids import Id
from veche.core.public_address import is_public

PUBLIC_BYTES = 65
SECRET_BYTES = 16
_NAME_BYTES, _LABEL_BYTES = 253, 63

# Stricter than RFC 3986, so that no two programs can read one address differently.
_ENDPOINT = re.compile(
    r"https://(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?:[/?][A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?"
)

# The curve P-256 (FIPS 186-4 D.1.2.3): y^2 = x^3 - 3x + b, modulo p.
_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B


class Subscription(msgspec.Struct, frozen=True, gc=False):
    """A device's, of an account. `record` made it, at `at_ms` (Unix milliseconds).

    `public` is the device's P-256 key as an uncompressed point, `secret` its authentication
    secret; `capabilities` are what its client had enabled, by name.
    """

    account: Id
    record: Id
    at_ms: int
    endpoint: str
    public: bytes
    secret: bytes
    capabilities: tuple[str, ...] = ()


def host_of(endpoint: str) -> str:
    """The host in an endpoint without fault: a name or a literal address, in lower case."""
    found = _ENDPOINT.fullmatch(endpoint)
    return "" if found is None else found["host"].lower().strip("[]")


def endpoint_fault(endpoint: str, limit: int) -> str:
    """Why nothing is sent there, as the end of a sentence; empty when nothing speaks against it.

    `limit` counts bytes. What a name stands for is seen only when something is sent.
    """
    if len(endpoint.encode("utf-8", "replace")) > limit:
        return f"is longer than {limit} bytes"
    found = _ENDPOINT.fullmatch(endpoint)
    if found is None:
        return "is no https address of a push service"
    if found["port"] is not None and not 0 < int(found["port"]) < 65_536:
        return "has a port that there is not"
    host = found["host"].lower()
    if not _may_be(host):
        return "has a host that there cannot be"
    literal = host.startswith("[") or host.replace(".", "").isdigit()
    if literal and not is_public(host.strip("[]")):
        return "is not on the public internet"
    return ""


def _may_be(host: str) -> bool:
    """Whether a name has no label too long or empty (RFC 1035 section 2.3.4)."""
    if host.startswith("["):
        return ":" in host
    return len(host) <= _NAME_BYTES and all(
        0 < len(label) <= _LABEL_BYTES for label in host.split(".")
    )


def keys_fault(public: bytes, secret: bytes) -> str:
    """What is wrong with a device's keys (RFC 8291 section 2), as `endpoint_fault` says it."""
    if len(secret) != SECRET_BYTES:
        return f"has an authentication secret that is not {SECRET_BYTES} bytes"
    if len(public) != PUBLIC_BYTES or public[0] != 4:
        return "has a public key that is no uncompressed point"
    x, y = int.from_bytes(public[1:33], "big"), int.from_bytes(public[33:], "big")
    if x >= _P or y >= _P or (y * y - x * x * x + 3 * x - _B) % _P:
        return "has a public key that is not on the curve P-256"
    return ""
