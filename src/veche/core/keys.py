"""What can be a key of metadata, and its value (IRCv3 metadata, "Keys and Values").

Owns both rules, for the core and for doors that take values before there is a user.
"""

import re

from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection

_KEY = re.compile(r"[a-z0-9_./-][a-z0-9_./:-]{0,63}")


def metadata_key(name: str) -> str | Rejection:
    """The key as it is kept: in lower case."""
    key = name.lower()
    return key if _KEY.fullmatch(key) else Rejection(Code.BAD_KEY_NAME, name)


def value_fault(limits: Limits, key: str, value: str) -> Rejection | None:
    """Why this cannot be the key's value."""
    if len(value.encode()) > limits.metadata_value_bytes:
        most = limits.metadata_value_bytes
        return Rejection(Code.BAD_VALUE, key, f"it is longer than {most} bytes")
    if any(c in value for c in "\r\n\0"):
        return Rejection(Code.BAD_VALUE, key, "it has a line break or a NUL in it")
    return None
