"""Many IRC clients in one thread, which count what they get in bulk.

Owns their sockets, registration and counting. Knows nothing of what is measured.
The cost of a recipient is one `recv` and one `count`, so that a single core
takes in some million lines a second.
"""

import re
import select
import socket
import time
from collections.abc import Callable, Iterable, Sequence

CAPABILITIES = "message-tags server-time echo-message"
TEXT_BYTES = 100

_READ_BYTES = 1 << 20
_AT_ONCE = 40  # so many register at a time: fewer than may be unregistered from one address
_REFUSED = re.compile(rb"^(?::\S+ (?!422)4\d\d |ERROR )", re.MULTILINE)


class LoadError(Exception):
    """The server did not do what the measurement rests on."""


class Member:
    """One client. `lines` counts what it got since the last `Crowd.barrier`."""

    __slots__ = ("carry", "channel", "in_flight", "lines", "marker", "name", "nick", "sent", "sock")

    def __init__(self, sock: socket.socket, nick: str, channel: str) -> None:
        self.sock = sock
        self.nick = nick
        self.name = nick.encode()
        self.channel = channel
        self.lines = 0
        self.sent = 0
        self.in_flight = 0
        self.marker = f" :{nick}!".encode()
        self.carry = b""

    def say(self, count: int) -> None:
        """Send so many messages of TEXT_BYTES, in one write."""
        head = f"PRIVMSG {self.channel} :".encode()
        lines = [
            head + b"%s says %d." % (self.name, number)
            for number in range(self.sent, self.sent + count)
        ]
        size = len(head) + TEXT_BYTES
        self.sock.sendall(b"".join(line.ljust(size, b".") + b"\r\n" for line in lines))
        self.sent += count
        self.in_flight += count


class Crowd:
    """The clients of one run. `stopped` senders answer their echoes with nothing."""

    def __init__(self, host: str, port: int) -> None:
        self.members: dict[int, Member] = {}
        self.senders: dict[int, Member] = {}
        self.stopped = False
        self._address = (host, port)
        self._poll = select.epoll()
        self._buffer = bytearray(_READ_BYTES)
        self._ready: dict[int, bytes] = {}

    def enter(self, names: Sequence[tuple[str, str]], capabilities: str = CAPABILITIES) -> None:
        """Register clients, given as nick and channel, and have them join. Raises LoadError."""
        for first in range(0, len(names), _AT_ONCE):
            some = [self._open(nick, channel) for nick, channel in names[first : first + _AT_ONCE]]
            for member in some:
                hello = f"CAP REQ :{capabilities}\r\n" if capabilities else ""
                end = "CAP END\r\n" if capabilities else ""
                member.sock.sendall(
                    f"{hello}NICK {member.nick}\r\nUSER {member.nick} 0 * :load\r\n{end}"
                    f"JOIN {member.channel}\r\n".encode()
                )
            self._answered(some)
        self.barrier()

    def _open(self, nick: str, channel: str) -> Member:
        sock = socket.create_connection(self._address, 30.0)
        sock.settimeout(None)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        member = self.members[sock.fileno()] = Member(sock, nick, channel)
        self._poll.register(sock.fileno(), select.EPOLLIN)
        return member

    def barrier(self) -> None:
        """Wait until everybody has got all that was sent so far; then counts begin at nothing."""
        for first in range(0, len(self.members), _AT_ONCE):
            self._answered(list(self.members.values())[first : first + _AT_ONCE])
        for member in self.members.values():
            member.lines = 0

    def _answered(self, members: Iterable[Member]) -> None:
        """Send each a PING and wait for the PONG: all before it has arrived."""
        for member in members:
            self._ready[member.sock.fileno()] = b""
            member.sock.sendall(b"PING :load-barrier\r\n")
        self.run(lambda: not self._ready, 60.0)
        if self._ready:
            nick = self.members[next(iter(self._ready))].nick
            raise LoadError(f"{len(self._ready)} clients wait in vain, {nick} among them")

    def run(self, enough: Callable[[], bool], seconds: float) -> None:
        """Take in what comes until it is `enough` or so many seconds have gone by."""
        deadline = time.monotonic() + seconds
        while not enough() and (left := deadline - time.monotonic()) > 0:
            self._take(self._poll.poll(min(left, 0.1)))

    def _take(self, ready: list[tuple[int, int]]) -> None:
        buffer, members, senders = self._buffer, self.members, self.senders
        for fd, _ in ready:
            member = members[fd]
            size = member.sock.recv_into(buffer)
            if not size:
                raise LoadError(f"{member.nick} was disconnected")
            member.lines += buffer.count(b"\n", 0, size)
            if fd in senders:
                self._echoed(member, bytes(buffer[:size]))
            elif fd in self._ready:
                self._see_pong(fd, bytes(buffer[:size]))

    def _see_pong(self, fd: int, data: bytes) -> None:
        seen = self._ready[fd] + data
        if b" PONG " in seen and b"load-barrier\r\n" in seen:
            del self._ready[fd]
        elif _REFUSED.search(seen):
            raise LoadError(seen[-300:].decode(errors="replace"))
        else:
            self._ready[fd] = seen[-300:]

    def _echoed(self, member: Member, data: bytes) -> None:
        """Each of its own messages that comes back lets a sender send another."""
        whole, _, member.carry = (member.carry + data).rpartition(b"\n")
        own = whole.count(member.marker)
        if own:
            member.in_flight -= own
            if not self.stopped:
                member.say(own)

    def speak(self, senders: Iterable[Member], in_flight: int) -> None:
        """From now on each of these keeps so many messages under way."""
        for member in senders:
            self.senders[member.sock.fileno()] = member
            member.say(in_flight)

    def lines(self) -> int:
        """All lines that all members got since the last barrier."""
        return sum(member.lines for member in self.members.values())

    def watch(self, see: Callable[[Member, bytes, float], None]) -> Callable[[float], None]:
        """Return a function that, for so many seconds at most, shows `see` each read and its time.

        The slow way to take in, for measuring latency.
        """
        poll, members, buffer = self._poll.poll, self.members, self._buffer

        def take(seconds: float) -> None:
            for fd, _ in poll(max(seconds, 0.0)):
                size = members[fd].sock.recv_into(buffer)
                now = time.monotonic()
                if not size:
                    raise LoadError(f"{members[fd].nick} was disconnected")
                see(members[fd], bytes(buffer[:size]), now)

        return take

    def close(self) -> None:
        """Hang up, all of them."""
        for member in self.members.values():
            member.sock.close()
        self._poll.close()
