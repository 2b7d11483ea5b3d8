"""What is typed, from the moment it is there until it is done.

Owns what waits, and how far ahead a pipe is read. Must not know what a line does.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from veche.client.address import is_sendable
from veche.client.client import State
from veche.client.delivery import MAX_IN_FLIGHT
from veche.client.driver import Driver
from veche.terminal.absence import Absence
from veche.terminal.console import Console
from veche.terminal.orders import Orders


@dataclass(frozen=True, slots=True)
class Question:
    """What stands before an answer, who takes it, and whether it is not to be seen.

    `fatal`: without an answer there is no going on.
    """

    text: str
    answer: Callable[[str], None]
    hidden: bool = False
    fatal: bool = False


class Intake:
    """The lines of a console; `redraw` is called when the prompt may have to change."""

    def __init__(
        self,
        driver: Driver,
        console: Console,
        orders: Orders,
        absence: Absence,
        redraw: Callable[[], None],
    ) -> None:
        # While there is one, the next line typed is the answer.
        self.question: Question | None = None
        self._driver = driver
        self._client = driver.client
        self._console = console
        self._orders = orders
        self._absence = absence
        self._redraw = redraw
        self._waiting: deque[tuple[str, bool]] = deque()
        self._progress = asyncio.Event()

    async def read(self) -> None:
        """Take every line until the end of input, or until it is told to leave.

        Raises InterruptedByUserError.
        """
        async for line, alone in self._console.typed():
            self._take(line, alone)
            self.work_off()
            self._driver.flush()
            if self._client.leaving:
                return
            # The memory of a pipe is bounded; a person wants to see that a line is taken.
            if not self._console.interactive:
                await self._have_room()
        if not self._console.interactive:
            await self._have_room()
        while self._waiting and self._client.ended is None and not self._absence.lasting:
            await self._more_is_done()

    def ask_nick(self, text: str) -> None:
        """Let the next line typed be the nick to have; one that cannot be is asked for again."""

        def answer(line: str) -> None:
            if (nick := line.strip()) and is_sendable(nick):
                self._client.take_nick(nick)
            else:
                self.ask_nick(text)

        self.question = Question(text, answer, fatal=True)
        self._redraw()

    def ask_password(self, text: str, answer: Callable[[str], None]) -> None:
        """Let the next line typed be a password, which is not shown."""
        fatal = self._client.state is State.REGISTERING
        self.question = Question(text, answer, hidden=True, fatal=fatal)
        self._redraw()

    def let_in(self) -> None:
        """We are in: what was asked so that we are let in is asked no more."""
        if self.question is not None and self.question.fatal:
            self.question = None

    def work_off(self) -> None:
        """Do what was typed, as far as it is known where it goes; call it after every event."""
        while self._waiting and self._orders.settled and not self._client.leaving:
            line, alone = self._waiting.popleft()
            self._orders.do(line, alone)
            self._redraw()
        self._progress.set()

    def _take(self, line: str, alone: bool) -> None:
        if self.question is not None:
            question, self.question = self.question, None
            question.answer(line)
            self._redraw()
        elif self._absence.lasting and not line.strip():
            self._absence.hurry()
            self._client.retry_now()
            self._redraw()
        else:
            self._waiting.append((line, alone))

    async def _have_room(self) -> None:
        """Wait until what was read is done, and little of it waits for an answer."""
        while self._client.ended is None and (
            self._waiting or not self._orders.settled or self._client.unfinished >= MAX_IN_FLIGHT
        ):
            await self._more_is_done()

    async def _more_is_done(self) -> None:
        self._progress.clear()
        await self._progress.wait()
