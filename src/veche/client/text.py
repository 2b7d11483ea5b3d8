"""Long text in pieces that fit an IRC line.

Owns where text is cut. Must not know who sends it.
"""

import unicodedata
from collections.abc import Iterator

# RFC 1459 section 2.3: with the line break, and with the prefix that the server puts before it.
LINE_BYTES = 512
# However long the names, a piece holds at least a few letters of any script.
_LEAST_BYTES = 16
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


def room(source: str, command: str, target: str) -> int:
    """Return how many bytes of text fit into `:source command target :text`."""
    return LINE_BYTES - len(f":{source} {command} {target} :\r\n".encode())


def split(text: str, limit: int) -> Iterator[str]:
    """Cut `text` into pieces of at most `limit` bytes of UTF-8, at a space where one is near.

    The spaces at a cut are dropped; no character is cut, and no mark parted from its letter
    unless the marks alone fill a piece.
    """
    limit = max(limit, _LEAST_BYTES)
    while len(text.encode()) > limit:
        # Cutting in bytes and dropping the torn tail is linear, whatever the letters weigh.
        head = text.encode()[:limit].decode("utf-8", "ignore")
        # A space right after the piece is the best cut of all.
        space = text.rfind(" ", 0, len(head) + 1)
        cut = space if space > len(head) // 2 else whole_letters(text, len(head))
        if piece := text[:cut].rstrip(" "):
            yield piece
        text = text[cut:].lstrip(" ")
    if text:
        yield text


def whole_letters(text: str, cut: int) -> int:
    """Return `cut`, moved back so that it stands neither before nor after what joins letters."""
    at = cut
    while at > 0 and (
        unicodedata.combining(text[at]) or text[at] in _JOINERS or text[at - 1] == "\u200d"
    ):
        at -= 1
    return at or cut
