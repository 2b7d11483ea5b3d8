"""Lines from descriptors of any kind."""

import asyncio
import os
from pathlib import Path

import pytest

from veche.terminal.descriptor import read_lines


def _read_all(descriptor: int) -> list[str]:
    async def read() -> list[str]:
        return [line async for line in read_lines(descriptor)]

    return asyncio.run(asyncio.wait_for(read(), 20))


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"one\ntwo", ["one", "two"]),
        (b"one\r\n\ntwo\n", ["one ", "", "two"]),
        (b"nul\0cr\rx\n\xff\n", ["nul cr x", "\ufffd"]),
        ("привет\n".encode() * 20_000, ["привет"] * 20_000),
        (b"x" * 200_000, ["x" * 131_072, "x" * 68_928]),
    ],
)
def test_a_file_is_read_to_its_end(tmp_path: Path, data: bytes, lines: list[str]) -> None:
    """Letters that fall on the edge of a read stay whole; an endless line comes in pieces."""
    path = tmp_path / "input"
    path.write_bytes(data)
    with path.open("rb") as file:
        assert _read_all(file.fileno()) == lines


def test_a_pipe_is_read_line_by_line() -> None:
    """A line is given before the next is written."""

    async def talk() -> None:
        reading, writing = os.pipe()
        lines = aiter(read_lines(reading))
        for word in ("one", "two"):
            os.write(writing, f"{word}\n".encode())
            assert await anext(lines) == word
        os.close(writing)
        assert await anext(lines, None) is None
        os.close(reading)

    asyncio.run(asyncio.wait_for(talk(), 20))


def test_a_closed_descriptor_is_the_end() -> None:
    """As when a program is started without standard input."""
    reading, writing = os.pipe()
    os.close(writing)
    os.close(reading)
    assert _read_all(reading) == []
