"""The protocol state of one client of the plain door.

Owns the way from a name to a conversation: ask for the name, register, then
pass on lines, and answers to whoever asked. Must not know how text becomes a
command (`commands`), a message (`framing`) or bytes (`voice`), or what somebody
who is in is told (`conversation`).
"""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import chain

from veche.core.commands import (
    BecomeOperator,
    ClaimServer,
    Echo,
    Join,
    LogIn,
    Part,
    Quit,
    Register,
)
from veche.core.events import Who
from veche.core.exchange import Answer, Done
from veche.core.ids import Mono
from veche.core.rejections import Rejection
from veche.core.replies import Left, LoggedInAs, Welcome
from veche.protocols.base import Encoding, Peer, ProtocolError, Request, ServerInfo
from veche.protocols.plain import sentences
from veche.protocols.plain.arrival import Arrival
from veche.protocols.plain.commands import read
from veche.protocols.plain.conversation import Conversation
from veche.protocols.plain.encoding import PlainEncodings
from veche.protocols.plain.framing import Piece
from veche.protocols.plain.intake import Intake
from veche.protocols.plain.password import Questions
from veche.protocols.plain.question import Question
from veche.protocols.plain.voice import Voice
from veche.protocols.plain.wishes import Wanted, Wish


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
        self._limits = info.limits
        self._encodings = encodings
        self._intake = Intake(info.limits)
        self._voice = Voice(prompted)
        self._stage = _Stage.NAMING
        self._questions = Questions(self._voice, self._intake.framer, peer.counted(info.limits))
        self._arrival = Arrival(peer.host, info, self._voice, self._questions, now)
        self._talk = Conversation(self._voice, info, encodings)
        self._asking = False  # for a password, of somebody who is in
        self._number = 0
        self._asked: dict[int, Wanted] = {}  # by number, where the answer needs to know
        self._more: list[Request] = []
        self.deadline: Mono | None = self._arrival.by

    def receive(self, data: bytes, now: Mono) -> Sequence[Request]:
        """See `Connection`. Raises ProtocolError for a flood while a name is being registered."""
        if self._intake.full:
            raise ProtocolError(sentences.FLOOD)
        self._intake.feed(data, now)
        requests = self._take(now)
        if not data:
            requests += self._last_marks(now)
            self._settle()
        return requests

    def tick(self, now: Mono) -> Sequence[Request]:
        """See `Connection`."""
        self._voice.tick(now)
        self._intake.tick(now)
        requests = self._take(now)
        marking = self._talk.marks.deadline
        if marking is not None and now >= marking:
            requests += self._marks(now)
        if self._arrival.by is not None and now >= self._arrival.by:
            self._close(sentences.no_name_in_time(self._limits.register_s), now)
        self._settle()
        return requests

    def requests(self) -> Sequence[Request]:
        """See `Connection`."""
        more, self._more = self._more, []
        return more

    def _take(self, now: Mono) -> list[Request]:
        if self._intake.framer.chunked and not self.chunked:
            self.chunked = self._voice.chunked = True
        requests = self._work(now)
        self._settle()
        return requests

    def _work(self, now: Mono) -> list[Request]:
        """Take up the lines that may be taken up now."""
        requests: list[Request] = []
        while self._intake and self._stage is not _Stage.ASKED:
            piece = self._intake.take()
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
        return [self._ask(Wanted(command), len(piece or b""))]

    def _answered(self, piece: Piece, now: Mono) -> list[Request]:
        command = self._questions.answered(piece, now)
        if not self._questions.pending:
            self._show_held(now)
        if command is not None:
            return [self._ask(Wanted(command), 1 + len(piece or b""))]
        self._questions.regret(now)
        return []

    def _typed(self, piece: Piece, now: Mono) -> list[Request]:
        command = read(piece, self._talk.place.current)
        if command is None:
            return []
        size = 1 + len(piece or b"")
        asked = command.payload if isinstance(command, Echo) else None
        if isinstance(asked, Question):
            self._questions.ask(asked, now)
            if not self._asking:
                self._asking = True
                self._voice.hold(())  # no line is to tear the one that is typed
            return []
        if isinstance(asked, Wish):
            return [self._ask(self._talk.wanted(asked), size)]
        if isinstance(command, ClaimServer | BecomeOperator):
            command = self._questions.addressed(command)
        self._talk.follow(command)
        if isinstance(command, Quit):
            self._stage = _Stage.LEAVING
            return [*self._last_marks(now), self._ask(Wanted(command), size)]
        return [self._ask(Wanted(command), size)]

    def _show_held(self, now: Mono) -> None:
        """What came while a password was typed."""
        if self._asking:
            self._asking = False
            for data in self._voice.release((), now):
                self._voice.push(data, now)

    def _marks(self, now: Mono) -> list[Request]:
        return [self._ask(Wanted(move), 0) for move in self._talk.marks.due(now)]

    def _last_marks(self, now: Mono) -> list[Request]:
        moves = self._marks(now)
        self._talk.marks.end()
        return moves

    def _ask(self, wanted: Wanted, size: int = 0) -> Request:
        self._number += 1
        command = wanted.command
        if wanted.then is not None or isinstance(command, Register | LogIn | Join | Part):
            self._asked[self._number] = wanted
        return Request(self._number, (command,), size=size)

    def answer(self, answer: Answer, now: Mono) -> Iterator[bytes]:
        """See `Connection`. What changes has changed on return; only the text is lazy."""
        wanted = self._asked.pop(answer.origin.number, None)
        parts = [self._outcome(result, wanted, now) for result in answer.results]
        self._more += map(self._ask, self._talk.past.more)
        self._talk.past.more.clear()
        if self._stage is not _Stage.ASKED:
            self._more += self._work(now)
        self._settle()
        return chain.from_iterable(parts)

    def _outcome(
        self, result: Done | Rejection, wanted: Wanted | None, now: Mono
    ) -> Iterator[bytes]:
        command = None if wanted is None else wanted.command
        if wanted is not None and wanted.then is not None:
            return wanted.then(result, now)
        if self._stage is _Stage.ASKED and isinstance(command, Register | LogIn):
            return self._arrived(result, command, now)
        if isinstance(result, Rejection):
            return self._talk.rejected(result, command, now)
        if isinstance(result.reply, Left):
            self._close(sentences.BYE, now)
            return iter(())
        return self._talk.done(result, command, now)

    def _arrived(
        self, result: Done | Rejection, command: Register | LogIn, now: Mono
    ) -> Iterator[bytes]:
        """The name, or its password, was taken or not."""
        if isinstance(result, Rejection):
            self._stage = _Stage.NAMING
            self._arrival.rejected(command, result, now)
            self._close(self._arrival.last, now)
        elif isinstance(result.reply, LoggedInAs):
            self._more.append(self._ask(Wanted(self._arrival.logged_in(result.reply))))
        elif isinstance(result.reply, Welcome):
            self._stage = _Stage.IN
            self.registered = True
            self.encoding = self._encodings.get(self.chunked)
            self._talk.welcomed(result.reply, result.events, now)
        return iter(())

    def push(self, data: bytes, now: Mono) -> None:
        """See `Connection`. What waits for history is bounded as an outbox is."""
        self._voice.push(data, now)
        if self._voice.held_bytes > self._limits.outbox_bytes:
            self._show_held(now)
        if self._voice.held_bytes > self._limits.outbox_bytes:
            self._close(sentences.SEND_QUEUE, now)
        self._settle()

    def output(self) -> bytes:
        """See `Connection`."""
        return self._voice.take(everything=self.closing)

    def adopt(self, who: Who) -> None:
        """See `Connection`."""
        self._talk.nick = who.nick

    def entered(self, channel: str) -> None:
        """See `Connection`. The sentence that says so is enough."""

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
        times = (
            self._intake.framer.deadline,
            self._voice.deadline,
            self._arrival.by,
            self._talk.marks.deadline,
        )
        due = [time for time in times if time is not None]
        self.deadline = min(due) if due and not self.closing else None
