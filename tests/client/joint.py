"""A client and the model server, joined by a network that loses, tears and delays."""

import random
import re
from collections import Counter

from tests.client.model_server import EVERYTHING, ModelServer, Session
from veche.client.client import Client, State
from veche.client.events import Acknowledged, CaughtUp, Event, Joined, Refused, Said
from veche.client.profile import Profile
from veche.client.timers import PATIENCE_S, Due

CHANNELS = ("#a", "#b")


class Joint:
    """Drive it with `fault` and `work`; then `settle`, and look at what was told."""

    def __init__(self, seed: int, capabilities: str = EVERYTHING) -> None:
        self.chance = random.Random(seed)
        self.now = 0.0
        self.server = ModelServer(capabilities)
        self.client = Client(Profile("alice"), lambda: self.now, self.chance.random)
        self.events: list[Event] = []
        self.tickets: list[int] = []
        self.texts: dict[int, str] = {}
        self._session: Session | None = None
        self._up = b""
        self._spoken = 0
        self._heard = b""
        # What a log held when the client first knew that it was there.
        self.joined_at: dict[str, int] = {}
        # What was refused when a server was lost that had been silent too long to be waited for,
        # and had told no secret to come back with.
        self.unsecured: set[int] = set()
        self._opened_at = 0.0
        self._has_secret = False

    def say(self, where: str) -> None:
        """The user of the client says something new."""
        text = f"own{len(self.tickets)}"
        for ticket in self.client.say(where, text):
            self.tickets.append(ticket)
            self.texts[ticket] = text

    def others(self, count: int) -> None:
        """Somebody else talks."""
        for _ in range(count):
            self._spoken += 1
            self.server.speak("bob", self.chance.choice(CHANNELS), f"bob{self._spoken}")

    def cut(self) -> None:
        """Break the connection: some of what is on its way arrives, the rest does not."""
        session = self._session
        if session is None:
            return
        self._pump_up(self.chance.randint(0, 400))
        if self.chance.random() < 0.5:
            self._pump_down(self.chance.randint(0, 400))
        self._hang_up()
        self._hear(self.client.lost("cut"))

    def wait(self, seconds: float) -> None:
        """Let time pass, and the client do what is due."""
        self.now += seconds
        self._hear(self.client.tick())

    def step(self, most: int) -> None:
        """Let the network carry at most so many bytes each way, and the client dial."""
        deadline = self.client.deadline()
        if deadline is not None and deadline <= self.now:
            self._hear(self.client.tick())
        self.server.now_ms += self.chance.randint(0, 1)
        if self.client.wants_connection():
            if self.chance.random() < 0.2 and self.client.channels:
                self._hear(self.client.lost("no answer"))
                return
            self.client.opened()
            self._opened_at = self.now
            self._session, self._up, self._heard = self.server.connect(), b"", b""
        self._pump_up(most)
        self._pump_down(most)

    def settle(self) -> None:
        """Let everything come to rest."""
        self.server.read_only = self.server.history_fails = False
        for _ in range(5_000):
            self.step(100_000)
            quiet = self._session is not None and not self._session.out and not self._up
            if quiet and not self.client.unfinished and self.client.state is State.ONLINE:
                before = len(self.events)
                self.wait(20.0)  # past every pause
                for _ in range(4):
                    self.step(100_000)
                if len(self.events) == before:
                    return
            elif quiet or self._session is None:
                self.wait(1.0)
        raise AssertionError("it does not come to rest")

    def told(self, where: str) -> list[str]:
        """Return the msgids of what was told of a conversation, in order."""
        said = [event for event in self.events if isinstance(event, Said)]
        return [event.msgid for event in said if event.where == where]

    def outcomes(self) -> dict[int, Acknowledged | Refused]:
        """Return how each ticket ended; each ends once."""
        ends = [event for event in self.events if isinstance(event, Acknowledged | Refused)]
        assert max(Counter(end.ticket for end in ends).values(), default=1) == 1
        return {end.ticket: end for end in ends}

    def incomplete(self) -> bool:
        """Return whether it was said that something cannot be had."""
        return any(isinstance(event, CaughtUp) and not event.complete for event in self.events)

    def _hear(self, events: list[Event]) -> None:
        self.events += events
        if self.now - self._opened_at >= PATIENCE_S[Due.SETTLE] and not self._has_secret:
            self.unsecured |= {event.ticket for event in events if isinstance(event, Refused)}

    def _pump_up(self, most: int) -> None:
        self._up += self.client.take_output()
        data, self._up = self._up[:most], self._up[most:]
        if self._session is not None and data:
            self.server.receive(self._session, data)

    def _pump_down(self, most: int) -> None:
        session = self._session
        if session is None:
            return
        data, session.out = session.out[:most], session.out[most:]
        if data:
            self._heard += data
            if re.search(rb"RESUME TOKEN [^\r]+\r\n", self._heard):
                self._has_secret = True
            events = self.client.receive(data)
            self._hear(events)
            for event in events:
                if isinstance(event, Joined) and event.where not in self.joined_at:
                    line = rf"size=(\d+);[^ ]+ [^ ]+ JOIN {event.where}\r".encode()
                    # Without tags the server cannot say it, and nobody asks.
                    found = re.findall(line, self._heard) or [b"0"]
                    self.joined_at[event.where] = int(found[0])
        if not session.open and not session.out:
            self._hang_up()
            self._hear(self.client.receive(b""))

    def _hang_up(self) -> None:
        self._session, self._up = None, b""
        self.client.take_output()
        self.server.drop()
