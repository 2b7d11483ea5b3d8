"""Sending: every line becomes a message, and the end comes when all are acknowledged.

Owns how far the input is read ahead, and how long an answer is waited for. Must not know where
the lines come from.
"""

import asyncio
from collections.abc import AsyncIterator

from veche.client.driver import Driver
from veche.client.events import Acknowledged, Event, Joined, Kind, Refused, Registered
from veche.terminal.exits import Exit
from veche.terminal.sanitise import clean_text
from veche.terminal.visit import Tell, Visit
from veche.terminal.wording import why

# As many as keep the server busy, and few enough to hold in memory.
_MOST_UNFINISHED = 64


class Sending:
    """One visit that speaks."""

    def __init__(
        self, driver: Driver, visit: Visit, target: str, kind: Kind, tell: Tell, patience_s: float
    ) -> None:
        """Prepare to speak to `target`.

        It ends after `patience_s` seconds in which something is waited for and nothing comes.
        """
        self._driver = driver
        self._client = driver.client
        self._visit = visit
        self._words = visit.words.others
        self._target = target
        self._kind = kind
        self._tell = tell
        self._patience_s = patience_s
        self._refused = False
        self._room = asyncio.Event()
        self._last_s = 0.0

    async def run(self, lines: AsyncIterator[str]) -> Exit:
        """Send all lines but the blank ones; return how it ended, which has been told."""
        self._progress()
        if not await self._visit.begin():
            return self._exit()
        speaking = asyncio.create_task(self._speak(lines))
        try:
            while self._visit.code is None:
                await self._wait()
                self._room.set()
                if speaking.done():
                    speaking.result()  # raises what went wrong
        finally:
            speaking.cancel()
            if unfinished := self._client.unfinished:
                text = self._words.unacknowledged.format(count=unfinished)
                self._tell(text[:1].upper() + text[1:])
            await self._visit.end()
        return self._exit()

    async def _wait(self) -> None:
        awaited = self._client.unfinished or self._client.leaving
        patient = not awaited and self._visit.entered.is_set()
        try:
            async with asyncio.timeout_at(None if patient else self._last_s + self._patience_s):
                events = await self._driver.events()
        except TimeoutError:
            self._visit.give_up(self._patience_s)
            return
        for event in events:
            self._take(event)

    def _take(self, event: Event) -> None:
        self._visit.take(event)
        match event:
            case Acknowledged() | Registered(again=False) | Joined(own=True):
                self._progress()
            case Refused(text=text, reason=reason):
                self._progress()
                self._not_sent(text, reason)

    async def _speak(self, lines: AsyncIterator[str]) -> None:
        await self._visit.entered.wait()
        async for line in lines:
            if text := line.rstrip():
                await self._have_room()
                self._say(text)
        self._progress()
        self._client.leave()
        self._driver.flush()

    async def _have_room(self) -> None:
        """Read on only while what is read can be sent soon: the memory of a pipe is bounded."""
        while self._client.unfinished >= _MOST_UNFINISHED:
            self._room.clear()
            await self._room.wait()

    def _say(self, text: str) -> None:
        if not self._client.unfinished:
            self._progress()
        try:
            self._client.say(self._target, text, self._kind)
        except ValueError as error:
            self._not_sent(text, str(error))
        self._driver.flush()

    def _not_sent(self, text: str, reason: str) -> None:
        self._refused = True
        reason = why(reason, self._words)
        self._tell(self._words.not_sent_text.format(text=clean_text(text), reason=reason))

    def _progress(self) -> None:
        self._last_s = asyncio.get_running_loop().time()

    def _exit(self) -> Exit:
        code = self._visit.code or Exit.DONE
        return Exit.REFUSED if code is Exit.DONE and self._refused else code
