"""The protocol state of one client of the plain door.

Owns the way from a name to a conversation: ask for the name, register, join
the lobby, show what was last said there, then pass on lines. Must not know
how text becomes a command (`commands`), a message (`framing`) or bytes (`voice`).
"""

from collections import deque
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import chain

from veche.core.commands import (
    BecomeOperator,
    ClaimServer,
    Command,
    Echo,
    Join,
    LogIn,
    Part,
    Quit,
    ReadHistory,
    Register,
)
from veche.core.events import Happened, NickBody, NickChanged, Who
from veche.core.exchange import Answer, Done
from veche.core.ids import Mono
from veche.core.names import fold
from veche.core.rejections import Code, Rejection
from veche.core.replies import ChannelView, HistoryPage, Left, LoggedInAs, Welcome
from veche.protocols.base import Encoding, Peer, ProtocolError, Request, ServerInfo
from veche.protocols.plain import history, sentences
from veche.protocols.plain.arrival import Arrival
from veche.protocols.plain.commands import read
from veche.protocols.plain.encoding import PlainEncodings, is_told
from veche.protocols.plain.framing import Framer, Piece
from veche.protocols.plain.password import Questions
from veche.protocols.plain.place import Place
from veche.protocols.plain.question import Question
from veche.protocols.plain.replies import already_in, greeting, left, told
from veche.protocols.plain.voice import Voice

_NOT_THERE = (Code.NOT_IN_CHANNEL, Code.NO_SUCH_CHANNEL)


class _Stage(Enum):
    NAMING = auto()  # the next line is a name, or its password
    ASKED = auto()  # a name was sent to the hub; lines wait
    IN = auto()
    LEAVING = auto()  # `/quit`: lines are not looked at any more


