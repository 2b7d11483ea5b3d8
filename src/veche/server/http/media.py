"""What kind of file it is: as who brings it says, and as it is safe to say to others.

Owns which types a browser may be told. A page of this server may load scripts and styles from it,
so nothing that somebody uploads may ever be one. Pure.
"""

import re

UNKNOWN = "application/octet-stream"
_TOKEN = r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}"
_TYPE = re.compile(rf"\s*({_TOKEN}/{_TOKEN})\s*(?:;(.*))?", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(r'charset\s*=\s*"?([a-z0-9_-]{1,32})"?', re.IGNORECASE)
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")
_HARMLESS = re.compile(r"(image/(?!svg)|audio/|video/)[a-z0-9.+-]+|text/plain|application/pdf")
_EXTENSIONS = {
    "application/pdf": "pdf",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "image/avif": "avif",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "text/plain": "txt",
    "video/mp4": "mp4",
    "video/webm": "webm",
}


def media_type(header: str) -> str:
    """The type in a `Content-Type` (RFC 9110 8.3.1), in lower case, with the charset of a text."""
    found = _TYPE.fullmatch(header)
    if found is None:
        return UNKNOWN
    kind = found[1].lower()
    charset = _CHARSET.search(found[2] or "") if kind.startswith("text/") else None
    return f"{kind}; charset={charset[1].lower()}" if charset else kind


def served_type(kind: str) -> str:
    """The type that others are told: its own where that cannot run, else just bytes."""
    return kind if _HARMLESS.fullmatch(kind.partition(";")[0]) else UNKNOWN


def extension(name: str, kind: str) -> str:
    """What the file's address ends with, by which chat programs see a picture; may be empty."""
    stem, _, last = name.rpartition(".")
    if stem and _EXTENSION.fullmatch(last.lower()):
        return last.lower()
    return _EXTENSIONS.get(kind.partition(";")[0], "")
