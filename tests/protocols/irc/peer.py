"""A client and a hub at the two ends of one IrcConnection, both played by the test."""

from collections.abc import Sequence
from itertools import count

from veche.core import events as ev
from veche.core import replies as core
from veche.core.exchange import Answer, Done, Origin
from veche.core.rejections import Rejection
from veche.protocols.base import Peer, Request, ServerInfo
from veche.protocols.irc.connection import IrcConnection
from veche.protocols.irc.encoding import IrcEncodings

INFO = ServerInfo(
    name="irc.test", network="Test", version="1", started_ms=0, motd=("hello", "there")
)
ALICE = ev.Who("alice", "al", "127.0.0.1")
BOB = ev.Who("bob", "bo", "10.0.0.2")
AT_MS = 1_741_000_000_123
STAMP = "2025-03-03T11:06:40.123Z"
ALL_CAPS = (
    "away-notify batch draft/chathistory echo-message labeled-response message-tags"
    " multi-prefix server-time standard-replies userhost-in-names"
)
COUNTS = core.Counts(users=3, invisible=1, channels=2, most_users=5, operators=1)
_IDS = count(1)


def stored(event: ev.Event, body: ev.Body | None = None, seq: int | None = 7) -> ev.Stored:
    """A committed event at AT_MS."""
    record = ev.Record(next(_IDS) << 22, AT_MS, 1, event, body)
    return ev.Stored(1, seq, record)


def transient(event: ev.Event, body: ev.Body | None = None) -> ev.Transient:
    """An announced event at AT_MS."""
    return ev.Transient(1, ev.Record(next(_IDS) << 22, AT_MS, None, event, body))


def sent(
    text: str,
    name: str = "#c",
    who: ev.Who = ALICE,
    *,
    user: int = 1,
    target: int = 0,
    how: ev.MessageKind = ev.MessageKind.TEXT,
    tags: ev.Tags = (),
) -> ev.Stored:
    """A message as the log gives it back."""
    return stored(ev.MessageSent(user, target, how), ev.TextBody(who, name, text, tags))


class Wire:
    """What the client sends, what the hub is asked, what comes back."""

    def __init__(self, info: ServerInfo = INFO) -> None:
        secrets = (f"secret{number}" for number in count(1))
        self.info = info
        self.connection = IrcConnection(
            Peer("127.0.0.1"), info, IrcEncodings(info), lambda: next(secrets), 0.0
        )

    def send(self, *lines: str) -> Sequence[Request]:
        """Client to server; the requests that follow."""
        return self.connection.receive("".join(f"{line}\r\n" for line in lines).encode(), 1.0)

    def ask(self, line: str) -> Request:
        """As `send`, of a line that is exactly one request."""
        (request,) = self.send(line)
        return request

    def output(self) -> list[str]:
        """What the connection says by itself."""
        return lines_of(self.connection.output())

    def answer(self, request: Request, *results: Done | Rejection) -> list[str]:
        """Hub to server; the lines that the client gets."""
        answer = Answer(Origin(1, 0, request.number), results)
        return lines_of(b"".join(self.connection.answer(answer, 1.0)))

    def said(self, line: str, *results: Done | Rejection) -> list[str]:
        """The client sends a line, the hub answers, the client gets these lines."""
        return self.answer(self.ask(line), *results)

    def local(self, line: str) -> list[str]:
        """As `said`, for what comes back from the hub as it went."""
        request = self.ask(line)
        payload = getattr(request.commands[0], "payload", None)
        return self.answer(request, Done(reply=core.Echoed(payload)))

    def register(self, caps: str = "", who: ev.Who = ALICE, **welcome: object) -> list[str]:
        """Everything up to RPL_WELCOME and what follows it."""
        if caps:
            self.send("CAP LS 302", f"CAP REQ :{caps}")
        requests = self.send(f"NICK {who.nick}", f"USER {who.username} 0 * :Real Name")
        if caps:
            requests = self.send("CAP END")
        self.output()
        (request,) = requests
        reply = core.Welcome(user=1, who=who, **welcome)  # type: ignore[arg-type]
        return self.answer(request, Done(reply=reply), Done(reply=COUNTS))


def registered(caps: str = "") -> Wire:
    """A wire whose client is alice."""
    wire = Wire()
    wire.register(caps)
    return wire


def lines_of(data: bytes) -> list[str]:
    """Lines without their ends; every one of them must have had one."""
    *lines, rest = data.decode().split("\r\n")
    assert rest == ""
    return lines
