"""From an event loop to an exit code."""

import asyncio
import os
import signal
import sys

import pytest

from veche.cli.running import run, tell
from veche.terminal.exits import Exit


async def _done(code: Exit) -> Exit:
    return code


def test_the_exit_code() -> None:
    """Is what the work came to."""
    assert run(_done(Exit.NO_CHANNEL)) == 5


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_signals(number: signal.Signals, code: int) -> None:
    """End it in order: what it does at the end is done."""
    ended: list[str] = []

    async def work() -> Exit:
        try:
            os.kill(os.getpid(), number)
            await asyncio.sleep(20)
        finally:
            await asyncio.sleep(0)
            ended.append("in order")
        return Exit.DONE

    assert run(work()) == code
    assert ended == ["in order"]


def test_a_fault_of_ours_is_loud() -> None:
    """And no exit code."""

    async def work() -> Exit:
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        run(work())


def test_status(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Goes to standard error; nobody need read it."""
    tell("hello")
    assert capsys.readouterr() == ("", "hello\n")
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8", buffering=1) as gone:
        monkeypatch.setattr(sys, "stderr", gone)
        tell("hello")
        monkeypatch.undo()
        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)
