"""Following a channel: every message once and in order, to somebody who takes them.

Owns the waiting between the server and whoever takes the messages. Must not know what is done
with them.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from veche.client.driver import Driver
from veche.client.events import CaughtUp, Event, Joined, Said
from veche.client.translate import same
from veche.terminal.exits import Exit
from veche.terminal.sanitise import clean_name
from veche.terminal.visit import Tell, Visit

# Past it the server is not read: it keeps the rest for us, or lets us go and gives it later.
MOST_WAITING = 1_000
_AT_ONCE = 100


class Gap:
    """Some messages before the next one are missing, and cannot be had."""


class Taker(Protocol):
    """What is done with the messages."""

    async def take(self, items: Sequence[Said | Gap]) -> None:
        """Do it; others wait meanwhile."""

    async def closed(self) -> None:
        """Return once there is no use in going on."""


class Tailing:
    """One visit that listens."""

    def __init__(
        self,
        driver: Driver,
        visit: Visit,
        taker: Taker,
        tell: Tell,
        patience_s: float,
        *,
        follow: bool,
    ) -> None:
        """Prepare; without `follow` it ends when what was said before is told.

        `patience_s` is how many seconds it waits, on the way in, while nothing comes.
        """
        self._driver = driver
        self._visit = visit
        self._taker = taker
        self._tell = tell
        self._patience_s = patience_s
        self._follow = follow
        self._behind = True
        self._told = False
        self._waiting: asyncio.Queue[Said | Gap | None] = asyncio.Queue(MOST_WAITING)

    async def run(self) -> Exit:
        """Follow until it ends, and return how; that has been told."""
        if not await self._visit.begin():
            return self._visit.code or Exit.DONE
        tasks = [
            asyncio.create_task(work)
            for work in (self._listen(), self._hand_on(), self._taker.closed())
        ]
        listening, handing, closed = tasks
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if listening.done():
                await asyncio.wait([handing, closed], return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    task.result()  # raises what went wrong
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._visit.end()
        return self._visit.code or Exit.DONE

    async def _listen(self) -> None:
        while self._visit.code is None and (self._behind or self._follow):
            for event in await self._events():
                await self._take(event)
        await self._waiting.put(None)

    async def _events(self) -> list[Event]:
        try:
            async with asyncio.timeout(self._patience_s if self._behind else None):
                return await self._driver.events()
        except TimeoutError:
            self._visit.give_up(self._patience_s)
            return []

    async def _take(self, event: Event) -> None:
        if not self._behind and not self._follow:
            return
        self._visit.take(event)
        match event:
            case Said(where=where) if same(where, self._visit.where):
                await self._waiting.put(event)
            case CaughtUp(where=where, complete=complete) if same(where, self._visit.where):
                self._behind = False
                if not complete:
                    self._tell(self._visit.words.missing)
                    await self._waiting.put(Gap())
            case Joined(who=nick, own=True) if not self._told and self._follow:
                self._told = True
                where, me = clean_name(self._visit.where), clean_name(nick)
                self._tell(self._visit.words.following.format(where=where, nick=me))

    async def _hand_on(self) -> None:
        """Give what waits, several at once, to the taker."""
        while True:
            items = [await self._waiting.get()]
            while not self._waiting.empty() and len(items) < _AT_ONCE:
                items.append(self._waiting.get_nowait())
            if some := [item for item in items if item is not None]:
                await self._taker.take(some)
            if items[-1] is None:
                return
