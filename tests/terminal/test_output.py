"""Writing to whoever reads slowly, or no more."""

import asyncio
import os
from collections.abc import Coroutine
from pathlib import Path

from veche.terminal.output import Output


def _run(work: Coroutine[None, None, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 20))


def test_a_file(tmp_path: Path) -> None:
    """Cannot be watched, and need not be."""
    path = tmp_path / "out"

    async def write() -> None:
        with path.open("wb") as file:
            output = Output(file.fileno())
            await output.write(b"one\n")
            await output.write(b"two\n")
            assert not output.closed.is_set()
            output.stop()

    _run(write())
    assert path.read_bytes() == b"one\ntwo\n"


def test_a_slow_reader_holds_up_nobody_else() -> None:
    """More than a pipe holds is written when it is read, and the loop goes on meanwhile."""

    async def write() -> None:
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        output = Output(writing)
        data = bytes(range(256)) * 2_000
        task = asyncio.create_task(output.write(data))
        got = bytearray()
        while len(got) < len(data):
            got += await asyncio.to_thread(os.read, reading, 65_536)
        await task
        assert bytes(got) == data
        output.stop()
        os.close(reading)
        os.close(writing)

    _run(write())


def test_a_reader_who_is_gone_is_noticed_at_once() -> None:
    """Before anything is written; what is written then goes nowhere."""

    async def write() -> None:
        reading, writing = os.pipe()
        output = Output(writing)
        assert not output.closed.is_set()
        os.close(reading)
        await output.closed.wait()
        await output.write(b"x")
        os.close(writing)

    _run(write())


def test_a_descriptor_that_is_closed() -> None:
    """Is one that nobody reads."""

    async def write() -> None:
        reading, writing = os.pipe()
        os.close(reading)
        os.close(writing)
        output = Output(writing)
        await output.write(b"x")
        assert output.closed.is_set()

    _run(write())
