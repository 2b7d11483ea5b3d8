"""What all clients share: a connection that comes and goes, and messages of their own.

Owns a client's name, its link, and the register of what it said.
"""

from tests.simulation.checkers.delivery import View
from tests.simulation.messages import Sent
from tests.simulation.network import Link
from tests.simulation.world import World
from veche.core.ids import Pos

CHANNELS = ("#lobby", "#a", "#b", "#Ча")
FILLERS = (
    "hello",
    "",
    "привет всем",
    "a \x1b[31mred\x1b[0m word",
    "\u202eturned round",
    "QUIT :x",
    "x" * 300,
    "tab\there",
    "\x9b31m and \x7f",
    "%s {0} \\r\\n",
)
AWAY_S = (0.0, 0.05, 0.5, 3.0)


class Client:
    """One person. Subclasses speak."""

    whole = False

    def __init__(self, world: World, number: int, nick: str) -> None:
        self.world = world
        self.number = number
        self.nick = nick
        self.link: Link | None = None
        self.view = View(nick)
        self.ready = False
        self.messages: list[Sent] = []
        self._stalled = False

    # -- connections -----------------------------------------------------------------------

    def connect(self) -> None:
        """Come, unless already here; try again while nobody listens."""
        if self.link is not None:
            return
        self.view = View(self.nick)
        self.ready = False
        self._stalled = False
        link = self.world.connect(self, self.view, whole=self.whole)
        if link is None:
            self.world.scheduler.after(0.2, self.connect)
            return
        self.view.name = f"{type(self).__name__} {self.number} on link {link.number}"
        self.link = link
        self.greet()

    def drop(self) -> None:
        """The connection breaks, and the client comes back some time."""
        if self.link is not None:
            self.world.note(f"{self.number} drops")
            self.link.drop()
            self.lost()

    def lost(self) -> None:
        """See `network.End`."""
        if self.link is None:
            return
        self._check_view(whole=False)
        self.link = None
        self.ready = False
        self.forget()
        self.world.scheduler.after(self.world.scheduler.pick(AWAY_S), self.connect)

    def stall(self, seconds: float) -> None:
        """Do not read for a while."""
        if self.link is not None and not self._stalled:
            self._stalled = True
            self.link.take(False)
            self.world.scheduler.after(seconds, self._take_again, self.link)

    def _take_again(self, link: Link) -> None:
        link.take(True)
        if link is self.link:
            self._stalled = False

    def received(self, data: bytes, stamp: Pos) -> None:
        """See `network.End`."""
        if self.link is None:
            return
        self.world.note(f"{self.number}.{self.link.number} reads", data)
        self.read(data, stamp)

    def send(self, data: bytes) -> None:
        """To the server."""
        if self.link is not None:
            self.world.note(f"{self.number}.{self.link.number} sends", data)
            self.link.send(data)

    # -- messages --------------------------------------------------------------------------

    def compose(self, *targets: str, key: str = "", text: str = "") -> Sent:
        """Something new to say."""
        token = f"m{self.number}.{len(self.messages)}"
        filler = text or self.world.scheduler.pick(FILLERS)
        sent = Sent(token, f"<{token} {filler}>", targets, key)
        self.messages.append(sent)
        self.world.sent[token] = sent
        return sent

    # -- what subclasses do ----------------------------------------------------------------

    def greet(self) -> None:
        """Say the first words on a new connection."""
        raise NotImplementedError

    def forget(self) -> None:
        """The connection is gone."""

    def read(self, data: bytes, stamp: Pos) -> None:
        """Make something of what came."""
        raise NotImplementedError

    def act(self) -> None:
        """Do what comes to mind."""
        raise NotImplementedError

    def rest(self) -> None:
        """Faults are over: read everything, and bring to its end what was begun."""
        if self.link is not None:
            self.link.take(True)

    def at_end(self) -> None:
        """Everything that was owed must have come."""
        if self.link is not None:
            self._check_view(whole=self.ready and self.link.host is not None)

    def _check_view(self, *, whole: bool) -> None:
        self.world.delivery.at_end(self.view, whole=whole)
