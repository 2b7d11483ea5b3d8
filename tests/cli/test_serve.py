"""`veche serve` as a process: what it says, how it ends, what it refuses."""

import json
import os
import signal
import socket
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from tests.harness import ServerProcess, run_veche, wait_until
from veche.cli.serve import greeting
from veche.server.app import Ready
from veche.server.data_dir import DATABASE


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_and_stops(sign: signal.Signals) -> None:
    """It says where to connect by each door; the signal ends it in time and in order."""
    with ServerProcess() as server, server.connect() as client:
        for words in (
            f"nc 127.0.0.1 {server.port}",
            f"127.0.0.1 port {server.port}",
            f"veche join 127.0.0.1:{server.port}",
            f"http://127.0.0.1:{server.port}/",
            str(server.data),
            "Only this machine",
        ):
            assert words in server.greeting
        client.sendall(b"NICK a\r\nUSER a 0 * :a\r\n")
        client.recv(10)
        began = time.monotonic()
        assert server.stop(5.0, sign) == 0
        assert time.monotonic() - began < 5
        said = b""
        while more := client.recv(4096):
            said += more
        assert b"The server is stopping" in said
        assert "Traceback" not in server.errors()


def test_a_hangup_reloads() -> None:
    """It goes on, as long as the terminal is there, or there was none."""
    with ServerProcess(args=("--log-format", "json")) as server:
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "reloaded" in server.errors(), what="the reload")
        assert server.stop() == 0


def test_it_ends_with_its_terminal() -> None:
    """Nobody could stop it any more by Ctrl-C."""
    keyboard, screen = os.openpty()
    launch = (
        "import os, sys; os.setsid(); os.open(sys.argv[1], os.O_RDWR);"
        "os.execv(sys.executable, [sys.executable, *sys.argv[2:]])"
    )
    python = (sys.executable, "-c", launch, os.ttyname(screen))
    with ServerProcess(python=python) as server:
        os.close(screen)
        os.close(keyboard)
        assert server.process.wait(20) == 0


def refused(*args: str) -> str:
    """Start it with these arguments; the one sentence with which it ends."""
    done = run_veche("serve", *args)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("veche: ")
    assert done.stderr.rstrip()[-1] in ".?"
    return done.stderr


def test_a_taken_port(tmp_path: Path) -> None:
    """Named, with the way out."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused("--port", str(port), "--data", str(tmp_path / "data"))
    assert f"Port {port}" in said
    assert "--port" in said


def test_a_bad_key(tmp_path: Path) -> None:
    """With the nearest right one."""
    path = tmp_path / "veche.toml"
    path.write_text("[server]\nprot = 1\n")
    assert "did you mean port?" in refused("--config", str(path))


def test_a_second_server_on_the_same_data() -> None:
    """The first one does not notice."""
    with ServerProcess() as server:
        said = refused("--port", "0", "--data", str(server.data))
        assert "Another server" in said
        assert server.stop() == 0


def test_data_directories_that_cannot_be_used(tmp_path: Path) -> None:
    """Not writable, and somebody else's."""
    assert "cannot be used" in refused("--port", "0", "--data", "/proc/veche")
    (tmp_path / "thesis.txt").touch()
    assert "something else" in refused("--port", "0", "--data", str(tmp_path))


def test_a_damaged_database(tmp_path: Path) -> None:
    """And one of another program."""
    (tmp_path / DATABASE).write_bytes(b"nonsense" * 1000)
    assert DATABASE in refused("--port", "0", "--data", str(tmp_path))
    (tmp_path / DATABASE).unlink()
    with sqlite3.connect(tmp_path / DATABASE) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    assert "another program" in refused("--port", "0", "--data", str(tmp_path))


def test_bad_tls_files(tmp_path: Path) -> None:
    """Before anything else is touched."""
    missing = str(tmp_path / "none.pem")
    said = refused("--tls-cert", missing, "--tls-key", missing, "--data", str(tmp_path / "data"))
    assert "none.pem does not exist" in said
    assert not (tmp_path / "data").exists()


def test_the_log_as_json() -> None:
    """Each line an object."""
    with ServerProcess(args=("--log-format", "json")) as server:
        assert server.stop() == 0
        lines = [json.loads(line) for line in server.errors().splitlines()]
    assert [line["event"] for line in lines] == ["started", "stopped"]


def test_what_people_write_is_for_the_owner_alone() -> None:
    """Whatever the umask of who starts it."""
    before = os.umask(0)
    try:
        with ServerProcess() as server:
            modes = {path.stat().st_mode & 0o077 for path in server.data.iterdir()}
            assert modes == {0}
    finally:
        os.umask(before)


def test_the_greeting() -> None:
    """Says who can connect, and by which name the defaults are reached."""
    usual = greeting(Ready("127.0.0.1", 8080, Path("/d"), False, True), None, 0.42)
    assert "ready in 0.4 s" in usual
    assert "veche join\n" in usual
    assert "Config   none" in usual
    open_ = greeting(Ready("::1", 9, Path("/d"), True, False), "c.toml", 0.42)
    for words in ("https://[::1]:9/", "nc ::1 9", "veche join [::1]:9", "Everybody", "c.toml"):
        assert words in open_
