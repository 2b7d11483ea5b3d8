"""Line mode: a conversation as lines, typed and shown.

Owns what typed lines do, and how the program ends. Must not know sockets, nor whether a terminal
or a pipe is in front of it.
"""

import asyncio
from collections.abc import Callable

from veche.client.address import is_sendable
from veche.client.delivery import MAX_IN_FLIGHT
from veche.client.events import (
    Acknowledged,
    Ended,
    Event,
    How,
    Joined,
    JoinRefused,
    Kind,
    Left,
    NickRefused,
    Refused,
    Registered,
)
from veche.client.translate import same
from veche.client.transport import Link
from veche.core.names import fold
from veche.terminal.console import Console, InterruptedByUserError
from veche.terminal.exits import Exit
from veche.terminal.sanitise import clean_name, clean_text
from veche.terminal.typed import HELP, Order, Text, read_typed
from veche.terminal.wording import Line, word

_NO_SUCH_CHANNEL = ("403", "NO_SUCH_CHANNEL")
# nick_, nick__: in a pipe nobody can be asked.
_SPARE_NICKS = 2
_ENDINGS = {
    How.LEFT: Exit.DONE,
    How.REFUSED: Exit.REFUSED,
    How.LOST: Exit.UNREACHABLE,
    How.TIMED_OUT: Exit.TIMED_OUT,
}


