"""How well a name fits what was typed to find it.

Owns the ranking. Must not know what the names are of.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from veche.core.names import fold

_T = TypeVar("_T")
_EDGES = "#&-_. /"


def fit(typed: str, name: str) -> int | None:
    """Return how far `name` is from `typed`, 0 being the nearest; None if it does not fit.

    It fits if it has the letters of `typed` in their order. Nearest is a name that begins so,
    then a part of it that does, then one that contains it, then scattered letters.
    """
    typed, name = fold(typed).lstrip("#&"), fold(name).lstrip("#&")
    at = name.find(typed)
    if at == 0:
        return min(len(name) - len(typed), 99)
    if at > 0:
        return (100 if name[at - 1] in _EDGES else 200) + min(at, 99)
    position, gaps = -1, 0
    for letter in typed:
        found = name.find(letter, position + 1)
        if found < 0:
            return None
        gaps += found - position - 1
        position = found
    return 300 + min(gaps, 99)


def ranked(typed: str, items: Iterable[_T], name: Callable[[_T], str]) -> list[_T]:
    """Return the items that fit, the nearest first; what is equally near keeps its order."""
    found = [(distance, i) for i in items if (distance := fit(typed, name(i))) is not None]
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]
