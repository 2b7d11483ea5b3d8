"""The queue between a conversation and those who read it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from veche.client import inbox
from veche.client.errors import EndedError
from veche.client.inbox import HARD_LIMIT, LIMIT, Inbox


def run(talk: Callable[[Inbox[int]], Awaitable[None]]) -> None:
    """Let `talk` use an inbox."""

    async def main() -> None:
        async with asyncio.timeout(20):
            await talk(Inbox())

    asyncio.run(main())


def test_in_order_and_then_nothing() -> None:
    """What is there when it is closed can still be read."""

    async def talk(box: Inbox[int]) -> None:
        waiting = asyncio.ensure_future(box.get())
        await asyncio.sleep(0)
        box.put(1)
        assert await waiting == 1
        box.put(2)
        box.put(3)
        box.close()
        assert [await box.get() for _ in range(4)] == [2, 3, None, None]

    run(talk)


def test_the_writer_waits_for_the_reader() -> None:
    """Nothing is lost to who reads slowly."""

    async def talk(box: Inbox[int]) -> None:
        box.readers = 1
        for number in range(LIMIT):
            await box.room()
            box.put(number)
        waiting = asyncio.ensure_future(box.room())
        done, _ = await asyncio.wait([waiting], timeout=0.02)
        assert not done
        assert await box.get() == 0
        await waiting
        box.put(LIMIT)
        assert [await box.get() for _ in range(LIMIT)] == [*range(1, LIMIT + 1)]

    run(talk)


def test_the_writer_can_be_woken() -> None:
    """By who has something more urgent, or by the end."""

    async def talk(box: Inbox[int]) -> None:
        box.readers = 1
        for number in range(LIMIT):
            box.put(number)
        for wake in (box.stir, box.close):
            waiting = asyncio.ensure_future(box.room())
            await asyncio.sleep(0)
            wake()
            await waiting

    run(talk)


def test_when_nobody_reads_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the writer waits only once; who comes to read then is waited for again."""
    monkeypatch.setattr(inbox, "PATIENCE_S", 0.01)

    async def talk(box: Inbox[int]) -> None:
        for number in range(3 * LIMIT):
            await box.room()
            box.put(number)
        box.readers = 1
        assert await box.get() == 2 * LIMIT
        box.put(0)
        waiting = asyncio.ensure_future(box.room())
        done, _ = await asyncio.wait([waiting], timeout=0.05)
        assert not done
        box.close()
        await waiting

    run(talk)


def test_there_is_an_end_to_patience() -> None:
    """Who puts without room comes to a limit."""

    async def talk(box: Inbox[int]) -> None:
        for number in range(HARD_LIMIT):
            box.put(number)
        with pytest.raises(EndedError, match="more came than was read"):
            box.put(0)

    run(talk)
