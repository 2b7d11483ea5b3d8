"""A real server as a process of its own, for every test that goes end to end.

Owns starting, waiting for, stopping and killing it by its process. Knows the server only from
outside: its command line, its standard output, its socket and its exit code.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

SOURCE = Path(__file__).parent.parent / "src"
# The line of the greeting that says where the server really listens, also for port 0.
_WHERE = re.compile(r"\bnc (\S+) (\d+)\b")


# What programs of ours remember between runs, the tests' alone.
_STATE = tempfile.TemporaryDirectory(prefix="veche-test-state-")


def wait_until(condition: Callable[[], bool], timeout_s: float = 10.0, what: str = "it") -> None:
    """Wait until `condition` holds; AssertionError naming `what` when it does not in time."""
    pause = threading.Event()
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen in {timeout_s} s"
        pause.wait(0.005)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for a `python -m veche` of this tree: no VECHE_* from outside."""
    # The size of a terminal is its own; pytest-xdist exports one.
    outside = ("VECHE_", "COLUMNS", "LINES")
    env = {key: value for key, value in os.environ.items() if not key.startswith(outside)}
    path = env.get("PYTHONPATH")
    env["PYTHONPATH"] = f"{SOURCE}{os.pathsep}{path}" if path else str(SOURCE)
    env["PYTHONUNBUFFERED"] = "1"
    env["XDG_STATE_HOME"] = _STATE.name
    return env | dict(extra or {})


def run_veche(
    *args: str, env: Mapping[str, str] | None = None, timeout_s: float = 30.0
) -> subprocess.CompletedProcess[str]:
    """Run `python -m veche ARGS` to its end, and return its output and exit code."""
    return subprocess.run(
        [sys.executable, "-m", "veche", *args],
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


class ServerProcess:
    """`veche serve` on a free port of loopback, ready when the `with` block begins.

    Without `data` it has a data directory of its own that goes with it; with
    one, two servers after each other see the same conversation. Leaving the
    block stops it in order, or kills it if that takes over 10 s.
    """

    def __init__(
        self,
        data: Path | None = None,
        *,
        args: Sequence[str] = (),
        host: str = "127.0.0.1",
        port: int = 0,
        env: Mapping[str, str] | None = None,
        python: Sequence[str] = (sys.executable,),
    ) -> None:
        self._own = None if data else tempfile.TemporaryDirectory(prefix="veche-test-")
        self.data = data or Path(self._own.name if self._own else "") / "data"
        self._args = args
        self._env = env
        self._python = python
        self.host = host
        self.port = port
        self._lines: list[str] = []
        self.ready_s = 0.0
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._process: subprocess.Popen[str] | None = None

    # -- life ------------------------------------------------------------------------------

    def __enter__(self) -> "ServerProcess":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self.running:
                self.stop(10.0)
        finally:
            self.kill()
            if error is not None:
                print(f"-- the server said on stderr:\n{self.errors()}", file=sys.stderr)
            self._errors.close()
            if self._own is not None:
                self._own.cleanup()

    def start(self, timeout_s: float = 20.0) -> None:
        """Start it and wait until it says that it is ready; a second start keeps the port."""
        assert not self.running
        command = [*self._python, "-m", "veche", "serve", "--host", self.host]
        command += ["--port", str(self.port), "--data", str(self.data), *self._args]
        began = time.monotonic()
        self._process = subprocess.Popen(
            command,
            env=environment(self._env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self._read_greeting(timeout_s)
        self.ready_s = time.monotonic() - began

    def _read_greeting(self, timeout_s: float) -> None:
        process = self.process
        ready = threading.Event()
        lines = self._lines = []

        def read() -> None:
            assert process.stdout is not None
            with process.stdout:
                for line in process.stdout:
                    lines.append(line)
                    if where := _WHERE.search(line):
                        self.port = int(where[2])
                        ready.set()
            ready.set()

        threading.Thread(target=read, daemon=True).start()
        if not ready.wait(timeout_s):
            self.kill()
        if not _WHERE.search(self.greeting):
            code = process.wait(timeout=5)
            raise AssertionError(f"the server did not start: exit code {code}\n{self.errors()}")

    def stop(self, timeout_s: float = 20.0, sign: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop, wait for that, and return its exit code."""
        self.process.send_signal(sign)
        try:
            return self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the server did not stop within {timeout_s} s") from None

    def kill(self) -> None:
        """End it at once, as `kill -9` does; nothing happens if it has ended."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    # -- looking at it ---------------------------------------------------------------------

    @property
    def process(self) -> subprocess.Popen[str]:
        """The process that was started last."""
        assert self._process is not None, "start it first"
        return self._process

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def greeting(self) -> str:
        """All that it has said on standard output so far."""
        return "".join(self._lines)

    def errors(self) -> str:
        """All that it has said on standard error so far."""
        size = os.fstat(self._errors.fileno()).st_size
        return os.pread(self._errors.fileno(), size, 0).decode(errors="replace")

    def connect(self, timeout_s: float = 10.0) -> socket.socket:
        """Open a TCP connection to it; what is read or written on it has the same timeout."""
        return socket.create_connection((self.host, self.port), timeout_s)
