"""Line mode on a real terminal, under tmux."""

import contextlib
import os
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.client.fake_server import FakeServer
from tests.conftest import require_tool

_PATIENCE_S = 30.0
_PROGRAM = "from veche.cli.join import join; join()"


class _Terminal:
    """A tmux server of its own, with one window."""

    def __init__(self, folder: Path, command: str) -> None:
        self._tmux = [require_tool("tmux"), "-S", str(folder / "tmux"), "-f", "/dev/null"]
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        environment.pop("NO_COLOR", None)
        environment.pop("TMUX", None)
        options = ["new-session", "-d", "-x", "80", "-y", "24"]
        subprocess.run([*self._tmux, *options, command], env=environment, check=True)

    def type(self, *keys: str) -> None:
        subprocess.run([*self._tmux, "send-keys", *keys], check=True)

    def screen(self, *options: str) -> str:
        capture = [*self._tmux, "capture-pane", "-p", *options]
        return subprocess.run(capture, check=True, capture_output=True, encoding="utf-8").stdout

    def wait_for(self, wanted: Callable[[list[str]], bool]) -> list[str]:
        """Return the lines of the screen as soon as they are as wanted."""
        end = time.monotonic() + _PATIENCE_S
        pause = threading.Event()
        while not wanted(lines := self.screen().rstrip().splitlines()):
            assert time.monotonic() < end, "\n".join(lines)
            pause.wait(0.05)
        return lines

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)


@contextlib.contextmanager
def _join(server: FakeServer, folder: Path, prefix: str = "") -> Iterator[_Terminal]:
    program = shlex.join([sys.executable, "-c", _PROGRAM, f"alice@127.0.0.1:{server.port}"])
    # What it ended with stays on the screen.
    terminal = _Terminal(folder, f"{prefix} {program}; echo code $?; read -r _")
    try:
        yield terminal
    finally:
        terminal.close()


@pytest.fixture(name="server")
def _server() -> Iterator[FakeServer]:
    with FakeServer() as server:
        yield server


def test_what_is_typed_is_never_torn(server: FakeServer, tmp_path: Path) -> None:
    """Half a line typed, a message arrives: above it; the half is whole, and can be ended."""
    server.history = ["@msgid=1 :bob!b@h PRIVMSG #lobby :old"]
    with _join(server, tmp_path) as terminal:
        terminal.wait_for(lambda lines: lines[-1:] == [">"] and "bob: old" in lines)
        terminal.type("-l", "half a ли")
        terminal.wait_for(lambda lines: lines[-1:] == ["> half a ли"])
        server.send(*[f"@msgid=x{n} :bob!b@h PRIVMSG #lobby :message {n}" for n in range(5)])
        lines = terminal.wait_for(lambda lines: "bob: message 4" in lines)
        lines = terminal.wait_for(lambda lines: lines[-1:] == ["> half a ли"])
        assert [line for line in lines if "message" in line] == [
            f"bob: message {n}" for n in range(5)
        ]
        terminal.type("-l", "ne")
        terminal.type("Enter")
        lines = terminal.wait_for(lambda lines: "alice: half a лиne" in lines)
        lines = terminal.wait_for(lambda lines: lines[-1:] == [">"])
        assert sum("half a" in line for line in lines) == 1
        terminal.type("C-d")
        terminal.wait_for(lambda lines: lines[-1:] == ["code 0"])
        assert server.texts() == ["half a лиne"]


def test_a_taken_name_is_asked_for(server: FakeServer, tmp_path: Path) -> None:
    """With the reason; exit leaves."""
    server.taken = {"alice"}
    with _join(server, tmp_path) as terminal:
        terminal.wait_for(lambda lines: lines[-1:] == ["alice is taken. Another name:"])
        terminal.type("-l", "carol")
        terminal.type("Enter")
        terminal.wait_for(lambda lines: lines[-1:] == [">"])
        terminal.type("-l", "hi")
        terminal.type("Enter")
        terminal.wait_for(lambda lines: "carol: hi" in lines)
        terminal.type("-l", "exit")
        terminal.type("Enter")
        terminal.wait_for(lambda lines: lines[-1:] == ["code 0"])


def test_ctrl_c(server: FakeServer, tmp_path: Path) -> None:
    """With half a line typed; the server is told."""
    with _join(server, tmp_path) as terminal:
        terminal.wait_for(lambda lines: lines[-1:] == [">"])
        terminal.type("-l", "half")
        terminal.type("C-c")
        terminal.wait_for(lambda lines: lines[-1:] == ["code 130"])
        server.wait_for_command("QUIT")


def test_a_lost_connection(server: FakeServer, tmp_path: Path) -> None:
    """A sentence, above nothing that was half typed."""
    with _join(server, tmp_path) as terminal:
        terminal.wait_for(lambda lines: lines[-1:] == [">"])
        server.drop()
        lines = terminal.wait_for(lambda lines: lines[-1:] == ["code 3"])
        assert "The connection is lost: the server closed the connection" in lines


@pytest.mark.parametrize(("prefix", "coloured"), [("", True), ("NO_COLOR=1", False)])
def test_colours(server: FakeServer, tmp_path: Path, prefix: str, coloured: bool) -> None:
    """On a terminal, unless NO_COLOR says otherwise; and never those of a message."""
    with _join(server, tmp_path, prefix) as terminal:
        terminal.wait_for(lambda lines: lines[-1:] == [">"])
        server.send(":bob!b@h PRIVMSG #lobby :\x1b[2J\x1b[7mhello")
        terminal.wait_for(lambda lines: "bob: hello" in lines)
        [line] = [
            line
            for line in terminal.screen("-e").splitlines()
            if "bob" in line and ": " in line and "hello" in line
        ]
        assert ("\x1b[" in line) is coloured
        assert "\x1b[7m" not in line
