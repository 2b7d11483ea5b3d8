"""A client, or one connection, without a network: lines in, lines out, time by hand."""

from veche.client.client import Client
from veche.client.connection import Connection
from veche.client.events import Event
from veche.client.login import Login
from veche.client.profile import Profile
from veche.client.reports import Report

ALL = "message-tags server-time echo-message batch labeled-response draft/chathistory"
VECHE = f"{ALL} standard-replies veche/resume veche/key"
SUPPORTED = "CHATHISTORY=5 PREFIX=(ov)@+ CHANMODES=beI,k,l,imnst CHANTYPES=# NICKLEN=32"


def as_bytes(*lines: str) -> bytes:
    """Return lines as they stand on the wire."""
    return "".join(f"{line}\r\n" for line in lines).encode()


def labels_of(lines: list[str], word: str) -> list[str]:
    """Return the labels of those lines in which a word stands."""
    return [
        line.partition("label=")[2].partition(" ")[0].partition(";")[0]
        for line in lines
        if word in line
    ]


class Wire:
    """One connection and the clock it sees."""

    def __init__(
        self,
        nick: str = "alice",
        secret: str = "",
        login: Login | None = None,
        *,
        private: bool = True,
    ) -> None:
        self.now = 100.0
        self.connection = Connection(
            Profile(nick),
            nick,
            secret,
            lambda: self.now,
            lambda: 0.5,
            login=login,
            private=private,
        )

    def out(self) -> list[str]:
        """Return the lines that the connection wants written."""
        return self.connection.take_output().decode().split("\r\n")[:-1]

    def feed(self, *lines: str) -> list[Report]:
        """Give it lines of the server."""
        return self.connection.receive(as_bytes(*lines))

    def wait(self, seconds: float) -> list[Report]:
        """Let time pass."""
        self.now += seconds
        return self.connection.tick()

    def registered(self, capabilities: str = ALL) -> "Wire":
        """Go through registration."""
        if capabilities:
            self.feed(f":s CAP * LS :{capabilities}", f":s CAP * ACK :{capabilities}")
        self.feed(":s 001 alice :Welcome", ":s PONG s settled")
        self.out()
        return self


class Script:
    """A client and the clock it sees; the server's part is fed line by line."""

    def __init__(self, profile: Profile | None = None) -> None:
        self.now = 100.0
        self.client = Client(profile or Profile("alice"), lambda: self.now, lambda: 0.5)

    def out(self) -> list[str]:
        """Return the lines that the client wants written."""
        return self.client.take_output().decode().split("\r\n")[:-1]

    def feed(self, *lines: str) -> list[Event]:
        """Give the client lines of the server."""
        return self.client.receive(as_bytes(*lines))

    def wait(self, seconds: float) -> list[Event]:
        """Let time pass."""
        self.now += seconds
        return self.client.tick()

    def lose(self) -> list[Event]:
        """Break the connection."""
        return self.client.receive(b"")

    def dial(self) -> "Script":
        """Let the time of the next attempt come, and the attempt succeed."""
        self.client.retry_now()
        assert self.client.wants_connection()
        self.client.opened()
        return self

    def registered(self, capabilities: str = ALL, *after: str) -> list[Event]:
        """Go through dialling and registration; `after`: lines that follow the welcome."""
        self.dial()
        events = []
        if capabilities:
            events += self.feed(f":s CAP * LS :{capabilities}", f":s CAP * ACK :{capabilities}")
        events += self.feed(
            ":s 001 alice :Welcome", f":s 005 alice {SUPPORTED} :are supported", *after
        )
        return [*events, *self.feed(":s PONG s settled")]

    def online(self, capabilities: str = ALL, *after: str) -> "Script":
        """Do the same, and forget what was said and told."""
        self.registered(capabilities, *after)
        self.out()
        return self

    def joined(self, channel: str = "#lobby", *said: str) -> "Script":
        """Enter a channel whose history is what was `said`."""
        self.client.join(channel)
        self.feed(f":alice!u@h JOIN {channel}")
        self.page(channel, *said)
        return self

    def joined_plain(self, channel: str = "#lobby") -> "Script":
        """Enter a channel of a server without history."""
        self.client.join(channel)
        self.feed(f":alice!u@h JOIN {channel}")
        self.out()
        return self

    def page(self, where: str, *said: str) -> list[Event]:
        """Answer the CHATHISTORY that was asked for last."""
        label = labels_of(self.out(), "CHATHISTORY")[-1]
        return self.feed(
            f"@label={label} BATCH +0 chathistory {where}",
            *(f"@batch=0;{line.removeprefix('@')}" for line in said),
            "BATCH -0",
        )
