"""Events as a hub makes them, and a client of the plain door with a clock and a pretended hub."""

from collections.abc import Sequence

from veche.core.commands import Command, Join, ReadHistory, Register
from veche.core.events import (
    Body,
    Event,
    Happened,
    Joined,
    MessageKind,
    MessageSent,
    Record,
    Stored,
    TextBody,
    Transient,
    Who,
)
from veche.core.exchange import Answer, Done, Origin
from veche.core.ids import Seq
from veche.core.limits import Limits
from veche.core.rejections import Rejection
from veche.core.replies import ChannelView, HistoryPage, Member, Welcome
from veche.protocols.base import Peer, Request, ServerInfo
from veche.protocols.plain.connection import PlainConnection
from veche.protocols.plain.encoding import PlainEncodings

INFO = ServerInfo(limits=Limits())
ENCODINGS = PlainEncodings(INFO)


def who(nick: str) -> Who:
    return Who(nick, "~plain", "127.0.0.1")


def happened(event: Event, body: Body | None, seq: Seq | None = 1) -> Happened:
    record = Record(1, 0, None if seq is None else 1, event, body)
    return Stored(1, seq, record) if event.durable else Transient(1, record)


def message(
    nick: str,
    text: str,
    name: str = "#lobby",
    how: MessageKind = MessageKind.TEXT,
    target: int = 0,
) -> Stored:
    event = MessageSent(1, target, how)
    return Stored(1, 1, Record(1, 0, 1, event, TextBody(who(nick), name, text)))


def said(number: int, nick: str, text: str, user: int = 1, name: str = "#lobby") -> Stored:
    """Message `number`, said in that minute of 1970 in the conversation 1."""
    body = TextBody(who(nick), name, text)
    target = 0 if name.startswith("#") else 7
    record = Record(number, number * 60_000, 1, MessageSent(user, target), body)
    return Stored(number, number, record)


def view(name: str, *nicks: str, marker_ms: int = 0, channel: int = 1) -> ChannelView:
    members = tuple(Member(who(nick), "") for nick in nicks)
    return ChannelView(channel, name, False, None, members, 0, marker_ms=marker_ms)


class Client:
    """A connection whose clock is set by hand. `writes` is every write, one by one."""

    def __init__(self, info: ServerInfo = INFO, prompted: bool = False) -> None:
        self.now = 1000.0
        self.plain = PlainConnection(
            Peer("127.0.0.1"), info, PlainEncodings(info), self.now, prompted
        )
        self.writes: list[bytes] = []
        self.asked: list[Request] = []

    def send(self, data: bytes, wait: float = 0.0) -> list[Command]:
        """Send after so many seconds in which the clock ran as it should."""
        commands = self.pass_time(wait)
        return commands + self._asked(self.plain.receive(data, self.now))

    def pass_time(self, seconds: float) -> list[Command]:
        """Let time pass, with a tick at each deadline."""
        until, commands = self.now + seconds, []
        while (due := self.plain.deadline) is not None and due <= until:
            self.now = max(self.now, due)
            commands += self._asked(self.plain.tick(self.now))
        self.now = until
        return commands

    def answer(self, result: Done | Rejection, index: int = 0) -> list[Command]:
        """Answer the request that waits longest (or another), and return what it led to."""
        number = self.asked.pop(index).number
        for piece in self.plain.answer(Answer(Origin(1, 0, number), (result,)), self.now):
            self._write(piece)
        if self.plain.encoding is not None:
            self.plain.encoding.forget()
        return self._asked(self.plain.requests())

    def deliver(self, event: Happened) -> None:
        """As a worker does."""
        assert self.plain.encoding is not None
        data = self.plain.encoding.encode(event)
        if self.plain.paced:
            self.plain.push(data, self.now)
            self._asked(())
        else:
            self._write(data)

    def register(self, nick: str, *others: str, chunked: bool = False, seq: int = 1) -> None:
        """Come in by a name; with `seq` 1 there is no history to be shown."""
        if chunked:
            self.send(nick.encode())
            self.pass_time(0.06)
        else:
            self.send(nick.encode() + b"\n")
        command = self.asked[0].commands[0]
        assert isinstance(command, Register)
        self.answer(Done(reply=Welcome(7, who(nick))))
        self.enter("#lobby", nick, *others, seq=seq)
        self.pass_time(1.0)

    def enter(self, name: str, *nicks: str, seq: int = 1) -> list[Command]:
        """Answer the join that waits longest."""
        assert isinstance(self.asked[0].commands[0], Join)
        joined = happened(Joined(7, 1), TextBody(who(nicks[0]), name), seq)
        return self.answer(Done((joined,), view(name, *nicks)))

    def show(self, *page: Stored) -> None:
        """Answer the history request that waits longest."""
        assert isinstance(self.asked[0].commands[0], ReadHistory)
        self.answer(Done(reply=HistoryPage("#lobby", page)))

    def taken(self) -> list[bytes]:
        """The writes since the last time."""
        writes, self.writes = self.writes, []
        return writes

    def text(self) -> str:
        """The same as text."""
        return b"".join(self.taken()).decode()

    def _asked(self, requests: Sequence[Request]) -> list[Command]:
        self._write(self.plain.output())
        self.asked += requests
        return [command for request in requests for command in request.commands]

    def _write(self, data: bytes) -> None:
        if data:
            self.writes.append(data)
