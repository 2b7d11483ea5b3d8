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


@lru_cache(maxsize=4096)
def canonical(mask: str) -> str:
    """`nick!user@host` from what people type: `bob`, `*@host`, `bob!*`."""
    nick, bang, rest = mask.partition("!")
    if bang:
        user, _, host = rest.partition("@")
    elif "@" in mask:
        nick = "*"
        user, _, host = mask.partition("@")
    else:
        user = host = "*"
    return f"{nick or '*'}!{user or '*'}@{host or '*'}"


def fits_any(masks: Iterable[str], who: Who) -> bool:
    """Whether the user fits one of the folded masks."""
    full = fold(f"{who.nick}!{who.username}@{who.host}")
    return any(matches(mask, full) for mask in masks)
