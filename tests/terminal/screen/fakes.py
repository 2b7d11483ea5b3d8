"""A client and a driver that do nothing but what a test tells them."""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import ParamSpec, cast

from veche.client.channel import Channel, Member
from veche.client.client import Client, State
from veche.client.driver import Driver
from veche.client.events import Ended, Event, How, Joined, Kind, Registered, Said
from veche.client.multiline import Bounds, messages
from veche.client.supports import Supports
from veche.core.names import fold

P = ParamSpec("P")
AT = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


class FakeClient:
    """Notes what it is asked; its state is the test's."""

    def __init__(self, nick: str = "alice") -> None:
        self.nick = nick
        self.state = State.ONLINE
        self.ended: Ended | None = None
        self.channels: dict[str, Channel] = {}
        self.unfinished = 0
        self.leaving = False
        self.supports = Supports()
        self.asked: list[tuple[object, ...]] = []
        self.bounds: Bounds | None = None
        self.fault: ValueError | None = None
        self._tickets = 0

    def say(
        self, where: str, text: str, kind: Kind = Kind.TEXT, *, reply_to: str = ""
    ) -> list[int]:
        """Note a message; raise what a test wants."""
        if self.fault is not None:
            raise self.fault
        self._tickets += 1
        self.unfinished += 1
        self.asked.append(("say", where, text, kind))
        return [self._tickets]

    def messages(self, where: str, text: str, kind: Kind = Kind.TEXT) -> list[str]:
        """Let a message have a line, or several where a test wants."""
        return messages(text, self.bounds, where)

    def join(self, channel: str, key: str = "", *, since: object = None, backlog: int = 20) -> None:
        """Note it."""
        self.asked.append(("join", channel, key))

    def part(self, channel: str, reason: str = "") -> None:
        """Note it, and be out."""
        self.channels.pop(fold(channel), None)
        self.asked.append(("part", channel, reason))

    def leave(self, reason: str = "") -> None:
        """Note it."""
        self.leaving = True
        self.asked.append(("leave", reason))

    def abort(self, reason: str = "") -> None:
        """Note it."""
        self.leaving = True
        self.asked.append(("abort", reason))

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **_: self.asked.append((name, *args))

    def enter(self, name: str, *members: str) -> None:
        """Be in a channel with these members, written with their ranks."""
        channel = self.channels[fold(name)] = Channel(name)
        ranks = "@+"
        channel.replace(
            Member(m.lstrip(ranks), m[: len(m) - len(m.lstrip(ranks))]) for m in members
        )

    def asked_for(self, what: str) -> list[tuple[object, ...]]:
        """Return what was asked of this kind, without its name."""
        return [asked[1:] for asked in self.asked if asked[0] == what]

    @property
    def as_client(self) -> Client:
        """It, as what it stands for."""
        return cast(Client, self)


class FakeDriver:
    """Gives out the events that a test puts in."""

    def __init__(self, client: FakeClient) -> None:
        self.client = client
        self._queue: asyncio.Queue[list[Event]] = asyncio.Queue()
        self._fault: Exception | None = None
        self._waits = False
        self.flushed = 0

    async def events(self) -> list[Event]:
        """Wait for the next ones."""
        self._waits = True
        happened = await self._queue.get()
        self._waits = False
        if self._fault is not None:
            raise self._fault
        return happened

    @property
    def idle(self) -> bool:
        """Whether all that was put in is taken, and dealt with."""
        return self._waits and self._queue.empty()

    def fail(self, fault: Exception) -> None:
        """Be broken from now on."""
        self._fault = fault
        self._queue.put_nowait([])

    def flush(self) -> None:
        """Count."""
        self.flushed += 1

    def put(self, *events: Event) -> None:
        """Let these happen."""
        for event in events:
            if isinstance(event, Ended):
                self.client.ended = event
        self._queue.put_nowait(list(events))

    @property
    def as_driver(self) -> Driver:
        """It, as what it stands for."""
        return cast(Driver, self)


def said(who: str, where: str, text: str, *, own: bool = False, msgid: str = "") -> Said:
    """Return a message at a fixed moment."""
    return Said(who, where, text, Kind.TEXT, own, AT, msgid)


def begin(client: FakeClient, *channels: str) -> list[Event]:
    """Return what happens when we are let in, and into these channels."""
    events: list[Event] = [Registered(client.nick)]
    for channel in channels:
        if fold(channel) not in client.channels:
            client.enter(channel, client.nick)
        events.append(Joined(client.nick, channel, True))
    return events


def left(reason: str = "") -> Ended:
    """Return the end that we wanted."""
    return Ended(How.LEFT, reason)


async def until(pause: Callable[[], Awaitable[None]], condition: Callable[[], bool]) -> None:
    """Let the application go on until a condition holds, for some seconds at most."""
    async with asyncio.timeout(10):
        while not condition():
            await pause()


def in_loop(test: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """Let a test be a coroutine."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def bounded() -> None:
            async with asyncio.timeout(60):
                await test(*args, **kwargs)

        asyncio.run(bounded())

    return run
