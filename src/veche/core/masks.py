"""Globs as IRC knows them: `*` any run of characters, `?` any one.

Owns matching, in time linear in text times stars, without backtracking
through more than one star; and the canonical form of a user mask.
"""

from collections.abc import Iterable
from functools import lru_cache

from veche.core.events import Who
from veche.core.names import fold


def matches(glob: str, text: str) -> bool:
    """Whether the whole text fits the glob. Both must be folded already."""
    g = t = 0
    star = -1
    resume = 0
    while t < len(text):
        if g < len(glob) and glob[g] == "*":
            star, resume = g, t
            g += 1
        elif g < len(glob) and glob[g] in ("?", text[t]):
            g += 1
            t += 1
        elif star >= 0:
            resume += 1
            g, t = star + 1, resume
        else:
            return False
    return all(letter == "*" for letter in glob[g:])


EXTENDED = ""
"""What extended masks begin with, as ISUPPORT EXTBAN tells; `~` is taken as well, and left out."""
ACCOUNT_MASKS = ("a", "account")
"""`a:NAME` and `account:NAME` fit whoever speaks for the account (IRCv3 account-extban)."""
MUTES = ("m", "mute")
"""`m:MASK` keeps whom the mask fits from speaking only; on the list of exceptions, from that."""
_UNCHECKED = "!~"
"""Before a username: nobody vouched for it. True of every username here, so that it fits those."""


def is_extended(mask: str) -> bool:
    """Whether the mask is `type:rest`, of a type that there is."""
    return bool(_kind(mask.removeprefix("~")))


def _kind(mask: str) -> str:
    kind, colon, _ = mask.partition(":")
    return kind if colon and kind.lower() in (*ACCOUNT_MASKS, *MUTES) else ""


@lru_cache(maxsize=4096)
def canonical(mask: str) -> str:
    """`nick!user@host` from what people type: `bob`, `*@host`, `bob!*`. Names of accounts stay."""
    plain = mask[1:] if mask.startswith("~") and is_extended(mask) else mask
    kind = _kind(plain)
    if kind:
        rest = plain[len(kind) + 1 :]
        shown = kind.lower()
        return f"{shown}:{canonical(rest) if shown in MUTES else rest}"
    nick, bang, rest = mask.partition("!")
    if bang:
        user, _, host = rest.partition("@")
    elif "@" in mask:
        nick = "*"
        user, _, host = mask.partition("@")
    else:
        user = host = "*"
    return f"{nick or '*'}!{user or '*'}@{host or '*'}"


def fits_any(masks: Iterable[str], who: Who, *, muted: bool = False) -> bool:
    """Whether the user fits one of the folded, full masks; of mutes only with `muted`."""
    full = fold(f"{who.nick}!{who.username}@{who.host}")
    return any(_fits(mask, full, who, muted) for mask in masks)


def _fits(mask: str, full: str, who: Who, muted: bool) -> bool:
    kind, colon, rest = mask.partition(":")
    if colon:
        if kind in MUTES:
            return muted and _fits(rest, full, who, False)
        if kind in ACCOUNT_MASKS:
            return bool(who.account) and matches(rest, fold(who.account))
    return matches(mask, full) or (_UNCHECKED in mask and matches(_named(mask), full))


def _named(mask: str) -> str:
    return mask.replace(_UNCHECKED, "!", 1)
