"""Line mode: a conversation as lines, typed and shown.

Owns the order of things, from the connection to the exit code, over every loss of it. Must not
know sockets, nor whether a terminal or a pipe is in front of it.
"""

import asyncio
import math
from collections.abc import Sequence

from veche.client.driver import Driver
from veche.client.edits import folded
from veche.client.events import (
    Acknowledged,
    CaughtUp,
    Disconnected,
    Ended,
    Event,
    Joined,
    JoinRefused,
    Left,
    LoginRefused,
    Members,
    NickRefused,
    Page,
    Refused,
    Registered,
    Said,
    TopicSet,
)
from veche.client.history import conversation
from veche.client.translate import is_channel
from veche.core.mention import mentions
from veche.terminal.absence import Absence
from veche.terminal.console import Console, InterruptedByUserError
from veche.terminal.ending import code_of, last_words
from veche.terminal.exits import Exit
from veche.terminal.intake import Intake
from veche.terminal.orders import Orders
from veche.terminal.passwords import Passwords
from veche.terminal.rooms import Rooms
from veche.terminal.sanitise import clean_name, clean_text
from veche.terminal.wording import nick_refusal, status, why, word
from veche.terminal.words import Words

_NO_SUCH_CHANNEL = ("403", "NO_SUCH_CHANNEL")
# nick_, nick__: in a pipe nobody can be asked.
_SPARE_NICKS = 2


