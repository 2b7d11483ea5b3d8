"""`veche join` as a process: arguments, pipes, exit codes."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.client.fake_server import FakeServer
from veche.cli.join import join

COMMAND = [sys.executable, "-c", "from veche.cli.join import join; join()"]
_PATIENCE_S = 60


@pytest.fixture(name="server")
def _server() -> Iterator[FakeServer]:
    with FakeServer() as server:
        yield server


def _run(server: FakeServer, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, f"alice@127.0.0.1:{server.port}", *arguments],
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE_S,
        check=False,
    )


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@contextlib.contextmanager
def _started(server: FakeServer) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [*COMMAND, f"alice@127.0.0.1:{server.port}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    ) as client:
        try:
            yield client
        finally:
            client.kill()


def test_a_pipe(server: FakeServer) -> None:
    """Lines in are sent; messages come out; all the rest is on standard error; no colour."""
    server.history = ["@msgid=1 :bob!b@h PRIVMSG #dev :\x1b[31mold"]
    done = _run(server, "привет\nhello", "#dev")
    assert done.stdout == "bob: old\nalice: привет\nalice: hello\n"
    assert "You joined #dev" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert done.returncode == 0
    server.wait_for(lambda line: line == "QUIT :")


def test_at_the_end_of_input_it_waits_for_acknowledgements(server: FakeServer) -> None:
    """Exit code 0 means that all of them came."""
    server.acknowledge = False
    command = [*COMMAND, f"alice@127.0.0.1:{server.port}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as client:
        assert client.stdin is not None
        assert client.stdout is not None
        client.stdin.write(b"one\ntwo\n")
        client.stdin.close()
        server.wait_for(lambda line: line.endswith(":two"))
        assert not any(line.startswith("QUIT") for line in server.received)
        server.release()
        assert client.stdout.read() == b"alice: one\nalice: two\n"
        assert client.wait(_PATIENCE_S) == 0


def test_a_file_of_many_lines(server: FakeServer, tmp_path: Path) -> None:
    """A regular file cannot be waited for like a pipe; and no more than 16 are under way."""
    path = tmp_path / "input"
    path.write_text("".join(f"{n}\n" for n in range(2_000)), encoding="utf-8")
    with path.open("rb") as file:
        done = subprocess.run(
            [*COMMAND, f"alice@127.0.0.1:{server.port}"],
            stdin=file,
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2_000)
    assert server.texts() == [str(n) for n in range(2_000)]
    assert server.most_in_flight <= 16


def test_nobody_reads_the_messages(server: FakeServer) -> None:
    """No traceback, no word about a pipe; it leaves."""
    command = [*COMMAND, f"alice@127.0.0.1:{server.port}"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as client:  # type: ignore[call-overload]
        client.stdout.close()
        server.wait_for_command("JOIN")
        server.send(":bob!b@h PRIVMSG #lobby :hello")
        assert b"ipe" not in client.stderr.read()
        assert client.wait(_PATIENCE_S) == 0


def test_refusals_are_told_and_counted(server: FakeServer) -> None:
    """Exit code 4; 5 where there is no such channel."""
    server.refused_texts = {"bad": "Not here"}
    server.refused_joins = {"#none": "403 * #none :No such channel"}
    done = _run(server, "bad\n")
    assert done.returncode == 4
    assert "Not sent: bad (#lobby: Not here)" in done.stderr
    assert _run(server, "hi\n", "#none").returncode == 5


def test_a_dropped_connection(server: FakeServer) -> None:
    """Is made again, with a line for each attempt; all that came in is sent once."""
    with _started(server) as client:
        assert client.stdin is not None
        assert client.stdout is not None
        assert client.stderr is not None
        client.stdin.write(b"one\n")
        assert client.stdout.readline() == b"alice: one\n"
        server.stop_listening()
        server.drop()
        while b"Connection lost: Connection refused. Again in " not in client.stderr.readline():
            pass
        client.stdin.write(b"two\n")
        client.stdin.close()
        server.listen_again()
        assert client.stdout.read() == b"alice: two\n"
        assert client.wait(_PATIENCE_S) == 0
    assert server.texts() == ["one", "two"]


def test_an_endless_line_from_the_server(server: FakeServer) -> None:
    """Is not waited out."""
    with _started(server) as client:
        assert client.stderr is not None
        server.wait_for_command("JOIN")
        server.send_raw(b"x" * 100_000)
        while b"a line without end" not in (line := client.stderr.readline()):
            assert line


def test_giving_up_while_the_connection_is_lost(server: FakeServer) -> None:
    """Exit code 3, and what was not acknowledged; without any such 130, as ever."""
    for text, code in ((b"kept\n", 3), (b"", 130)):
        with _started(server) as client:
            assert client.stdin is not None
            assert client.stderr is not None
            while b"You joined" not in client.stderr.readline():
                pass
            server.stop_listening()
            server.drop()
            while b"Connection refused. Again in " not in client.stderr.readline():
                pass
            client.stdin.write(text)
            # Read by now: the line for the next attempt comes after it.
            while b"Again in " not in client.stderr.readline():
                pass
            client.send_signal(signal.SIGINT)
            assert client.wait(_PATIENCE_S) == code
            words = client.stderr.read()
            assert (b"Not sent: kept" in words) is (code == 3)
            assert (b"Not acknowledged: 1" in words) is (code == 3)
        server.listen_again()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_is_told_to_the_server(server: FakeServer, number: signal.Signals) -> None:
    """Else it would keep the name for somebody who has only lost contact."""
    with _started(server) as client:
        server.wait_for_command("JOIN")
        client.send_signal(number)
        assert client.wait(_PATIENCE_S) == 130
    server.wait_for_command("QUIT")


@pytest.mark.parametrize(
    ("arguments", "locale"), [((), "ru_RU.UTF-8"), (("--language", "ru"), "en_GB.UTF-8")]
)
def test_the_language(server: FakeServer, arguments: tuple[str, ...], locale: str) -> None:
    """That of the locale, or the one asked for."""
    done = subprocess.run(
        [*COMMAND, f"alice@127.0.0.1:{server.port}", *arguments],
        input="привет",
        env={**os.environ, "LC_ALL": locale, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE_S,
        check=False,
    )
    assert done.stdout == "alice: привет\n"
    assert done.stderr.startswith("Вас зовут alice\nВы вошли в #lobby\n")


def test_ctrl_c(server: FakeServer) -> None:
    """Exit code 130, and nothing like a traceback."""
    command = [*COMMAND, f"alice@127.0.0.1:{server.port}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as client:
        assert client.stderr is not None
        server.wait_for_command("JOIN")
        client.send_signal(2)
        assert client.wait(_PATIENCE_S) == 130
        assert b"Traceback" not in client.stderr.read()


def test_nobody_listens() -> None:
    """Exit code 3, and where it was looked for."""
    with FakeServer() as server:
        port = server.port
    done = subprocess.run(
        [*COMMAND, f"alice@127.0.0.1:{port}"],
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE_S,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.startswith(f"Cannot reach 127.0.0.1:{port}: ")


@pytest.mark.parametrize(
    "arguments",
    [["alice"], ["a@h:0"], ["#a", "#b"], ["a@h", "b@h"], ["#"], ["#a,#b"], ["#a b"], ["a@"]],
)
def test_bad_arguments(arguments: list[str]) -> None:
    """Exit code 2 and a sentence, before anything is connected."""
    result = CliRunner().invoke(join, arguments)
    assert result.exit_code == 2
    assert "Error: " in result.output
