"""A driver without a network: a test says what happens, and sees what was asked.

Owns the lists of both.
"""

import asyncio
from collections.abc import Callable
from typing import cast

from veche.client.client import State
from veche.client.driver import Driver
from veche.client.errors import UnreachableError
from veche.client.events import Acknowledged, Ended, Event, Kind


class FakeClient:
    """Remembers what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.state = State.ONLINE
        self.ended: Ended | None = None
        self.unfinished = 0
        self.most_unfinished = 0
        self.leaving = False
        self.tickets = 0

    def command(self, command: str, *params: str) -> None:
        self.asked.append((command, *params))

    def join(self, channel: str, key: str = "", *, since: object = None, backlog: int = 20) -> None:
        self.asked.append(("JOIN", channel, key, since, backlog))

    def expect(self, channel: str, *, since: object = None, backlog: int = 20) -> None:
        self.expected = (channel, since, backlog)

    def take_nick(self, nick: str) -> None:
        self.asked.append(("NICK", nick))

    def say(self, where: str, text: str, kind: Kind = Kind.TEXT) -> list[int]:
        if text == "unsendable":
            raise ValueError("no")
        self.asked.append(("SAY", where, text, kind))
        self.tickets += 1
        self.unfinished += 1
        self.most_unfinished = max(self.most_unfinished, self.unfinished)
        return [self.tickets]

    def leave(self, reason: str = "") -> None:
        self.leaving = True
        self.asked.append(("LEAVE",))

    def abort(self, reason: str = "") -> None:
        self.asked.append(("ABORT",))


class FakeDriver:
    """Give it to what wants a Driver: `fake.driver`."""

    def __init__(self, unreachable: str = "") -> None:
        self.client = FakeClient()
        self.closed = False
        self._unreachable = unreachable
        self._coming: asyncio.Queue[list[Event]] = asyncio.Queue()

    @property
    def driver(self) -> Driver:
        return cast(Driver, self)

    @property
    def asked(self) -> list[tuple[object, ...]]:
        return self.client.asked

    @property
    def waiting(self) -> int:
        """How much has happened that nobody has taken."""
        return self._coming.qsize()

    async def connect(self) -> None:
        if self._unreachable:
            raise UnreachableError(self._unreachable)

    async def events(self) -> list[Event]:
        events = await self._coming.get()
        for event in events:
            if isinstance(event, Ended):
                self.client.ended = event
        return events

    def flush(self) -> None:
        self._coming.put_nowait([])

    async def close(self) -> None:
        self.closed = True

    def happen(self, *events: Event) -> None:
        """Let this happen next, all at once."""
        self._coming.put_nowait(list(events))

    def acknowledge(self, count: int = 1) -> None:
        """Let so many messages be acknowledged."""
        self.client.unfinished -= count
        self.happen(*[Acknowledged(number) for number in range(count)])

    async def until_asked(self, *wanted: object) -> None:
        """Wait until this was asked."""
        await until(lambda: wanted in self.asked)


async def until(condition: Callable[[], bool]) -> None:
    """Let others work until `condition` holds; TimeoutError when it does not in 10 s."""
    async with asyncio.timeout(10):
        while True:
            if condition():
                return
            await asyncio.sleep(0)
