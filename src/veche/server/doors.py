"""Which connection a client gets: the one that finds out what it speaks, then that door's.

Owns the choice. One per worker, since encodings are never shared by threads.
"""

from collections.abc import Callable

import msgspec

from veche.core.ids import Mono
from veche.protocols.base import Connection, Peer, ServerInfo
from veche.protocols.irc.connection import IrcConnection
from veche.protocols.irc.encoding import IrcEncodings
from veche.protocols.plain.connection import PlainConnection
from veche.protocols.plain.encoding import PlainEncodings
from veche.protocols.sniff import Door, SniffingConnection


class Doors:
    """Makes the connections of one worker. `new_secret` makes secrets that nobody can guess."""

    def __init__(self, info: ServerInfo, new_secret: Callable[[], str]) -> None:
        self._info = info
        self._new_secret = new_secret
        self._irc = IrcEncodings(info)
        self._plain = PlainEncodings(info)

    def renew(self, motd: tuple[str, ...], admin: str) -> None:
        """This is told of the server from now on, also to who is here. On the worker's thread."""
        self._info = msgspec.structs.replace(self._info, motd=motd, admin=admin)
        self._irc.info = self._plain.info = self._info

    def first(self, peer: Peer, now: Mono) -> SniffingConnection:
        """For a client of whom nothing is known."""
        return SniffingConnection(peer, self._info, now)

    def of(self, door: Door, peer: Peer, prompted: bool, now: Mono) -> Connection:
        """For a client that speaks what `door` says; not for HTTP."""
        if door is Door.IRC:
            return IrcConnection(peer, self._info, self._irc, self._new_secret, now)
        return PlainConnection(peer, self._info, self._plain, now, prompted)
