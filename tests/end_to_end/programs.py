"""Real programs as peers: started, spoken to, listened to, and ended by their process.

Owns processes and terminals. Knows nothing of chat.
"""

import os
import shlex
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.harness import environment, wait_until

UTF8 = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TERM": "screen-256color"}


class Program:
    """A process with its standard input and all that it has written on its standard output."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            env=environment(env),
        )
        self._output = bytearray()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stdout:
            while data := stdout.read(65536):
                self._output += data

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join(10)
        assert self._process.stdin is not None
        self._process.stdin.close()
        if error is not None:
            print(f"-- {self._process.args!r} wrote:\n{self.output[-3000:]}")

    def write(self, text: str) -> None:
        """Give it `text` on its standard input."""
        assert self._process.stdin is not None
        self._process.stdin.write(text.encode())

    def end_input(self) -> None:
        """Give it no more."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    @property
    def output(self) -> str:
        """What it has written so far."""
        return self._output.decode(errors="replace")

    def lines(self, containing: str = "") -> list[str]:
        """The whole lines that it has written so far, those that contain this."""
        return [line for line in self.output.split("\n")[:-1] if containing in line]

    def wait_for(self, text: str, timeout_s: float = 10.0) -> None:
        """Wait until it has written `text`."""
        self.wait(lambda: text in self.output, repr(text), timeout_s)

    def wait(self, condition: Callable[[], bool], what: str, timeout_s: float = 10.0) -> None:
        """Wait for a condition on its output."""
        try:
            wait_until(condition, timeout_s, what)
        except AssertionError as error:
            raise AssertionError(f"{error}; it wrote {self.output[-2000:]!r}") from None

    def wait_ended(self, timeout_s: float = 10.0) -> int:
        """Wait until it has ended by itself; its exit code."""
        code = self._process.wait(timeout_s)
        self._thread.join(timeout_s)
        return code


class Screen:
    """One window of a tmux server of its own, as a person sees it."""

    def __init__(self, tmux: str, socket: Path) -> None:
        self._tmux = (tmux, "-u", "-S", str(socket), "-f", os.devnull)

    def _run(self, *args: str) -> str:
        done = subprocess.run(
            [*self._tmux, *args],
            env=environment(UTF8),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"tmux {args[0]}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(errors="replace")

    def open(self, command: Sequence[str], columns: int, rows: int) -> int:
        """Run a command in the window; the pid of the tmux server."""
        size = ("-x", str(columns), "-y", str(rows))
        shown = ("-P", "-F", "#{pid}")
        kept = (";", "set-option", "-g", "remain-on-exit", "on")
        # The first window keeps the server; the command gets the second, with the option in force.
        self._run("new-session", "-d", *size, "-s", "hold", "cat", *kept)
        pid = self._run("new-session", "-d", *size, "-s", "main", *shown, *command)
        return int(pid)

    def text(self) -> str:
        """What is on the screen; blanks at the ends of lines are not."""
        return self._run("capture-pane", "-p", "-t", "main")

    def type(self, text: str) -> None:
        """Type a text."""
        self._run("send-keys", "-t", "main", "-l", "--", text)

    def press(self, *keys: str) -> None:
        """Press keys by their tmux names: Enter, C-d, BSpace ..."""
        self._run("send-keys", "-t", "main", *keys)

    def enter(self, text: str) -> None:
        """Type a line and Enter."""
        self.type(text)
        self.press("Enter")

    def paste(self, text: str) -> None:
        """Paste a text, in brackets if the program asked for them."""
        self._run("set-buffer", "--", text)
        self._run("paste-buffer", "-p", "-r", "-t", "main")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self._run("resize-window", "-t", "main", "-x", str(columns), "-y", str(rows))

    def kill(self) -> None:
        """End the program as a power cut would, and wait until it is gone."""
        pid = int(self._run("list-panes", "-t", "main", "-F", "#{pane_pid}"))
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: _dead(pid), 10, "the end of the program")

    def record(self, path: Path) -> None:
        """Write all that the program sends to the terminal from now on to a file."""
        self._run("pipe-pane", "-t", "main", f"cat > {shlex.quote(str(path))}")

    def wait_for(self, *texts: str, timeout_s: float = 15.0) -> str:
        """Wait until all of these are on the screen; the screen."""
        deadline = time.monotonic() + timeout_s
        pause = threading.Event()
        while True:
            shown = self.text()
            if all(text in shown for text in texts):
                return shown
            assert time.monotonic() < deadline, f"{texts} is not on the screen:\n{shown}"
            pause.wait(0.03)


@contextmanager
def screen(
    tmux: str, folder: Path, command: Sequence[str], columns: int = 100, rows: int = 30
) -> Iterator[Screen]:
    """Run a command in a terminal; its tmux server is ended afterwards by its pid."""
    window = Screen(tmux, folder / "tmux")
    pid = window.open(command, columns, rows)
    try:
        yield window
    finally:
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not Path(f"/proc/{pid}").exists() or _dead(pid), 10, "the end of tmux")


def _dead(pid: int) -> bool:
    """Whether the process is a zombie that nobody collects."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(") ")[2][0] == "Z"
    except OSError:
        return True