class LineMode:
    """One conversation, until the exit code."""

    def __init__(self, driver: Driver, console: Console, channel: str, words: Words) -> None:
        """Prepare to talk in `channel` with `driver`, which has just connected."""
        self._driver = driver
        self._client = driver.client
        self._console = console
        self._words = words
        self._first = channel
        self._orders = Orders(self._client, words, self._tell, self._quit)
        self._orders.on_said = self._account
        self._absence = Absence(asyncio.get_running_loop().time)
        self._intake = Intake(driver, console, self._orders, self._absence, self._show_prompt)
        self._passwords = Passwords(self._client, words, self._intake.ask_password, self._tell)
        if console.interactive:
            self._orders.passwords = self._passwords
        self._spare_nicks = _SPARE_NICKS
        self._code: Exit | None = None
        self._refused = False
        self._nick = ""
        self._rooms = Rooms()
        self._absent = asyncio.Event()
        self._left_over = 0

    async def run(self) -> Exit:
        """Talk until it ends, and return how it ended; the reason has been shown."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._take_input())]
            if self._console.interactive:
                tasks.append(group.create_task(self._keep_prompt()))
            try:
                ended = await self._converse()
            finally:
                await self._driver.close()
            for task in tasks:
                task.cancel()
        if last := last_words(ended, self._left_over or self._client.unfinished, self._words):
            self._tell(last)
        # A person has seen what was wrong with a line; of a pipe it did not get through.
        wrong = bool(self._orders.wrong) and not self._console.interactive
        return self._code or code_of(ended, refused=self._refused or wrong)

    def interrupt(self) -> None:
        """Ctrl-C: end it now."""
        left_over = self._client.unfinished
        lost = self._absence.lasting and left_over
        self._code = Exit.UNREACHABLE if lost else Exit.INTERRUPTED
        self._abort()

    async def _converse(self) -> Ended:
        while (ended := self._client.ended) is None:
            for event in folded(await self._driver.events()):
                self._handle(event)
            if self._console.closed:
                self._client.leave()
            if count := self._absence.take_delivered():
                self._tell(self._words.kept_done(count))
            self._intake.work_off()
        return ended

    # What arrives.

    def _handle(self, event: Event) -> None:
        match event:
            case Registered():
                self._is_in(event)
                return
            case Disconnected():
                self._is_out(event)
                return
            case NickRefused():
                self._other_nick(event)
                return
            case LoginRefused() if self._console.interactive and self._passwords.help_in(
                event, self._give_up
            ):
                return
            case JoinRefused():
                self._not_in(event)
                return
            case Refused(ticket=ticket):
                self._refused = True
                self._absence.finish(ticket, delivered=False)
            case Acknowledged(ticket=ticket):
                self._absence.finish(ticket, delivered=True)
                return
            case Joined(own=True, where=where):
                news = self._rooms.enter(where)
                self._orders.entered(where, again=not news)
                self._show_prompt()
                if not news:
                    return
            case CaughtUp(where=where):
                self._absence.caught_up(where)
            case Left(own=True, where=where) if where:
                self._gone_from(where)
            case TopicSet() if not self._rooms.topic_is_news(event):
                return
            case Members(where=where):
                if not self._orders.wants_names(where) | self._rooms.members_are_news(where):
                    return
            case Said():
                self._orders.shown(event.where, event.msgid)
                self._call_for(event)
                if event.own:
                    self._orders.spoke(event.where, event.edits or event.msgid)
                elif event.at is not None:
                    self._client.read(conversation(event), event.at)
            case Page(messages=messages, where=where) if messages:
                self._orders.shown(where, messages[0].msgid, older=True)
        for line in word(event, self._orders.here, self._words):
            self._console.show(line)

    def _is_in(self, event: Registered) -> None:
        self._rooms.come_back()
        self._absence.end(self._rooms)
        self._intake.let_in()
        if not event.again:
            self._client.join(self._first)
            self._client.missed()
            sentence = self._words.you_are
        else:
            sentence = self._words.again if event.nick == self._nick else self._words.again_as
        self._nick = event.nick
        self._tell(sentence.format(nick=clean_name(event.nick)))
        self._show_prompt()

    def _is_out(self, event: Disconnected) -> None:
        again = self._absence.lasting
        self._absence.begin(event)
        self._absent.set()
        reason = why(event.reason, self._words)
        if not self._console.interactive:
            seconds = math.ceil(event.retry_in_s)
            self._tell(self._words.retry.format(reason=reason, seconds=seconds))
        elif not again:
            self._tell(self._words.lost.format(reason=reason))
        self._show_prompt()

    def _gone_from(self, where: str) -> None:
        self._rooms.leave(where)
        self._absence.caught_up(where)
        self._orders.gone_from(where)
        self._show_prompt()

    def _not_in(self, event: JoinRefused) -> None:
        reason = why(event.reason, self._words) or self._words.no_answer
        self._tell(self._words.not_in.format(where=clean_name(event.where), reason=reason))
        first = not self._rooms
        self._gone_from(event.where)
        self._orders.settled = True
        if first or not (self._console.interactive or self._rooms):
            missing = Exit.NO_CHANNEL if event.code in _NO_SUCH_CHANNEL else Exit.REFUSED
            self._code = missing if event.code else Exit.TIMED_OUT
            self._client.leave()
        else:
            self._refused = self._refused or not self._console.interactive

    def _other_nick(self, event: NickRefused) -> None:
        words, reason = self._words, nick_refusal(event, self._words)
        if self._nick:
            self._tell(reason)
            self._refused = self._refused or not self._console.interactive
        elif self._console.interactive:
            text = words.nick_question.format(why=reason)
            if not self._passwords.help_in(event, lambda: self._intake.ask_nick(text)):
                self._intake.ask_nick(text)
        elif event.taken and self._spare_nicks:
            self._spare_nicks -= 1
            other = f"{self._client.nick}_"
            self._tell(words.nick_trying.format(why=reason, nick=clean_name(other)))
            self._client.take_nick(other)
        else:
            self._tell(reason)
            self._code = Exit.REFUSED
            self._client.leave()

    def _give_up(self) -> None:
        self._code = Exit.REFUSED
        self._abort()

    def _call_for(self, said: Said) -> None:
        """Ring for what is said to us, and is new."""
        meant = not is_channel(said.where) or mentions(said.text, self._client.nick)
        if self._console.interactive and meant and not (said.own or said.past or said.edits):
            self._console.bell()

    # What is typed.

    async def _take_input(self) -> None:
        try:
            await self._intake.read()
        except InterruptedByUserError:
            self.interrupt()
        else:
            self._end_of_input()
        self._driver.flush()

    def _end_of_input(self) -> None:
        if self._client.leaving:
            return
        if self._intake.question is not None and self._intake.question.fatal:
            self._code = Exit.REFUSED
        if self._console.interactive:
            self._quit("")
        else:
            self._client.leave()

    def _quit(self, reason: str) -> None:
        """Leave; who is cut off and has had enough waits for nothing."""
        if self._console.interactive and self._absence.lasting:
            self._code = Exit.UNREACHABLE if self._client.unfinished else None
            self._abort()
        else:
            self._client.leave(reason)

    def _abort(self) -> None:
        self._left_over = self._client.unfinished
        self._client.abort()
        self._driver.flush()

    # What waits while the connection is lost, and what is shown of it.

    def _account(self, text: str, tickets: Sequence[int]) -> None:
        if self._absence.lasting:
            self._absence.keep(tickets)
            if self._console.interactive:
                self._tell(self._words.kept.format(text=clean_text(text)))

    async def _keep_prompt(self) -> None:
        """Count down while there is something to count."""
        while True:
            self._show_prompt()
            if self._absence.lasting:
                await asyncio.sleep(self._absence.next_change_s)
            else:
                self._absent.clear()
                await self._absent.wait()

    def _show_prompt(self) -> None:
        here = f"{clean_name(self._orders.here)}> " if len(self._rooms) > 1 else "> "
        notice = self._absence.notice(self._client.unfinished, self._words)
        if (question := self._intake.question) is None:
            self._console.prompt(here, notice)
        else:
            self._console.prompt(question.text, notice, hidden=question.hidden)

    def _tell(self, text: str) -> None:
        self._console.show(status(text))