class PlainConnection:
    """See `protocols.base.Connection`. Text goes to the channel joined last."""

    def __init__(
        self,
        peer: Peer,
        info: ServerInfo,
        encodings: PlainEncodings,
        now: Mono,
        prompted: bool = False,
    ) -> None:
        """`prompted`: the peer was asked for its name, and its cursor stands behind that."""
        self.encoding: Encoding | None = None
        self.closing = self.registered = self.chunked = self.paced = False
        self._info = info
        self._limits = info.limits
        self._encodings = encodings
        self._framer = Framer(info.limits.unregistered_bytes, info.limits.plain_line_bytes)
        self._voice = Voice(prompted)
        self._stage = _Stage.NAMING
        self._nick = ""
        self._questions = Questions(self._voice, self._framer, peer.counted(info.limits))
        self._arrival = Arrival(peer.host, info, self._voice, self._questions, now)
        self._place = Place()
        self._held: deque[Piece] = deque()
        self._held_bytes = 0
        self._number = 0
        self._asked: dict[int, Command] = {}  # by number, where the answer needs to know
        self._more: list[Request] = []
        self.deadline: Mono | None = self._arrival.by

    def receive(self, data: bytes, now: Mono) -> Sequence[Request]:
        """See `Connection`. Raises ProtocolError for a flood while a name is being registered."""
        if self._held_bytes >= self._limits.backlog_bytes:
            raise ProtocolError(sentences.FLOOD)
        pieces = self._framer.feed(data, now) if data else self._framer.finish()
        return self._take(pieces, now)

    def tick(self, now: Mono) -> Sequence[Request]:
        """See `Connection`."""
        self._voice.tick(now)
        requests = self._take(self._framer.tick(now), now)
        if self._arrival.by is not None and now >= self._arrival.by:
            self._close(sentences.no_name_in_time(self._limits.register_s), now)
        return requests

    def requests(self) -> Sequence[Request]:
        """See `Connection`."""
        more, self._more = self._more, []
        return more

    def _take(self, pieces: list[Piece], now: Mono) -> list[Request]:
        if self._framer.chunked and not self.chunked:
            self.chunked = self._voice.chunked = True
        for piece in pieces:
            self._held.append(piece)
            self._held_bytes += 1 + len(piece or b"")
        requests = self._work(now)
        self._settle()
        return requests

    def _work(self, now: Mono) -> list[Request]:
        """Take up the lines that may be taken up now."""
        requests: list[Request] = []
        while self._held and self._stage is not _Stage.ASKED:
            piece = self._held.popleft()
            self._held_bytes -= 1 + len(piece or b"")
            self._voice.heard()
            if self.closing or self._stage is _Stage.LEAVING:
                continue
            if self._stage is _Stage.NAMING:
                requests += self._arriving(piece, now)
            elif self._questions.pending:
                requests += self._answered(piece, now)
            else:
                requests += self._typed(piece, now)
        return requests

    def _arriving(self, piece: Piece, now: Mono) -> list[Request]:
        command = self._arrival.take(piece, now)
        if command is None:
            self._close(self._arrival.last, now)
            return []
        self._stage = _Stage.ASKED
        return [self._ask(command, len(piece or b""))]

    def _answered(self, piece: Piece, now: Mono) -> list[Request]:
        command = self._questions.answered(piece)
        if command is not None:
            return [self._ask(command, 1 + len(piece or b""))]
        self._voice.now(sentences.NO_PASSWORD, now)
        return []

    def _typed(self, piece: Piece, now: Mono) -> list[Request]:
        command = read(piece, self._place.current)
        if command is None:
            return []
        if isinstance(command, Echo) and isinstance(question := command.payload, Question):
            self._questions.ask(question, now)
            return []
        if isinstance(command, ClaimServer | BecomeOperator):
            command = self._questions.addressed(command)
        if isinstance(command, Join):
            self._place.going(command.channel)
        elif isinstance(command, Part):
            self._place.gone(command.channel)
        elif isinstance(command, Quit):
            self._stage = _Stage.LEAVING
        return [self._ask(command, 1 + len(piece or b""))]

    def _ask(self, command: Command, size: int) -> Request:
        self._number += 1
        if isinstance(command, Register | LogIn | Join | Part | ReadHistory):
            self._asked[self._number] = command
        return Request(self._number, (command,), size=size)

    def answer(self, answer: Answer, now: Mono) -> Iterator[bytes]:
        """See `Connection`. What changes has changed on return; only the text is lazy."""
        command = self._asked.pop(answer.origin.number, None)
        parts = [
            self._rejected(result, command, now)
            if isinstance(result, Rejection)
            else self._done(result, command, now)
            for result in answer.results
        ]
        self._settle()
        return chain.from_iterable(parts)

    def _rejected(
        self, rejection: Rejection, command: Command | None, now: Mono
    ) -> Iterator[bytes]:
        if isinstance(command, Register | LogIn) and self._stage is _Stage.ASKED:
            self._stage = _Stage.NAMING
            self._arrival.rejected(command, rejection, now)
            self._close(self._arrival.last, now)
            self._more += self._work(now)
            return iter(())
        if isinstance(command, ReadHistory):  # left again, or too slow: live goes on
            return self._voice.release((), now)
        said = self._voice.lines((sentences.sentence(rejection),), now)
        if isinstance(command, Join):
            self._place.gone(command.channel)
        elif isinstance(command, Part) and rejection.code not in _NOT_THERE:
            self._place.going(command.channel)
        return said

    def _done(self, done: Done, command: Command | None, now: Mono) -> Iterator[bytes]:
        reply = done.reply
        if isinstance(reply, Welcome):
            return self._welcomed(reply, now)
        if isinstance(reply, LoggedInAs):
            return self._logged_in(reply, now)
        if isinstance(command, ReadHistory):
            events = reply.events if isinstance(reply, HistoryPage) else ()
            page = history.shown(events, self._encodings.get(self.chunked))
            return self._voice.release(page, now)
        if isinstance(reply, ChannelView):
            if reply.instead_of:
                self._place.gone(reply.instead_of)
            return self._entered(reply, done.events, now)
        if isinstance(reply, Left):
            self._close(sentences.BYE, now)
            return iter(())
        if isinstance(command, Join):
            self._place.entered(command.channel)
            return self._voice.lines((already_in(command.channel),), now)
        if isinstance(command, Part):
            self._place.gone(command.channel)
            return self._voice.lines((left(command.channel, self._place.current),), now)
        return chain(
            self._voice.messages(filter(None, map(self._own, done.events)), now),
            self._voice.lines(told(reply), now),
        )

    def _logged_in(self, reply: LoggedInAs, now: Mono) -> Iterator[bytes]:
        if self._stage is _Stage.ASKED:
            self._more.append(self._ask(self._arrival.logged_in(reply), 0))
            return iter(())
        if reply.who is not None:
            self._nick = reply.who.nick
        self._place.moved(reply.left, (view.name for view in reply.channels))
        return self._voice.lines(told(reply), now)

    def _welcomed(self, welcome: Welcome, now: Mono) -> Iterator[bytes]:
        self._stage = _Stage.IN
        self.registered = True
        self.encoding = self._encodings.get(self.chunked)
        self._nick = welcome.who.nick
        self._place.moved((), (view.name for view in welcome.channels))
        self._place.going(self._info.lobby)
        self._more += [self._ask(Join(self._info.lobby), 0), *self._work(now)]
        return iter(())

    def _entered(
        self, view: ChannelView, events: tuple[Happened, ...], now: Mono
    ) -> Iterator[bytes]:
        self._place.entered(view.name)
        first = greeting(self._nick, view, fold(view.name) == fold(self._info.lobby))
        query = history.wanted(events, self._limits)
        if query is None:
            return self._voice.lines(first, now)
        self._more.append(self._ask(ReadHistory(view.name, query), 0))
        self._voice.hold(first)
        return iter(())

    def _own(self, event: Happened) -> bytes:
        """How the author sees its own act."""
        if not is_told(event):
            return b""
        what, body = event.record.event, event.record.body
        if isinstance(what, NickChanged) and isinstance(body, NickBody):
            self._nick = body.nick
        return self._encodings.get(self.chunked).line(event)

    def push(self, data: bytes, now: Mono) -> None:
        """See `Connection`. What waits for history is bounded as an outbox is."""
        self._voice.push(data, now)
        if self._voice.held_bytes > self._limits.outbox_bytes:
            self._close(sentences.SEND_QUEUE, now)
        self._settle()

    def output(self) -> bytes:
        """See `Connection`."""
        return self._voice.take(everything=self.closing)

    def adopt(self, who: Who) -> None:
        """See `Connection`."""
        self._nick = who.nick

    def goodbye(self, reason: str) -> bytes:
        """See `Connection`."""
        return self._voice.last(reason)

    def _close(self, why: str, now: Mono) -> None:
        """Show it out, unless there is no reason to."""
        if not why:
            return
        self.closing = True
        self._arrival.by = None
        self._voice.now(why, now)
        self._settle()

    def _settle(self) -> None:
        self.paced = self.chunked or self._voice.holding
        times = (self._framer.deadline, self._voice.deadline, self._arrival.by)
        due = [time for time in times if time is not None]
        self.deadline = min(due) if due and not self.closing else None
