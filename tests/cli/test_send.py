"""`veche send`: its command line. What it does is in tests/end_to_end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.client.fake_server import FakeServer
from tests.harness import environment
from veche.cli.send import send


class _Server(FakeServer):
    """It also says that a channel is there."""

    def _on_mode(self, _label: str, rest: str) -> None:
        self._write(f":s 324 {self.nick} {rest} +nt")


@pytest.fixture(name="server")
def _server() -> Iterator[FakeServer]:
    with _Server() as server:
        yield server


def _send(server: FakeServer, *args: str) -> int:
    return CliRunner().invoke(send, ["--to", f"127.0.0.1:{server.port}", *args]).exit_code


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["#"], ["#a,#b", "x"], ["a b", "x"], ["#a", "x", "--to", "h:0"],
        ["#a", "x", "--to", ""], ["#a", "x", "--as", ""], ["#a", "x", "--as", "b", "--to", "c@h"],
        ["#a", "x", "--notice", "--action"], ["#a", "x", "--file", "/dev/null"],
        ["#a", "--file", "/no/such/file"], ["#a", "--file", "/"], ["#a", "--file", "a\0b"],
        ["#a", " "], ["#a", "\n"], ["#a", "x", "--timeout", "0"], ["#a", "x", "--timeout", "x"],
    ],
)  # fmt: skip
def test_wrong_usage(arguments: list[str]) -> None:
    """Exit code 2 and a sentence, before anything is connected."""
    result = CliRunner().invoke(send, arguments)
    assert result.exit_code == 2
    assert "Error: " in result.output


def test_a_text(server: FakeServer) -> None:
    """Words as one message, line breaks as several; it joins, speaks and leaves."""
    assert _send(server, "#ops", "two", "words\r\nand\n\nmore") == 0
    assert server.texts() == ["two words", "and", "more"]
    server.wait_for_command("QUIT")


def test_bytes_that_are_no_text(server: FakeServer) -> None:
    """Are sent as what stands for such."""
    assert _send(server, "#ops", os.fsdecode(b"a\xffb")) == 0
    assert server.texts() == ["a\ufffdb"]


def test_a_file(server: FakeServer, tmp_path: Path) -> None:
    """Line by line, blank ones not."""
    path = tmp_path / "lines"
    path.write_text("one\n\ntwo", encoding="utf-8")
    assert _send(server, "#ops", "--file", str(path)) == 0
    assert server.texts() == ["one", "two"]


def test_the_first_name_is_taken(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is another one; with --as there is no other."""
    monkeypatch.setattr("getpass.getuser", lambda: "alice")
    server.taken.add("alice")
    assert _send(server, "bob", "hi") == 0
    assert server.nick == "alice_"
    assert _send(server, "bob", "hi", "--as", "alice") == 4


def test_a_message_that_is_refused(server: FakeServer) -> None:
    """Exit code 4, though the others are through."""
    server.refused_texts = {"bad": "Not here"}
    assert _send(server, "#ops", "good\nbad\nbetter") == 4


@pytest.mark.parametrize(("refusal", "code"), [("403 * #ops :No", 5), ("474 * #ops :Banned", 4)])
def test_a_channel_that_is_refused(server: FakeServer, refusal: str, code: int) -> None:
    """Exit code 5 where there is none, 4 otherwise."""
    server.refused_joins = {"#ops": refusal}
    assert _send(server, "#ops", "x") == code


def test_no_answer(server: FakeServer) -> None:
    """Exit code 6."""
    server.acknowledge = False
    assert _send(server, "#ops", "x", "--timeout", "0.2") == 6


def test_a_person_is_told_how_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """If it is a person who types."""
    with FakeServer() as server:
        port = server.port
    monkeypatch.setattr("os.isatty", lambda _descriptor: True)
    result = CliRunner().invoke(send, ["#ops", "--to", f"127.0.0.1:{port}"])
    assert result.exit_code == 3
    assert result.output.startswith("Each line you type is sent; Ctrl-D ends.\nCannot reach ")


def test_it_starts_quickly() -> None:
    """A script pays for nothing that it does not use."""
    code = "import sys, veche.cli.send; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "veche.client.driver" in loaded
    for name in ("aiohttp", "textual", "prompt_toolkit", "sqlite3", "structlog", "veche.server"):
        assert name not in loaded


def test_the_help_has_examples() -> None:
    """And the exit codes."""
    output = CliRunner().invoke(send, ["--help"]).output
    assert "make 2>&1 | veche send '#build'" in output
    assert "6 timed out" in output
