"""Following a channel: every message to whoever takes them, and no more than can wait."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from tests.terminal.fake_driver import FakeDriver, until
from veche.client.events import CaughtUp, Ended, Event, How, Joined, Kind, Registered, Said, Told
from veche.terminal.exits import Exit
from veche.terminal.tailing import MOST_WAITING, Gap, Tailing
from veche.terminal.visit import Visit, Wish

_IN = (Registered("t"), Told("#ops +n"), Joined("t", "#ops", own=True))
_CAUGHT_UP = CaughtUp("#Ops")


class _Taker:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.may_take = asyncio.Event()
        self.may_take.set()
        self.gone = asyncio.Event()

    async def take(self, items: Sequence[Said | Gap]) -> None:
        await self.may_take.wait()
        self.texts += ["GAP" if isinstance(item, Gap) else item.text for item in items]

    async def closed(self) -> None:
        await self.gone.wait()

    async def until(self, count: int) -> None:
        await until(lambda: len(self.texts) >= count)


Script = Callable[[FakeDriver, _Taker], Awaitable[None]]


def _tail(
    script: Script, *, follow: bool = True, patience_s: float = 20.0, unreachable: str = ""
) -> tuple[Exit, list[str], list[str]]:
    told: list[str] = []

    async def run() -> tuple[Exit, list[str]]:
        fake, taker = FakeDriver(unreachable), _Taker()
        visit = Visit(fake.driver, Wish("h:1", "#ops"), iter(()), told.append)
        tailing = Tailing(fake.driver, visit, taker, told.append, patience_s, follow=follow)
        task = asyncio.create_task(tailing.run())
        try:
            await script(fake, taker)
            code = await asyncio.wait_for(task, 30)
        finally:
            task.cancel()
        assert fake.closed or unreachable
        return code, taker.texts

    code, texts = asyncio.run(run())
    return code, told, texts


def _said(text: str, where: str = "#ops") -> Event:
    return Said("bob", where, text, Kind.TEXT, own=False)


def test_following() -> None:
    """What is said in the channel, and nothing else, until the end."""

    async def script(fake: FakeDriver, taker: _Taker) -> None:
        fake.happen(*_IN, _said("old"), _CAUGHT_UP)
        fake.happen(_said("one"), _said("private", "t"), _said("elsewhere", "#other"))
        fake.happen(_said("two", "#OPS"))
        await taker.until(3)
        fake.happen(_said("three"), Ended(How.LOST, "gone"))

    code, told, texts = _tail(script)
    assert code is Exit.UNREACHABLE
    assert texts == ["old", "one", "two", "three"]
    assert told == ["Following #ops as t; Ctrl-C ends", "The connection is lost: gone"]


def test_polling() -> None:
    """Ends when what was said before is told; what comes then is for the next time."""

    async def script(fake: FakeDriver, _taker: _Taker) -> None:
        fake.happen(*_IN, _said("one"), _said("two"))
        fake.happen(_CAUGHT_UP, _said("live"))

    assert _tail(script, follow=False) == (Exit.DONE, [], ["one", "two"])


def test_a_gap() -> None:
    """Is told, to whoever takes the messages and on the side."""

    async def script(fake: FakeDriver, _taker: _Taker) -> None:
        fake.happen(*_IN, _said("one"), CaughtUp("#other", complete=False))
        fake.happen(CaughtUp("#ops", complete=False))

    code, told, texts = _tail(script, follow=False)
    assert (code, texts) == (Exit.DONE, ["one", "GAP"])
    assert told == ["Messages may be missing: the server cannot give them"]


def test_a_slow_taker() -> None:
    """Past a bound the server is not read any more; in the end nothing is missing."""
    count = MOST_WAITING + 500
    most_left = count + 1 - MOST_WAITING

    async def script(fake: FakeDriver, taker: _Taker) -> None:
        taker.may_take.clear()
        fake.happen(*_IN, _CAUGHT_UP)
        for number in range(count):
            fake.happen(_said(str(number)))
        fake.happen(Ended(How.LOST, "gone"))
        await until(lambda: fake.waiting <= most_left)
        for _ in range(100):
            await asyncio.sleep(0)
        assert fake.waiting > most_left - 110
        taker.may_take.set()

    _, _, texts = _tail(script)
    assert texts == [str(number) for number in range(count)]


def test_nobody_reads_any_more() -> None:
    """Is the end, and no failure, also if a write hangs."""

    async def script(fake: FakeDriver, taker: _Taker) -> None:
        fake.happen(*_IN, _CAUGHT_UP, _said("one"))
        await taker.until(1)
        taker.may_take.clear()
        fake.happen(_said("two"))
        taker.gone.set()

    assert _tail(script) == (Exit.DONE, ["Following #ops as t; Ctrl-C ends"], ["one"])


def test_a_silent_server() -> None:
    """Is given up on the way in, not while one follows a silent channel."""

    async def silent(fake: FakeDriver, _taker: _Taker) -> None:
        fake.happen(*_IN)

    code, told, _ = _tail(silent, follow=False, patience_s=0.05)
    assert (code, told) == (Exit.TIMED_OUT, ["The server did not answer within 0.05 s"])

    async def quiet(fake: FakeDriver, taker: _Taker) -> None:
        fake.happen(*_IN, _CAUGHT_UP)
        await asyncio.sleep(0.3)
        taker.gone.set()

    assert _tail(quiet, patience_s=0.1)[0] is Exit.DONE


def test_unreachable() -> None:
    """Exit code 3."""

    async def script(_fake: FakeDriver, _taker: _Taker) -> None:
        return

    assert _tail(script, unreachable="no") == (Exit.UNREACHABLE, ["Cannot reach h:1: no"], [])
