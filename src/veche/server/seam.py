"""What the life of a session needs from around it: connections, and a watch at the door.

Owns the shape of both. Must not know who fills them.
"""

from typing import Protocol

from veche.core.ids import Mono
from veche.protocols.base import Connection, Peer
from veche.protocols.sniff import Door, SniffingConnection


class Doors(Protocol):
    """Makes connections; see `server.doors`."""

    def first(self, peer: Peer, now: Mono) -> SniffingConnection:
        """For a client of whom nothing is known."""
        ...

    def of(self, door: Door, peer: Peer, prompted: bool, now: Mono) -> Connection:
        """For a client that speaks what `door` says; not for HTTP."""
        ...


class Watch(Protocol):
    """Is told what becomes of peers; for the limits per address. Calls come from many threads."""

    def registered(self, peer: Peer) -> None:
        """A session of the peer's has a user now."""
        ...

    def moved(self, peer: Peer, really: Peer) -> str:
        """A session's peer without a user is really another; or why it cannot be let in."""
        ...

    def gone(self, peer: Peer, registered: bool) -> None:
        """A session of the peer's is no more; whether it had a user."""
        ...
