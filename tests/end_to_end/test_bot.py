"""The bot of the README, exactly as it is printed there."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.end_to_end.irc import IrcClient, join
from tests.harness import ServerProcess, environment

_README = Path(__file__).parent.parent.parent / "README.md"
_PRINTED_ADDRESS = "127.0.0.1:8080"
_JOINED = r"(@\S+ )?:echo!\S+ JOIN :?#lobby"


def printed() -> str:
    """Return the program under the heading."""
    text = _README.read_text(encoding="utf-8")
    found = re.search(r"### A bot in ten lines\n\n```python\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


@contextmanager
def bot(server: ServerProcess, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run it, with no more than the address changed."""
    program = folder / "bot.py"
    program.write_text(printed().replace(_PRINTED_ADDRESS, f"{server.host}:{server.port}"))
    errors = folder / "errors.txt"
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, str(program)],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=stderr,
            stderr=stderr,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert errors.read_bytes() == b""


def _ask(alice: IrcClient, seen: int) -> None:
    alice.say("#lobby", "!ping")
    *_, asked, answer = alice.messages(seen + 2, timeout_s=20.0)
    assert [(m.nick, m.text) for m in (asked, answer)] == [
        ("alice", "!ping"),
        ("echo", "pong, alice"),
    ]


def test_ten_lines() -> None:
    """As the heading says, empty ones not counted; and it is meant for a server at home."""
    lines = [line for line in printed().splitlines() if line]
    assert len(lines) <= 10
    assert _PRINTED_ADDRESS in printed()


def test_it_answers_and_answers_again_after_a_crash(tmp_path: Path) -> None:
    """`kill -9` of the server and a restart; nobody does anything to the bot."""
    with (
        ServerProcess(tmp_path / "data") as server,
        join(server.connect, "alice", "#lobby") as alice,
        bot(server, tmp_path) as process,
    ):
        alice.expect(_JOINED)
        _ask(alice, 0)
        server.kill()
        alice.wait_closed()
        server.start()
        with join(server.connect, "alice", "#lobby") as again:
            if not any("echo" in line for line in again.lines if " 353 " in line):
                again.expect(_JOINED, timeout_s=20.0)
            _ask(again, 0)
            again.say("#lobby", "nothing for it")
            again.barrier()
            _ask(again, 3)
            assert process.poll() is None
            assert [m.text for m in again.messages() if m.nick == "echo"] == ["pong, alice"] * 2
