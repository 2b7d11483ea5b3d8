"""Up to when each conversation has been read, here or on another device (IRCv3 read-marker, draft).

Owns the moments, and which of them the server is still to be told. Must not know who reads.
"""

from datetime import datetime

from veche.core.names import fold

_MOST = 1_000


class Markers:
    """Conversations are by folded name; moments only go forward."""

    def __init__(self) -> None:
        self._known: dict[str, datetime] = {}
        self._unsent: dict[str, tuple[str, datetime]] = {}
        self._sent: dict[str, tuple[str, datetime]] = {}

    def read(self, where: str, at: datetime) -> bool:
        """Somebody has read up to `at` here; return whether that is news."""
        key = fold(where)
        before = self._known.get(key)
        if before is not None and at <= before:
            return False
        self._keep(key, at)
        self._unsent[key] = (where, at)
        return True

    def told(self, where: str, at: datetime | None) -> None:
        """The server says up to where it was read."""
        key = fold(where)
        self._sent.pop(key, None)
        before = self._known.get(key)
        if at is not None and (before is None or before < at):
            self._keep(key, at)
            self._unsent.pop(key, None)

    def take_unsent(self) -> list[tuple[str, datetime]]:
        """Return what the server is to be told now."""
        told, self._unsent = self._unsent, {}
        self._sent |= told
        return list(told.values())

    def lost(self) -> None:
        """The connection is lost: what was not confirmed is told again."""
        self._unsent = self._sent | self._unsent
        self._sent = {}

    def _keep(self, key: str, at: datetime) -> None:
        self._known.pop(key, None)
        self._known[key] = at
        if len(self._known) > _MOST:
            oldest = next(iter(self._known))
            del self._known[oldest]
            self._unsent.pop(oldest, None)
            self._sent.pop(oldest, None)
