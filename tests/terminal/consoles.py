"""A console in memory, and line mode with it over a scripted server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from tests.client.fake_server import FakeServer
from veche.client.address import Address
from veche.client.driver import Driver
from veche.client.profile import Profile
from veche.terminal.console import InterruptedByUserError
from veche.terminal.exits import Exit
from veche.terminal.lines import LineMode
from veche.terminal.wording import Line
from veche.terminal.words import Words
from veche.terminal.words.english import ENGLISH

_PATIENCE_S = 20.0


Step = str | None | Callable[["FakeConsole"], Awaitable[None]]


class FakeConsole:
    """Types what it was given, at once; None is Ctrl-C, a function is what is waited for."""

    closed = False

    def __init__(self, *typed: Step, interactive: bool = False) -> None:
        self.interactive = interactive
        self.shown: list[str] = []
        self.status: list[str] = []
        self.prompts: list[tuple[str, str]] = []
        self.bells = 0
        self.hidden = False
        self._typed = typed
        self._changed = asyncio.Event()

    def show(self, line: Line) -> None:
        (self.status if line.status else self.shown).append(line.plain())
        self._changed.set()

    def prompt(self, text: str, notice: str = "", *, hidden: bool = False) -> None:
        self.prompts.append((text, notice))
        self.hidden = hidden
        self._changed.set()

    def bell(self) -> None:
        self.bells += 1

    async def typed(self) -> AsyncIterator[tuple[str, bool]]:
        for line in self._typed:
            if line is None:
                raise InterruptedByUserError
            if callable(line):
                await line(self)
                continue
            pasted = line.startswith("pasted ")
            yield line.removeprefix("pasted "), not pasted

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            await self._changed.wait()


def told(words: str) -> Step:
    """Wait for a status line that begins so."""

    async def wait(console: FakeConsole) -> None:
        await console.until(lambda: any(line.startswith(words) for line in console.status))

    return wait


def said(words: str) -> Step:
    """Wait for a message that ends so."""

    async def wait(console: FakeConsole) -> None:
        await console.until(lambda: any(line.endswith(words) for line in console.shown))

    return wait


def asked(text: str) -> Step:
    """Wait for a prompt that begins so."""

    async def wait(console: FakeConsole) -> None:
        await console.until(
            lambda: console.prompts[-1:] != [] and console.prompts[-1][0].startswith(text)
        )

    return wait


def done(act: Callable[[], object]) -> Step:
    """Do something."""

    async def do(_: FakeConsole) -> None:
        await asyncio.to_thread(act)

    return do


def join_with(
    server: FakeServer, console: FakeConsole, channel: str = "#a", words: Words = ENGLISH
) -> Exit:
    async def main() -> Exit:
        async with asyncio.timeout(_PATIENCE_S):
            driver = Driver(Address(port=server.port), Profile("alice"))
            await driver.connect()
            return await LineMode(driver, console, channel, words).run()

    return asyncio.run(main())


def talk(*typed: str | None) -> tuple[Exit, FakeConsole, list[str]]:
    with FakeServer() as server:
        console = FakeConsole(*typed)
        code = join_with(server, console)
        return code, console, server.received
