"""A command for a message: what it is given, and how it fails."""

import asyncio
import json
import os
from pathlib import Path

import pytest

from tests.harness import wait_until
from veche.client.events import Kind, Said
from veche.terminal.runner import Runner, environment

HOSTILE = "$(touch x) `touch x`; touch x 'a' \"b\" \\ \x1b]0;t\x07 \x9b31m\u202e\n&& touch x"


def _said(text: str = "hello") -> Said:
    return Said("bob", "#ops", text, Kind.TEXT, False, None, "m1", seq=3)


def _run(command: str, said: Said, patience_s: float = 20.0) -> tuple[bool, list[str]]:
    told: list[str] = []
    runner = Runner(command, told.append, patience_s)
    return asyncio.run(asyncio.wait_for(runner.run(said, "#ops"), 40)), told


def test_what_a_command_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message in the environment and as JSON, exactly; the shell obeys none of it."""
    monkeypatch.chdir(tmp_path)
    done, told = _run('printf %s "$VECHE_TEXT" > text; cat > json', _said(HOSTILE))
    assert (done, told) == (True, [])
    assert (tmp_path / "text").read_bytes().decode() == HOSTILE
    line = (tmp_path / "json").read_text("utf-8")
    assert json.loads(line)["text"] == HOSTILE
    assert line.endswith("}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["json", "text"]


def test_the_variables() -> None:
    """All of them, as text; empty where nothing is known."""
    assert environment(_said(), "#ops") == {
        "VECHE_CHANNEL": "#ops", "VECHE_NICK": "bob", "VECHE_KIND": "text", "VECHE_TEXT": "hello",
        "VECHE_TIME": "", "VECHE_MSGID": "m1", "VECHE_SEQ": "3", "VECHE_REPLY_TO": "",
        "VECHE_EDITS": "", "VECHE_PAST": "",
    }  # fmt: skip
    assert environment(_said("a\0b\ud800"), "#ops")["VECHE_TEXT"] == "ab?"


@pytest.mark.parametrize(
    ("command", "how"),
    [("exit 3", "ended with exit code 3"), ("kill -9 $$", "was ended by signal 9"),
     ("/no/such/program", "ended with exit code 127")],
)  # fmt: skip
def test_a_command_that_fails(command: str, how: str) -> None:
    """Is told of, with the message that it was for."""
    done, told = _run(command, _said())
    assert not done
    assert told == [f"The command for m1 {how}"]


def test_a_command_that_reads_nothing() -> None:
    """However long the message is."""
    assert _run("exit 0", _said("x" * 100_000)) == (True, [])


def test_more_than_a_command_can_be_given() -> None:
    """Is told of, too."""
    done, told = _run("exit 0", _said("x" * 10_000_000))
    assert not done
    assert told[0].startswith("The command for m1 cannot be run: ")


def test_a_command_that_hangs(tmp_path: Path) -> None:
    """Is ended in time, with all that it has started, even if it does not want to."""
    command = f"trap '' TERM; sh -c 'echo $$ > {tmp_path}/pid; sleep 60' & wait; sleep 60"
    done, told = _run(command, _said(), 0.5)
    assert not done
    assert told == ["The command for m1 took more than 0 s, and was ended"]
    wait_until(lambda: (tmp_path / "pid").exists(), what="the inner command")
    pid = int((tmp_path / "pid").read_text("ascii"))
    wait_until(lambda: not _alive(pid), what="the end of the inner command")


def test_when_we_are_cancelled(tmp_path: Path) -> None:
    """So is the command."""
    told: list[str] = []

    async def run() -> None:
        runner = Runner(f"echo $$ > {tmp_path}/pid; exec sleep 60", told.append)
        task = asyncio.create_task(runner.run(_said(), "#ops"))
        await asyncio.to_thread(wait_until, lambda: _read(tmp_path / "pid") != "", 10)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    asyncio.run(asyncio.wait_for(run(), 40))
    assert not _alive(int(_read(tmp_path / "pid")))
    assert told == []


def _read(path: Path) -> str:
    return path.read_text("ascii") if path.exists() else ""


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return False
    return stat.rpartition(") ")[2][0] != "Z"
