"""`veche tail`: its command line. What it does is in tests/end_to_end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.client.fake_server import FakeServer
from veche.cli.tail import has_colour, tail


class _Server(FakeServer):
    """It also says that a channel is there."""

    def _on_mode(self, _label: str, rest: str) -> None:
        self._write(f":s 324 {self.nick} {rest} +nt")


@pytest.fixture(name="server")
def _server() -> Iterator[FakeServer]:
    with _Server() as server:
        server.history = [
            "@msgid=m1;time=2025-03-01T12:00:00.000Z :bob!b@h PRIVMSG #ops :one",
            "@msgid=m2;time=2025-03-01T12:00:01.000Z :bob!b@h PRIVMSG #ops :two",
        ]
        yield server


def _poll(server: FakeServer, *args: str) -> int:
    arguments = ["#ops", "--poll", "--to", f"127.0.0.1:{server.port}", *args]
    return CliRunner().invoke(tail, arguments).exit_code


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["ops"], ["#a,#b"], ["#a", "--to", "h:0"], ["#a", "--since", "yester"],
        ["#a", "--since", "9999-01-01"], ["#a", "--since", "1h", "-n", "1"], ["#a", "-n", "-1"],
        ["#a", "--json", "--exec", "true"], ["#a", "--exec", "true", "--exec-timeout", "0"],
        ["#a", "--as", "a b"],
    ],
)  # fmt: skip
def test_wrong_usage(arguments: list[str]) -> None:
    """Exit code 2 and a sentence, before anything is connected."""
    result = CliRunner().invoke(tail, arguments)
    assert result.exit_code == 2
    assert "Error: " in result.output


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_what_is_there(
    server: FakeServer, form: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """On standard output, one message a line; then it leaves."""
    assert _poll(server, *form) == 0
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "one" in lines[0]
    assert "two" in lines[1]
    server.wait_for_command("QUIT")


def test_a_command(server: FakeServer, tmp_path: Path) -> None:
    """Once for each message."""
    log = tmp_path / "log"
    assert _poll(server, "--exec", f'echo "$VECHE_TEXT" >> {log}') == 0
    assert log.read_text("utf-8") == "one\ntwo\n"


def test_the_name(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Says what it is and whose, and yields to others; unless one is wanted."""
    monkeypatch.setattr("getpass.getuser", lambda: "alice")
    server.taken.add("alice-tail")
    assert _poll(server) == 0
    assert server.nick == "alice-tail_"
    assert _poll(server, "--as", "alice-tail") == 4


def test_since_when(server: FakeServer) -> None:
    """Is asked of the server."""
    assert _poll(server, "--since", "2025-01-02T03:04+00:00") == 0
    asked = server.wait_for_command("CHATHISTORY")
    assert "AFTER #ops timestamp=2025-01-02T03:04:00.000Z" in asked


@pytest.mark.parametrize(
    ("environment", "colour"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False),
     ({"TERM": "xterm", "NO_COLOR": ""}, True), ({"TERM": "dumb"}, False), ({}, False)],
)  # fmt: skip
def test_colour(environment: dict[str, str], colour: bool) -> None:
    """As no-color.org wishes."""
    assert has_colour(environment) is colour


def test_the_help_has_examples() -> None:
    """And the exit codes."""
    output = CliRunner().invoke(tail, ["--help"]).output
    assert "--json --since 1h" in output
    assert "6 timed out" in output
