"""Line mode in a pipe: descriptors of any kind in, lines out."""

import asyncio
import io
from pathlib import Path

from veche.terminal.pipe import PipeConsole
from veche.terminal.wording import Line


def test_lines_come_from_the_descriptor(tmp_path: Path) -> None:
    """Each as if typed alone: a pipe has no pastes."""
    path = tmp_path / "input"
    path.write_bytes(b"one\n\ntwo")

    async def read(descriptor: int) -> list[tuple[str, bool]]:
        console = PipeConsole(descriptor, io.StringIO(), io.StringIO())
        return [line async for line in console.typed()]

    with path.open("rb") as file:
        lines = asyncio.run(asyncio.wait_for(read(file.fileno()), 20))
    assert lines == [("one", True), ("", True), ("two", True)]


def test_messages_and_status_go_different_ways() -> None:
    """Plain, without time or colour."""
    out, err = io.StringIO(), io.StringIO()
    console = PipeConsole(0, out, err)
    console.show(Line("", "alice", ": hello"))
    console.show(Line(rest="* bob joined", status=True))
    console.prompt("> ", "nobody sees it")
    console.bell()
    assert (out.getvalue(), err.getvalue()) == ("alice: hello\n", "* bob joined\n")
    assert not console.interactive


class _Broken(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_a_closed_output_is_remembered_quietly() -> None:
    """That of the messages only: without status one can live."""
    console = PipeConsole(0, io.StringIO(), _Broken())
    console.show(Line(rest="status", status=True))
    assert not console.closed
    console = PipeConsole(0, _Broken(), io.StringIO())
    console.show(Line("", "alice", ": hello"))
    assert console.closed
