"""Sending lines: in order, not too far ahead, and until all of it is acknowledged."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from tests.terminal.fake_driver import FakeDriver
from veche.client.client import State
from veche.client.events import Ended, How, Joined, Kind, Refused, Registered, Told
from veche.terminal.exits import Exit
from veche.terminal.sending import Sending
from veche.terminal.visit import Visit, Wish

Script = Callable[[FakeDriver], Awaitable[None]]
_IN = (Registered("alice"), Told("#ops +n"), Joined("alice", "#ops", own=True))
_LEFT = Ended(How.LEFT, "")


def _send(
    lines: AsyncIterator[str],
    script: Script,
    *,
    kind: Kind = Kind.TEXT,
    patience_s: float = 20.0,
    unreachable: str = "",
) -> tuple[Exit, list[str], FakeDriver]:
    told: list[str] = []

    async def run() -> tuple[Exit, FakeDriver]:
        fake = FakeDriver(unreachable)
        visit = Visit(fake.driver, Wish("h:1", "#ops"), iter(()), told.append)
        sending = Sending(fake.driver, visit, "#ops", kind, told.append, patience_s)
        task = asyncio.create_task(sending.run(lines))
        try:
            await script(fake)
            return await asyncio.wait_for(task, 30), fake
        finally:
            task.cancel()

    code, fake = asyncio.run(run())
    return code, told, fake


async def _lines(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


def _said(fake: FakeDriver) -> list[object]:
    return [asked[2] for asked in fake.asked if asked[0] == "SAY"]


def test_lines_in_order_without_blank_ones() -> None:
    """Spaces at the end go, those at the beginning mean something; then it leaves."""

    async def script(fake: FakeDriver) -> None:
        fake.happen(*_IN)
        await fake.until_asked("LEAVE")
        fake.acknowledge(3)
        fake.happen(_LEFT)

    code, told, fake = _send(_lines("one", "", "  two \t", " \t", "три"), script, kind=Kind.NOTICE)
    assert (code, told) == (Exit.DONE, [])
    assert [asked for asked in fake.asked if asked[0] == "SAY"] == [
        ("SAY", "#ops", "one", Kind.NOTICE),
        ("SAY", "#ops", "  two", Kind.NOTICE),
        ("SAY", "#ops", "три", Kind.NOTICE),
    ]
    assert fake.asked[-1] == ("LEAVE",)
    assert fake.closed


def test_nothing_is_said_before_it_is_in() -> None:
    """And if it does not get in, never."""

    async def script(fake: FakeDriver) -> None:
        fake.happen(_IN[0])
        await fake.until_asked("MODE", "#ops")
        assert _said(fake) == []
        fake.happen(Ended(How.REFUSED, "banned"))

    code, told, fake = _send(_lines("one"), script)
    assert code is Exit.REFUSED
    assert told == ["The server does not let you in: banned"]
    assert _said(fake) == []


def test_a_refused_message_and_one_that_cannot_be_sent() -> None:
    """The others go on, and the exit code says so in the end."""

    async def script(fake: FakeDriver) -> None:
        fake.happen(*_IN)
        await fake.until_asked("LEAVE")
        fake.client.unfinished -= 1
        fake.happen(Refused(1, "#ops", "bad\x1b[1m", "Cannot send"))
        fake.acknowledge()
        fake.happen(_LEFT)

    code, told, fake = _send(_lines("bad", "unsendable", "good"), script)
    assert code is Exit.REFUSED
    assert sorted(told) == ["Not sent: bad (Cannot send)", "Not sent: unsendable (no)"]
    assert _said(fake) == ["bad", "good"]


def test_the_input_is_read_no_faster_than_it_is_acknowledged() -> None:
    """So a pipe of any length takes a bounded memory."""
    read: list[int] = []

    async def many() -> AsyncIterator[str]:
        for number in range(1_000):
            read.append(number)
            yield str(number)

    async def script(fake: FakeDriver) -> None:
        fake.happen(*_IN)
        while not fake.client.leaving:
            await asyncio.sleep(0)
            assert len(read) <= fake.client.tickets + 1
            if fake.client.unfinished >= 64:
                fake.acknowledge(fake.client.unfinished)
        fake.acknowledge(fake.client.unfinished)
        fake.happen(_LEFT)

    code, _, fake = _send(many(), script)
    assert code is Exit.DONE
    assert _said(fake) == [str(number) for number in range(1_000)]
    assert fake.client.most_unfinished == 64


def test_no_answer() -> None:
    """Exit code 6, and how many are unknown; 3 if the server is not there."""

    async def script(fake: FakeDriver) -> None:
        fake.happen(*_IN)
        await fake.until_asked("LEAVE")

    code, told, fake = _send(_lines("one", "two"), script, patience_s=0.05)
    assert code is Exit.TIMED_OUT
    assert told == ["The server did not answer within 0.05 s", "Not acknowledged: 2"]
    assert fake.asked[-1] == ("ABORT",)

    async def away(fake: FakeDriver) -> None:
        fake.client.state = State.WAITING

    assert _send(_lines("one"), away, patience_s=0.05)[0] is Exit.UNREACHABLE


def test_a_silent_input_is_no_silent_server() -> None:
    """A pipe may say nothing for longer than an answer may take."""
    more = asyncio.Event()

    async def slow() -> AsyncIterator[str]:
        yield "one"
        await more.wait()
        yield "two"

    async def script(fake: FakeDriver) -> None:
        fake.happen(*_IN)
        await fake.until_asked("SAY", "#ops", "one", Kind.TEXT)
        fake.acknowledge()
        await asyncio.sleep(0.3)
        more.set()
        await fake.until_asked("LEAVE")
        fake.acknowledge()
        fake.happen(_LEFT)

    code, told, fake = _send(slow(), script, patience_s=0.2)
    assert (code, told) == (Exit.DONE, [])
    assert _said(fake) == ["one", "two"]


def test_unreachable() -> None:
    """Exit code 3, and nothing of the input is read."""

    async def script(_fake: FakeDriver) -> None:
        return

    code, told, _ = _send(_lines("one"), script, unreachable="refused")
    assert (code, told) == (Exit.UNREACHABLE, ["Cannot reach h:1: refused"])
