"""The name of a file in `Content-Disposition` (RFC 6266), read from strangers and written again.

Owns both directions and what a name may be: one component of a path, without control characters,
of a length that every file system takes. Pure.
"""

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes

NAME_BYTES = 200
"""As UTF-8. Linux has room for 255, and programs add to names."""
_PARAMETER = re.compile(
    r";[ \t]*(?P<key>[!#$%&\'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*"
    r'(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<token>[^;"]*))[ \t]*',
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CHARSETS = {"utf-8": "utf-8", "iso-8859-1": "latin-1"}  # RFC 8187 3.2.1 wants the first
_SAFE = "!#$&+-.^_`|~"
"""RFC 8187 3.2: `attr-char`, beside letters and digits."""
_JOINERS = "\u200c\u200d"
"""They change what is read in Persian and in emoji, not its direction."""
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def file_name(header: str) -> str:
    """The clean name in a header; empty where there is none. `filename*` counts more (RFC 6266
    4.3). What cannot be read is passed over: the file is what matters."""
    found: dict[str, str] = {}
    at = header.find(";")
    while at >= 0 and (parameter := _PARAMETER.match(header, at)):
        quoted, token = parameter["quoted"], parameter["token"]
        value = token.strip() if quoted is None else _ESCAPED.sub(r"\1", quoted)
        found.setdefault(parameter["key"].lower(), value)
        at = parameter.end()
    extended = _extended(found.get("filename*", ""))
    return clean(extended or found.get("filename", ""))


def clean(name: str) -> str:
    """The name as it is kept and shown: the last component, on one line, never hidden."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = (c for c in name if c in _JOINERS or unicodedata.category(c) not in _HIDDEN)
    name = " ".join("".join(shown).split()).strip(" .")
    if len(name.encode()) <= NAME_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    end = f"{dot}{extension}" if dot and len(extension) <= 10 else ""
    room = NAME_BYTES - len(end.encode())
    return (stem if end else name).encode()[:room].decode(errors="ignore").strip(" .") + end


def attachment(name: str) -> str:
    """The header that has a browser save the file and not show it; `name` is clean or empty."""
    if not name:
        return "attachment"
    # RFC 6266 appendix D: what some programs read otherwise stays out of the plain form.
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    header = f'attachment; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name, safe=_SAFE)}"


def _extended(value: str) -> str:
    """RFC 8187 3.2: `charset'language'percent-encoded`."""
    charset, quote_, rest = value.partition("'")
    codec = _CHARSETS.get(charset.lower())
    if codec is None or not quote_:
        return ""
    try:
        return unquote_to_bytes(rest.partition("'")[2]).decode(codec)
    except (UnicodeDecodeError, UnicodeEncodeError):
        return ""
