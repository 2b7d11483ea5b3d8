"""An IRC client that is nothing but a socket and the lines it gave, for tests from outside.

Owns the bytes. Uses nothing of Veche, so that it cannot share a mistake with it.
"""

import re
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

TAGS = ("message-tags", "server-time", "echo-message", "batch", "labeled-response")
TIMEOUT_S = 10.0

_SAID = re.compile(r"(?:@(\S*) )?:([^! ]+)\S* (PRIVMSG|NOTICE|TAGMSG) (\S+)(?: :?(.*))?")


@dataclass(frozen=True)
class Said:
    """A message as it was received."""

    nick: str
    target: str
    text: str
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def seq(self) -> int:
        """Its number in its conversation."""
        return int(self.tags["veche/seq"])


def said(line: str) -> Said | None:
    """The message in a line; None for other lines."""
    found = _SAID.fullmatch(line)
    if found is None:
        return None
    tags = dict(tag.partition("=")[::2] for tag in (found[1] or "").split(";") if tag)
    return Said(found[2], found[4], found[5] or "", tags)


class IrcClient:
    """One connection. Every wait has a deadline, and AssertionError says what was got instead."""

    def __init__(self, sock: socket.socket) -> None:
        """Speak on a connected socket, which this closes."""
        self.sock = sock
        self.lines: list[str] = []
        """All that came, without line ends, in order."""
        self._said: list[Said] = []
        self._parsed = 0  # how many of them `_said` was made from
        self._looked = 0  # how many of them `expect` has gone past
        self._coming: deque[str] = deque()
        self._rest = b""
        self.ended = False
        """The server has hung up."""
        self._pings = 0

    def __enter__(self) -> "IrcClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up, saying nothing."""
        self.sock.close()

    # -- out -------------------------------------------------------------------------------

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.sock.sendall(data)

    def send(self, *lines: str) -> None:
        """Send lines in one write."""
        self.raw("".join(f"{line}\r\n" for line in lines).encode())

    def register(self, nick: str, *channels: str, caps: Sequence[str] = ()) -> "IrcClient":
        """Get in under this nick and join; return once both are done."""
        lines = ["CAP LS 302", f"NICK {nick}", f"USER {nick.encode().hex()[:8]} 0 * :{nick}"]
        if caps:
            lines.append(f"CAP REQ :{' '.join(caps)}")
        self.send(*lines, "CAP END")
        self.expect(r"\S+ 001 ")
        for channel in channels:
            self.send(f"JOIN {channel}")
            self.expect(rf"(@\S+ )?:\S+ 366 \S+ {re.escape(channel)} ")
        return self

    def say(self, target: str, text: str, tags: str = "") -> None:
        """Send a PRIVMSG; `tags` without `@`."""
        self.send(f"{f'@{tags} ' if tags else ''}PRIVMSG {target} :{text}")

    # -- in --------------------------------------------------------------------------------

    def read(self, deadline: float) -> str | None:
        """The next line that comes; None at the end or when the time (monotonic) is over."""
        while not self._coming:
            left = deadline - time.monotonic()
            if self.ended or left <= 0:
                return None
            self._receive(left)
        line = self._coming.popleft()
        self.lines.append(line)
        if line.startswith("PING "):
            self.send(line.replace("PING", "PONG", 1))
        return line

    def _receive(self, timeout_s: float) -> None:
        self.sock.settimeout(timeout_s)
        try:
            data = self.sock.recv(65536)
        except TimeoutError:
            return
        except OSError:
            data = b""
        finally:
            self.sock.settimeout(TIMEOUT_S)
        self.ended = not data
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._coming += [line.rstrip(b"\r").decode() for line in lines]

    def expect(self, pattern: str, timeout_s: float = TIMEOUT_S) -> re.Match[str]:
        """Go on to the next line that `pattern` matches at its beginning, and return the match."""
        deadline = time.monotonic() + timeout_s
        first = self._looked
        while True:
            while self._looked < len(self.lines):
                found = re.match(pattern, self.lines[self._looked])
                self._looked += 1
                if found:
                    return found
            if self.read(deadline) is None:
                raise AssertionError(f"no line {pattern!r}, but {self.lines[first:][-20:]}")

    def barrier(self) -> list[str]:
        """Return the lines since the last wait, up to the answer to a PING sent now."""
        self._pings += 1
        first = self._looked
        self.send(f"PING :barrier-{self._pings}")
        self.expect(rf"(@\S+ )?(:\S+ )?PONG .*barrier-{self._pings}$")
        return self.lines[first : self._looked - 1]

    def messages(
        self, count: int = 0, target: str | None = None, timeout_s: float = TIMEOUT_S
    ) -> list[Said]:
        """All messages (to `target`) so far, once there are at least `count` of them."""
        deadline = time.monotonic() + timeout_s
        while True:
            self._said += [m for m in map(said, self.lines[self._parsed :]) if m]
            self._parsed = len(self.lines)
            got = [m for m in self._said if target in (None, m.target)]
            if len(got) >= count:
                return got
            if self.read(deadline) is None:
                raise AssertionError(f"{len(got)} of {count} messages, the last ones {got[-5:]}")
            while self._coming:  # no looking through all of them for each that comes
                self.read(deadline)

    def wait_closed(self, timeout_s: float = TIMEOUT_S) -> list[str]:
        """Read until the server hangs up; return the lines that came before."""
        deadline = time.monotonic() + timeout_s
        first = len(self.lines)
        while self.read(deadline) is not None:
            pass
        assert self.ended, f"not closed in {timeout_s} s, but {self.lines[first:][-5:]}"
        return self.lines[first:]


Connect = Callable[[], socket.socket]


def join(connect: Connect, nick: str, *channels: str, caps: Sequence[str] = TAGS) -> IrcClient:
    """Connect, register and join: `with join(server.connect, "alice", "#lobby") as alice:`."""
    client = IrcClient(connect())
    try:
        return client.register(nick, *channels, caps=caps)
    except BaseException:
        client.close()
        raise
