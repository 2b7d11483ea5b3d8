"""A client without a network: server lines in, client lines out, time by hand."""

from veche.client.connection import Client
from veche.client.events import Event

ALL = "message-tags server-time echo-message batch labeled-response draft/chathistory"


class Script:
    """A client and the clock it sees."""

    def __init__(self, nick: str = "alice") -> None:
        self.now = 100.0
        self.client = Client(nick, "alice", lambda: self.now)

    def out(self) -> list[str]:
        """Return the lines that the client wants written."""
        return self.client.take_output().decode().split("\r\n")[:-1]

    def feed(self, *lines: str) -> list[Event]:
        """Give the client lines of the server."""
        return self.client.receive("".join(f"{line}\r\n" for line in lines).encode())

    def wait(self, seconds: float) -> list[Event]:
        """Let time pass."""
        self.now += seconds
        return self.client.tick()

    def registered(self, capabilities: str = ALL) -> "Script":
        """Go through registration."""
        if capabilities:
            self.feed(f":s CAP * LS :{capabilities}", f":s CAP * ACK :{capabilities}")
        self.feed(":s 001 alice :Welcome")
        self.out()
        return self

    def joined(self, channel: str = "#lobby") -> "Script":
        """Enter a channel whose history is empty."""
        self.client.join(channel)
        self.feed(f":alice!u@h JOIN {channel}")
        for line in self.out():
            if "CHATHISTORY" in line:
                label = line.partition(" ")[0].removeprefix("@label=")
                self.feed(f"@label={label} BATCH +0 chathistory {channel}", "BATCH -0")
        return self
