"""What clients meant to say: the register against which log and deliveries are held.

Owns tokens: every text carries one of its own, so that it is known wherever it turns up.
"""

import re

import msgspec

TOKEN = re.compile(r"<(m[0-9]+\.[0-9]+) ")
WHOLE = re.compile(r"<(m[0-9]+\.[0-9]+) [^<>]*>")


class Sent(msgspec.Struct):
    """One message of a client, sent once or, under a key, several times."""

    token: str
    text: str
    targets: tuple[str, ...]
    key: str = ""
    attempts: int = 0
    acked: bool = False
    refused: bool = False
    forbidden: bool = False
    """It must never be stored: its key belongs to another message."""


def token_of(text: str) -> str:
    """The token in a text, or nothing."""
    found = TOKEN.search(text)
    return found[1] if found else ""
