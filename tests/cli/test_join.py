"""`veche join` as a process: arguments, pipes, exit codes."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.client.fake_server import FakeServer
from veche.cli.join import join, valid_nick
from veche.core.limits import DEFAULT
from veche.core.names import check_nick

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


def test_a_pipe(server: FakeServer) -> None:
    """Lines in are sent; messages come out; all the rest is on standard error; no colour."""
    server.history = ["@msgid=1 :bob!b@h PRIVMSG #dev :\x1b[31mold"]
    done = _run(server, "привет\nhello", "#dev")
    assert done.stdout == "bob: old\nalice: привет\nalice: hello\n"
    assert "You joined #dev" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert done.returncode == 0
    assert server.received[-1] == "QUIT :"


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
    """Exit code 3 and a sentence."""
    command = [*COMMAND, f"alice@127.0.0.1:{server.port}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as client:
        assert client.stderr is not None
        server.wait_for_command("JOIN")
        server.drop()
        assert client.wait(_PATIENCE_S) == 3
        assert b"The connection is lost: " in client.stderr.read()


def test_an_endless_line_from_the_server(server: FakeServer) -> None:
    """Is not waited out."""
    command = [*COMMAND, f"alice@127.0.0.1:{server.port}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as client:
        assert client.stderr is not None
        server.wait_for_command("JOIN")
        server.send_raw(b"x" * 100_000)
        assert client.wait(_PATIENCE_S) == 3
        assert b"a line without end" in client.stderr.read()


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


@pytest.mark.parametrize(
    ("login", "nick"),
    [("alice", "alice"), ("Алиса", "Алиса"), ("3d user", "duser"), ("www-data", "www-data"),
     ("", "guest"), ("42", "guest"), ("server", "guest"), ("x" * 99, "x" * 32)],
)  # fmt: skip
def test_a_login_name_becomes_a_nick(login: str, nick: str) -> None:
    """As near as can be, and always valid."""
    assert valid_nick(login) == nick
    assert check_nick(valid_nick(login), DEFAULT.nick_chars) is None
