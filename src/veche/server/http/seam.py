"""What a worker's loop thread and its web server are to each other.

Owns the two protocols. Must not know either side.
"""

import asyncio
from typing import TYPE_CHECKING, Protocol

from veche.core.ids import Id
from veche.protocols.base import Peer

if TYPE_CHECKING:
    from veche.server.http.websocket import WebSocketTransport


class WebOwner(Protocol):
    """Whom the web server reports to: the worker's loop thread, whose clients are those who go on
    with a WebSocket."""

    loop: asyncio.AbstractEventLoop

    def readmit(self, peer: Peer) -> str:
        """Count a client that has become one of a chat, or say why it is refused."""
        ...

    def on_websocket(self, transport: "WebSocketTransport", peer: Peer) -> Id:
        """A client that speaks IRC over it has come, and was readmitted; returns its session."""
        ...

    def on_received(self, session: Id, data: bytes) -> None:
        """Bytes came in."""
        ...

    def on_ended_input(self, session: Id) -> None:
        """The peer will send no more."""
        ...

    def on_drained(self, session: Id) -> None:
        """Little is pending again."""
        ...

    def on_closed(self, session: Id, reason: str) -> None:
        """The connection is gone."""
        ...


class Web(Protocol):
    """The web server of one loop; see `server.http.app`."""

    def attach(self, owner: WebOwner) -> None:
        """Whom it reports to; before anything else."""
        ...

    async def protocol(self, data: bytes, peer: Peer) -> asyncio.Protocol:
        """A protocol for one connection, which is `peer`'s and of which `data` is read already."""
        ...

    async def close(self) -> None:
        """End all its connections."""
        ...
