"""What is done with messages: shown to people, to programs, or given to a command."""

import asyncio
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from veche.client.events import Kind, Said
from veche.terminal.output import Output
from veche.terminal.runner import Runner
from veche.terminal.tailing import Gap, Taker
from veche.terminal.takers import CommandTaker, JsonShower, TextShower

_AT = datetime(2025, 3, 1, 12, 0, 5, tzinfo=UTC)
_ITEMS = (
    Said("bob\u202e", "#ops", "hi \x1b[2J\x9bthere", Kind.TEXT, False, _AT, "m1"),
    Gap(),
    Said("eve", "#ops", "waves", Kind.ACTION, False),
    Said("eve", "#ops", "beep", Kind.NOTICE, False),
)


def _shown(path: Path, make: Callable[[Output], Taker], *items: Said) -> bytes:
    async def show() -> None:
        with path.open("wb") as file:
            await make(Output(file.fileno())).take(items or _ITEMS)

    asyncio.run(asyncio.wait_for(show(), 20))
    return path.read_bytes()


def test_text_for_a_file(tmp_path: Path) -> None:
    """One clean line each, with the whole time."""
    make = lambda output: TextShower(output, "#ops", "utf-8", terminal=False, colour=True)  # noqa: E731
    lines = _shown(tmp_path / "out", make).decode().splitlines()
    assert lines == [
        f"{_AT.astimezone():%Y-%m-%d %H:%M:%S} bob: hi here",
        "* eve waves",
        "-eve- beep",
    ]


def test_text_for_a_terminal(tmp_path: Path) -> None:
    """In colour if it has any; the only escape sequences are ours."""
    make = lambda output: TextShower(output, "#ops", "utf-8", terminal=True, colour=True)  # noqa: E731
    lines = _shown(tmp_path / "out", make).decode().splitlines()
    assert "2025-03-01" in lines[0]
    assert "\x1b[" in lines[0]
    assert "\x1b[2J" not in lines[0]
    make = lambda output: TextShower(output, "#ops", "utf-8", terminal=True, colour=False)  # noqa: E731
    lines = _shown(tmp_path / "out", make).decode().splitlines()
    assert lines[0].startswith("2025-03-01 ")
    assert "\x1b" not in "".join(lines)


def test_a_message_of_several_lines(tmp_path: Path) -> None:
    """Is several lines for people, of which only the first has the time; for programs one."""
    said = Said("bob", "#ops", "one\n\ntwo\x1b[2J\n", Kind.TEXT, False, _AT, "m1")

    path = tmp_path / "out"
    for terminal, colour in ((False, False), (True, False), (True, True)):
        make = lambda output: TextShower(  # noqa: E731
            output,
            "#ops",
            "utf-8",
            terminal=terminal,  # noqa: B023
            colour=colour,  # noqa: B023
        )
        lines = _shown(path, make, said).decode().splitlines()
        assert "bob" in lines[0]
        assert lines[1:] == ["", "    two"]
    (line,) = _shown(path, lambda output: JsonShower(output, "#ops"), said).splitlines()
    assert json.loads(line)["text"] == said.text


def test_a_poor_locale(tmp_path: Path) -> None:
    """Shows what it cannot as ?."""

    async def show() -> None:
        with (tmp_path / "out").open("wb") as file:
            taker = TextShower(Output(file.fileno()), "#ops", "ascii", terminal=False, colour=False)
            await taker.take([Said("bob", "#ops", "да", Kind.TEXT, False)])

    asyncio.run(show())
    assert (tmp_path / "out").read_bytes() == b"bob: ??\n"


def test_a_time_that_has_no_local_form(tmp_path: Path) -> None:
    """Is left out."""

    async def show() -> None:
        with (tmp_path / "out").open("wb") as file:
            taker = TextShower(Output(file.fileno()), "#ops", "utf-8", terminal=False, colour=False)
            for year in (1, 9999):
                at = datetime(year, 1 if year == 1 else 12, 1 if year == 1 else 31, 23, tzinfo=UTC)
                await taker.take([Said("bob", "#ops", "x", Kind.TEXT, False, at)])

    asyncio.run(show())
    assert all(
        line.endswith("bob: x") for line in (tmp_path / "out").read_text("utf-8").splitlines()
    )


def test_json(tmp_path: Path) -> None:
    """One object a line, gaps too."""
    data = _shown(tmp_path / "out", lambda output: JsonShower(output, "#ops"))
    objects = [json.loads(line) for line in data.decode().splitlines()]
    assert [each["type"] for each in objects] == ["message", "gap", "message", "message"]
    assert objects[0]["text"] == _ITEMS[0].text


def test_nobody_reads() -> None:
    """The end of it."""

    async def show() -> None:
        reading, writing = os.pipe()
        shower = JsonShower(Output(writing), "#ops")
        os.close(reading)
        await asyncio.wait_for(shower.closed(), 20)
        os.close(writing)

    asyncio.run(show())


def test_a_command(tmp_path: Path) -> None:
    """Once for each message, in order, whatever became of the one before; not for gaps."""
    told: list[str] = []
    runner = Runner(f'echo "$VECHE_KIND $VECHE_CHANNEL" >> {tmp_path}/log; exit 1', told.append)

    async def run() -> None:
        taker = CommandTaker(runner, "#ops")
        await taker.take(_ITEMS)
        closed = asyncio.create_task(taker.closed())
        await asyncio.wait([closed], timeout=0)
        assert not closed.done()
        closed.cancel()

    asyncio.run(asyncio.wait_for(run(), 40))
    assert (tmp_path / "log").read_text("utf-8") == "text #ops\naction #ops\nnotice #ops\n"
    assert len(told) == 3
