"""An undo log for changes of plain objects and dicts.

Owns the inverses of what was done since the last `forget`. Every write to the
chat state goes through one, so that a batch that could not be stored is taken
back as if it had never been decided.
"""

from collections.abc import Callable
from typing import Any, TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")
_ABSENT: Any = object()


class Journal:
    """Writes, and remembers how to take each write back.

    `undo` restores values exactly; a key that had been removed comes back at
    the end of its dict, which is why nothing may depend on that order for
    being right (only for being the same every time).
    """

    __slots__ = ("_undo",)

    def __init__(self) -> None:
        self._undo: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []

    def put(self, mapping: dict[_K, _V], key: _K, value: _V) -> None:
        """`mapping[key] = value`."""
        old = mapping.get(key, _ABSENT)
        if old is _ABSENT:
            self._undo.append((mapping.pop, (key,)))
        else:
            self._undo.append((mapping.__setitem__, (key, old)))
        mapping[key] = value

    def drop(self, mapping: dict[_K, _V], key: _K) -> None:
        """Remove the key, if it is there."""
        old = mapping.pop(key, _ABSENT)
        if old is not _ABSENT:
            self._undo.append((mapping.__setitem__, (key, old)))

    def set(self, target: object, name: str, value: Any) -> None:
        """`target.name = value`."""
        self._undo.append((setattr, (target, name, getattr(target, name))))
        setattr(target, name, value)

    def enlist(self, lists: dict[_K, dict[_V, None]], key: _K, member: _V) -> None:
        """Put the member on the list of the key, which is there while somebody is on it."""
        if key not in lists:
            self.put(lists, key, {})
        self.put(lists[key], member, None)

    def strike(self, lists: dict[_K, dict[_V, None]], key: _K, member: _V) -> None:
        """Take the member off the list of the key, which must be there."""
        members = lists[key]
        self.drop(members, member)
        if not members:
            self.drop(lists, key)

    def undo(self) -> None:
        """Take back everything since the last `forget`, newest first."""
        while self._undo:
            act, arguments = self._undo.pop()
            act(*arguments)

    def forget(self) -> None:
        """What was done stays."""
        self._undo.clear()

    def __len__(self) -> int:
        return len(self._undo)
