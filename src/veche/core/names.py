"""What a nick and a channel name may be, and when two are the same name.

Owns validity and folding. The folded form that was decided is what events
carry, because Unicode tables differ between Python versions.
"""

import unicodedata
from functools import lru_cache

from veche.core.rejections import Code, Rejection

_NICK_PUNCTUATION = frozenset("[]\\`_^{|}-")
_BAD_FIRST = frozenset("0123456789-")
_LETTERLIKE = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl", "No", "So", "Sk"))
_INVISIBLE = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zs", "Zl", "Zp"))
_CHANNEL_FORBIDDEN = frozenset(" ,*?!@")
# Letters, symbols and marks by category, but nothing is to be seen of them (default ignorable
# code points of Unicode that are not Cf or Cn, and the empty Braille pattern): `bob` would have
# doubles.
_BLANK = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800))
) | frozenset(map(chr, (0x3164, 0xFFA0, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
# Longer texts are folded anew each time, so that the cache cannot grow past some megabytes.
_CACHED_CHARS = 128
# Nicks that would read as somebody else's voice.
_RESERVED = frozenset(("anonymous", "server", "veche"))


def fold(name: str) -> str:
    """The form under which `name` is compared: NFKC and full case folding, ASCII included."""
    if name.isascii():
        return name.lower()
    return _fold_cached(name) if len(name) <= _CACHED_CHARS else _fold(name)


def _fold(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", folded)


_fold_cached = lru_cache(maxsize=16384)(_fold)


def check_nick(nick: str, limit: int) -> Rejection | None:
    """Why `nick` cannot be a nick, or None; `limit` counts characters."""
    reason = _nick_fault(nick, limit)
    return None if reason is None else Rejection(Code.BAD_NICK, nick, reason)


def _nick_fault(nick: str, limit: int) -> str | None:
    if len(nick) > limit:
        return f"it is longer than {limit} characters"
    if nick[0] in _BAD_FIRST:
        return "it begins with a digit or a hyphen"
    for letter in nick:
        if letter.isascii():
            if not (letter.isalnum() or letter in _NICK_PUNCTUATION):
                return f"{letter!r} is not allowed in it"
        elif unicodedata.category(letter) not in _LETTERLIKE or letter in _BLANK:
            return f"U+{ord(letter):04X} is not allowed in it"
    if unicodedata.category(nick[0]).startswith("M"):
        return "it begins with a combining mark"
    folded = fold(nick)
    if folded in _RESERVED:
        return "it is kept for the server"
    # A look-alike of ASCII punctuation must not fold into something with a meaning of its own.
    if not nick.isascii() and any(c.isascii() and not _ascii_allowed(c) for c in folded):
        return "it turns into forbidden characters when compared"
    return None


def _ascii_allowed(letter: str) -> bool:
    return letter.isalnum() or letter in _NICK_PUNCTUATION


def is_channel(name: str) -> bool:
    """Whether `name` is meant as a channel: it begins with `#`."""
    return name.startswith("#")


def check_channel(name: str, limit: int) -> Rejection | None:
    """Why `name` cannot be a channel's, or None; `limit` counts characters."""
    reason = None
    if not is_channel(name) or len(name) < 2:
        reason = "it needs a # and a name"
    elif len(name) > limit:
        reason = f"it is longer than {limit} characters"
    elif any(map(_forbidden_in_channel, name)):
        reason = "it has a character that no channel may have"
    return None if reason is None else Rejection(Code.BAD_CHANNEL, name, reason)


def _forbidden_in_channel(letter: str) -> bool:
    return (
        letter in _CHANNEL_FORBIDDEN
        or letter in _BLANK
        or unicodedata.category(letter) in _INVISIBLE
    )
