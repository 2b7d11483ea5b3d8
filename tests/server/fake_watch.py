"""A watch at the door that keeps what it is told."""

from veche.protocols.base import Peer


class FakeWatch:
    """Counts."""

    def __init__(self) -> None:
        self.came: list[Peer] = []
        self.left: list[tuple[Peer, bool]] = []
        self.moves: list[tuple[Peer, Peer]] = []
        self.refusal = ""

    def registered(self, peer: Peer) -> None:
        self.came.append(peer)

    def gone(self, peer: Peer, registered: bool) -> None:
        self.left.append((peer, registered))

    def moved(self, peer: Peer, really: Peer) -> str:
        self.moves.append((peer, really))
        return self.refusal