class LineMode:
    """One conversation, from the connection to the exit code."""

    def __init__(self, link: Link, console: Console, channel: str) -> None:
        """Prepare to talk in `channel`, over a connection that has just been made."""
        self._link = link
        self._client = link.client
        self._console = console
        self._first = channel
        self._here = ""
        self._spare_nicks = _SPARE_NICKS
        self._code: Exit | None = None
        self._refused = False
        self._entered = False
        self._settled = asyncio.Event()
        self._room = asyncio.Event()
        self._asking: asyncio.Task[None] | None = None
        self._orders: dict[str, Callable[[str], None]] = {
            "me": lambda rest: self._say(self._here, rest, Kind.ACTION),
            "msg": self._message,
            "join": self._join,
            "leave": self._leave,
            "nick": self._nick,
            "who": self._who,
            "list": lambda _: self._client.list_channels(),
            "help": lambda _: self._tell(*HELP),
            "quit": self._client.leave,
        }

    async def run(self) -> Exit:
        """Talk until it ends, and return how it ended; the reason has been shown."""
        async with asyncio.TaskGroup() as group:
            typing = group.create_task(self._take_input())
            try:
                ended = await self._converse(group)
            finally:
                await self._link.close()
            typing.cancel()
            if self._asking is not None:
                self._asking.cancel()
        if ended.how is not How.LEFT:
            self._complain(ended)
        return self._exit(ended)

    async def _converse(self, group: asyncio.TaskGroup) -> Ended:
        while (ended := self._client.ended) is None:
            for event in await self._link.events():
                self._handle(event, group)
            if self._console.closed:
                self._client.leave()
            self._room.set()
        return ended

    def _exit(self, ended: Ended) -> Exit:
        if self._code is not None:
            return self._code
        code = _ENDINGS[ended.how]
        return Exit.REFUSED if code is Exit.DONE and self._refused else code

    def _complain(self, ended: Ended) -> None:
        reason = clean_text(ended.reason)
        what = {
            How.REFUSED: "The server does not let you in",
            How.LOST: "The connection is lost",
            How.TIMED_OUT: "The server does not answer",
        }[ended.how]
        count = self._client.delivery.unfinished
        lost = f"; not acknowledged: {count}" if count else ""
        self._tell(f"{what}: {reason}{lost}")

    # What arrives.

    def _handle(self, event: Event, group: asyncio.TaskGroup) -> None:
        match event:
            case Registered(nick=nick):
                self._tell(f"You are {clean_name(nick)}")
                self._client.join(self._first)
            case NickRefused():
                self._other_nick(event, group)
            case JoinRefused():
                self._not_in(event)
            case Refused():
                self._refused = True
            case Acknowledged():
                return
            case Joined(own=True, where=where):
                self._here = where
                self._entered = True
                self._settled.set()
            case Left(own=True, where=where) if where:
                self._gone_from(where)
        for line in word(event, self._here):
            self._console.show(line)

    def _gone_from(self, where: str) -> None:
        if same(where, self._here):
            others = (name for name in self._client.channels.values() if not same(name, where))
            self._here = next(others, "")

    def _not_in(self, event: JoinRefused) -> None:
        self._tell(f"Not in {clean_name(event.where)}: {clean_text(event.reason)}")
        self._settled.set()
        if self._entered:
            self._refused = self._refused or not self._console.interactive
            return
        missing = Exit.NO_CHANNEL if event.code in _NO_SUCH_CHANNEL else Exit.REFUSED
        self._code = missing if event.code else Exit.TIMED_OUT
        self._client.leave()

    def _other_nick(self, event: NickRefused, group: asyncio.TaskGroup) -> None:
        nick = clean_name(event.nick)
        why = "is taken" if event.taken else f"cannot be a name ({clean_text(event.reason)})"
        if self._console.interactive:
            if self._asking is None or self._asking.done():
                self._asking = group.create_task(self._ask_nick(f"{nick} {why}. Another name: "))
        elif event.taken and self._spare_nicks:
            self._spare_nicks -= 1
            other = f"{self._client.nick}_"
            self._tell(f"{nick} {why}; trying {clean_name(other)}")
            self._client.take_nick(other)
        else:
            self._tell(f"{nick} {why}")
            self._code = Exit.REFUSED
            self._client.leave()

    async def _ask_nick(self, question: str) -> None:
        answer = ""
        try:
            while answer == "" or not is_sendable(answer):
                typed = await self._console.ask(question)
                if typed is None:
                    self._code = Exit.REFUSED
                    self._client.leave()
                    break
                answer = typed.strip()
            else:
                self._client.take_nick(answer)
        except InterruptedByUserError:
            self._interrupt()
        self._link.flush()

    # What is typed.

    async def _take_input(self) -> None:
        await self._settled.wait()
        try:
            async for line, alone in self._console.typed("> "):
                self._typed(line, alone)
                self._link.flush()
                if self._client.leaving:
                    break
                await self._have_room()
                # What follows a /join is meant for that channel.
                await self._settled.wait()
        except InterruptedByUserError:
            self._interrupt()
        self._client.leave()
        self._link.flush()

    async def _have_room(self) -> None:
        """Read on only while what is read can be sent soon: the memory of a pipe is bounded."""
        while self._client.delivery.unfinished >= MAX_IN_FLIGHT:
            self._room.clear()
            await self._room.wait()

    def _interrupt(self) -> None:
        self._code = Exit.INTERRUPTED
        self._client.abort()

    def _typed(self, line: str, alone: bool) -> None:
        # A pasted line is text, whatever it begins with.
        action = read_typed(line) if alone or not line.strip() else Text(line)
        try:
            self._do(action)
        except ValueError as error:
            self._wrong(f"Not sent: {clean_text(str(error))}")

    def _do(self, action: Text | Order | None) -> None:
        match action:
            case Text(text=text):
                self._say(self._here, text, Kind.TEXT)
            case Order(name=name, rest=rest) if name in self._orders:
                self._orders[name](rest)
            case Order(name=name):
                self._wrong(
                    f"There is no /{clean_name(name)}; /help lists what there is, "
                    f"and //{clean_name(name)} sends it as text"
                )

    def _say(self, where: str, text: str, kind: Kind) -> None:
        if not where:
            self._wrong("You are in no channel: /join #channel")
        elif text:
            self._client.say(where, text, kind)

    def _message(self, rest: str) -> None:
        target, _, text = rest.partition(" ")
        if target and text.strip():
            self._say(target, text.strip(), Kind.TEXT)
        else:
            self._wrong("/msg name text")

    def _join(self, rest: str) -> None:
        if not rest.startswith("#") or "," in rest or not is_sendable(rest):
            self._wrong("/join #channel")
        elif fold(rest) in self._client.channels:
            self._here = self._client.channels[fold(rest)]
            self._tell(f"You talk in {clean_name(rest)} now")
        else:
            self._client.join(rest)
            self._settled.clear()

    def _leave(self, rest: str) -> None:
        if where := rest.partition(" ")[0] or self._here:
            self._client.part(where)
            self._gone_from(where)
        else:
            self._wrong("You are in no channel")

    def _nick(self, rest: str) -> None:
        if rest and is_sendable(rest):
            self._client.take_nick(rest)
        else:
            self._wrong("/nick name")

    def _who(self, rest: str) -> None:
        if where := rest.partition(" ")[0] or self._here:
            self._client.names(where)
        else:
            self._wrong("You are in no channel: /who #channel")

    def _tell(self, *texts: str) -> None:
        for text in texts:
            self._console.show(Line(rest=text, status=True))

    def _wrong(self, text: str) -> None:
        """Say what was wrong with a line; in a pipe that is a line that did not get through."""
        self._tell(text)
        self._refused = self._refused or not self._console.interactive
