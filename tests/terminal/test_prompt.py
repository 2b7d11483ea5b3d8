"""Line mode on a real terminal, under tmux, and on one in memory."""

import asyncio
import contextlib
import io
import os
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.client.fake_server import FakeServer
from tests.conftest import require_tool
from veche.terminal.console import InterruptedByUserError
from veche.terminal.prompt import PromptConsole
from veche.terminal.wording import Line

_PATIENCE_S = 60.0
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

    def paste(self, text: str) -> None:
        subprocess.run([*self._tmux, "set-buffer", text], check=True)
        subprocess.run([*self._tmux, "paste-buffer", "-p"], check=True)

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


def _is_ready(lines: list[str]) -> bool:
    """Whether we are in the channel, and nothing is typed."""
    return "You joined #lobby" in lines and lines[-1] == ">"


@contextlib.contextmanager
def _join(server: FakeServer, folder: Path, prefix: str = "") -> Iterator[_Terminal]:
    place = f"alice@127.0.0.1:{server.port}"
    program = shlex.join([sys.executable, "-c", _PROGRAM, "--plain", place])
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
        terminal.wait_for(lambda lines: _is_ready(lines) and "bob: old" in lines)
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
        terminal.wait_for(_is_ready)
        terminal.type("-l", "hi")
        terminal.type("Enter")
        terminal.wait_for(lambda lines: "carol: hi" in lines)
        terminal.type("-l", "exit")
        terminal.type("Enter")
        terminal.wait_for(lambda lines: lines[-1:] == ["code 0"])


def test_ctrl_c(server: FakeServer, tmp_path: Path) -> None:
    """With half a line typed; the server is told."""
    with _join(server, tmp_path) as terminal:
        terminal.wait_for(_is_ready)
        terminal.type("-l", "half")
        terminal.type("C-c")
        terminal.wait_for(lambda lines: lines[-1:] == ["code 130"])
        server.wait_for_command("QUIT")


def test_a_lost_connection(server: FakeServer, tmp_path: Path) -> None:
    """A countdown above what is half typed, which stays; both lines go when it is there again."""
    with _join(server, tmp_path) as terminal:
        terminal.wait_for(_is_ready)
        terminal.type("-l", "half")
        terminal.wait_for(lambda lines: lines[-1:] == ["> half"])
        server.stop_listening()
        server.drop()
        terminal.wait_for(
            lambda lines: (
                any("Connection lost. Again in 2 s" in line for line in lines[-2:-1])
                and lines[-1] == "> half"
            )
        )
        terminal.type("Enter")
        terminal.wait_for(lambda lines: "Kept until the connection is back: half" in lines)
        server.listen_again()
        terminal.type("Enter")
        lines = terminal.wait_for(lambda lines: "alice: half" in lines and lines[-1] == ">")
        assert "The connection is lost: the server closed the connection" in lines
        assert "Connected again" in lines
        assert not any("Again in" in line for line in lines)
        assert server.texts() == ["half"]


def test_what_is_typed_early_is_shown_once(server: FakeServer, tmp_path: Path) -> None:
    """Before the prompt is there the terminal is silent; then it stands in the prompt."""
    server.answer_registration = False
    with _join(server, tmp_path) as terminal:
        server.wait_for_command("USER")
        terminal.type("-l", "early")
        lines = terminal.wait_for(lambda lines: any("early" in line for line in lines))
        assert lines == ["> early"]


def test_a_paste_is_sent_line_by_line(server: FakeServer, tmp_path: Path) -> None:
    """As text, whatever a line begins with (bracketed paste)."""
    with _join(server, tmp_path) as terminal:
        terminal.wait_for(_is_ready)
        terminal.paste("one\n/quit\nthree")
        terminal.wait_for(lambda lines: any("three" in line for line in lines))
        terminal.type("Enter")
        terminal.wait_for(lambda lines: "alice: three" in lines)
        assert server.texts() == ["one", "/quit", "three"]


def test_a_closed_terminal_is_told_to_the_server(server: FakeServer, tmp_path: Path) -> None:
    """Else it would keep the name for somebody who has only lost contact."""
    with _join(server, tmp_path) as terminal:
        terminal.wait_for(_is_ready)
    server.wait_for_command("QUIT")


@pytest.mark.parametrize(("prefix", "coloured"), [("", True), ("NO_COLOR=1", False)])
def test_colours(server: FakeServer, tmp_path: Path, prefix: str, coloured: bool) -> None:
    """On a terminal, unless NO_COLOR says otherwise; and never those of a message."""
    with _join(server, tmp_path, prefix) as terminal:
        terminal.wait_for(_is_ready)
        server.send(":bob!b@h PRIVMSG #lobby :\x1b[2J\x1b[7mhello")
        terminal.wait_for(lambda lines: "bob: hello" in lines)
        [line] = [
            line
            for line in terminal.screen("-e").splitlines()
            if "bob" in line and ": " in line and "hello" in line
        ]
        assert ("\x1b[" in line) is coloured
        assert "\x1b[7m" not in line


class _Output(DummyOutput):
    """Counts the bells."""

    def __init__(self) -> None:
        self.bells = 0

    def bell(self) -> None:
        self.bells += 1


@contextlib.contextmanager
def _console() -> Iterator[tuple[PromptConsole, PipeInput, _Output]]:
    output = _Output()
    with create_pipe_input() as keys, create_app_session(input=keys, output=output):
        yield PromptConsole(), keys, output


async def _typed(console: PromptConsole) -> list[tuple[str, bool]]:
    async with asyncio.timeout(_PATIENCE_S):
        return [line async for line in console.typed()]


def test_keys_become_lines() -> None:
    """Each alone; those of a paste not; a bare Enter is a line; the end is Ctrl-D."""
    with _console() as (console, keys, _):
        keys.send_text("one\r\r\x1b[200~two\n\nthr\0ee\x1b[201~\r\x04")
        assert asyncio.run(_typed(console)) == [
            ("one", True), ("", True), ("two", False), ("", False), ("thr ee", False),
        ]  # fmt: skip


def test_ctrl_c_after_a_line() -> None:
    """The line is given first."""
    with _console() as (console, keys, _):
        keys.send_text("one\r\x03")
        got: list[str] = []

        async def read() -> None:
            async for line, _ in console.typed():
                got.append(line)

        with pytest.raises(InterruptedByUserError):
            asyncio.run(asyncio.wait_for(read(), _PATIENCE_S))
        assert got == ["one"]


def test_a_flood_rings_once() -> None:
    """In a while."""
    with _console() as (console, _, output):
        for _ in range(100):
            console.bell()
        assert output.bells == 1


def test_the_last_lines_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """In order, however short before the end they came, and once."""

    async def main(console: PromptConsole) -> None:
        with console:
            for number in range(3):
                console.show(Line(rest=f"line {number}", status=True))
            await asyncio.sleep(0)
            console.show(Line(rest="last", status=True))

    with _console() as (console, _, _):
        asyncio.run(main(console))
    lines = capsys.readouterr().out.splitlines()
    assert [line.removeprefix("\x1b[2m").removesuffix("\x1b[0m") for line in lines] == [
        "line 0", "line 1", "line 2", "last",
    ]  # fmt: skip


class _Gone(io.StringIO):
    def write(self, _text: str) -> int:
        raise OSError(5, "Input/output error")


def test_a_terminal_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is no error; it is remembered that nobody reads any more."""
    monkeypatch.setattr(sys, "stdout", _Gone())

    async def main(console: PromptConsole) -> None:
        with console:
            console.show(Line(rest="words", status=True))

    with _console() as (console, _, _):
        asyncio.run(main(console))
        assert console.closed
