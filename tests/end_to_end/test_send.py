"""`veche send` and `veche tail` with a real server: pipes, exit codes, and servers that die."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.irc import join
from tests.end_to_end.programs import Program
from tests.end_to_end.scripts import history, run, veche
from tests.harness import ServerProcess, environment


@pytest.fixture(name="server")
def _server() -> Iterator[ServerProcess]:
    with ServerProcess() as server, join(server.connect, "carol", "#ops"):
        yield server


def test_words_lines_and_files(server: ServerProcess, tmp_path: Path) -> None:
    """Everything that is sent is heard, in order; exit code 0, and not a word."""
    path = tmp_path / "report"
    path.write_text("из файла\n\n  last line", encoding="utf-8")
    with join(server.connect, "bob", "#ops") as bob:
        for args, given in (
            (("#ops", "two", "words"), ""),
            (("#ops", "line\r\nbreaks\n\nhere", "--notice"), ""),
            (("#ops", "--as", "deploy"), "one\n\n \ntwo\r\nthree"),
            (("#ops", "--file", str(path)), "not this\n"),
            (("#ops", "--file", "-", "--action"), "waves\n"),
            (("bob", "--", "-5", "degrees"), ""),
        ):
            done = run(server, "send", *args, given=given)
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        said = bob.messages(11)
        assert [m.text for m in said] == [
            "two words", "line", "breaks", "here", "one", "two", "three", "из файла",
            "  last line", "\x01ACTION waves\x01", "-5 degrees",
        ]  # fmt: skip
        assert [m.nick for m in said[4:7]] == ["deploy"] * 3
        assert said[10].target == "bob"
        # Each has said goodbye, so that its name is free again.
        bob.expect(r"(@\S+ )?:deploy!\S+ QUIT")


def test_lines_are_sent_as_they_come(server: ServerProcess) -> None:
    """The pipe need not end for its first lines to be heard."""
    with (
        join(server.connect, "bob", "#ops") as bob,
        Program(veche(server, "send", "#ops")) as send,
    ):
        for count, line in enumerate(("one", "two"), 1):
            send.write(f"{line}\n")
            assert [m.text for m in bob.messages(count)][-1] == line
        send.end_input()
        assert send.wait_ended() == os.EX_OK


def test_a_name_that_is_taken(server: ServerProcess) -> None:
    """Another like it is found, unless just that one was wanted."""
    login = {"LOGNAME": "carol", "USER": "carol"}
    done = subprocess.run(
        veche(server, "send", "#ops", "hi"),
        env=environment(login),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert [m.nick for m in history(server, "#ops")] == ["carol_"]
    done_as = run(server, "send", "#ops", "hi", "--as", "carol")
    assert (done_as.returncode, done_as.stderr) == (4, "carol is taken\n")


@pytest.mark.parametrize("program", ["send", "tail"])
def test_a_channel_that_does_not_exist(server: ServerProcess, program: str) -> None:
    """Is not made by the way: exit code 5; with --create it is. The lobby is always there."""
    words = ["x"] if program == "send" else ["--poll"]
    done = run(server, program, "#none", *words)
    assert (done.returncode, done.stdout) == (5, "")
    assert "There is no channel #none" in done.stderr
    with join(server.connect, "bob") as bob:
        bob.send("MODE #none")
        bob.expect(r"\S+ 403 bob #none ")
    assert run(server, program, "#none", *words, "--create").returncode == 0
    assert run(server, program, "#lobby", *words).returncode == 0


@pytest.mark.parametrize("program", ["send", "tail"])
def test_a_channel_that_is_closed(server: ServerProcess, program: str) -> None:
    """Exit code 4 and why; the key opens it. One that is secret looks as if it were not there."""
    words = ["x"] if program == "send" else ["--poll"]
    with join(server.connect, "bob", "#closed", "#secret") as bob:
        bob.send("MODE #closed +k sesame", "MODE #secret +s")
        bob.barrier()
        done = run(server, program, "#closed", *words)
        assert done.returncode == 4
        assert "Not in #closed: " in done.stderr
        assert run(server, program, "#closed", *words, "--key", "sesame").returncode == 0
        assert run(server, program, "#secret", *words).returncode == 5
        assert run(server, program, "#secret", *words, "--create").returncode == 0


def test_a_message_that_is_refused(server: ServerProcess) -> None:
    """Exit code 4, and which one."""
    done = run(server, "send", "nobody", "are you there?")
    assert done.returncode == 4
    assert done.stderr.startswith("Not sent: are you there? (")
    with join(server.connect, "bob", "#quiet") as bob:
        bob.send("MODE #quiet +m")
        bob.barrier()
        assert run(server, "send", "#quiet", given="a\nb\n").returncode == 4
        assert bob.barrier() is not None
        assert bob.messages() == []


def test_nobody_is_there() -> None:
    """Exit code 3."""
    with ServerProcess() as server:
        port = server.port
    for program in ("send", "tail"):
        done = run(server, program, "#ops", *(["x"] if program == "send" else []))
        assert done.returncode == 3
        assert f"Cannot reach 127.0.0.1:{port}: " in done.stderr


def test_a_server_that_stops_answering(server: ServerProcess) -> None:
    """Exit code 6 within the timeout, and how many are unknown."""
    with Program(veche(server, "send", "#ops", "--timeout", "1")) as send:
        with join(server.connect, "bob", "#ops") as bob:
            send.write("one\n")
            bob.messages(1)
        server.process.send_signal(signal.SIGSTOP)
        try:
            send.write("two\n")
            assert send.wait_ended() == 6
        finally:
            server.process.send_signal(signal.SIGCONT)
        # Whether the first one was acknowledged just before, nobody outside can know.
        assert send.lines()[0] == "The server did not answer within 1 s"
        assert send.lines()[1] in ("Not acknowledged: 1", "Not acknowledged: 2")


def test_a_server_that_does_not_come_back(server: ServerProcess) -> None:
    """Exit code 3 within the timeout, and how many are unknown."""
    with Program(veche(server, "send", "#ops", "--timeout", "2")) as send:
        with join(server.connect, "bob", "#ops") as bob:
            send.write("one\n")
            bob.messages(1)
        server.kill()
        send.write("two\n")
        send.end_input()
        assert send.wait_ended() == 3
        assert send.lines()[-1] in ("Not acknowledged: 1", "Not acknowledged: 2")


def test_the_server_is_killed_while_lines_stream(tmp_path: Path) -> None:
    """They all arrive, once and in order, and the exit code is 0."""
    lines = [f"line {number}" for number in range(900)]
    with ServerProcess(tmp_path / "data") as server:
        with Program(veche(server, "send", "#lobby")) as send:
            with join(server.connect, "bob", "#lobby") as bob:
                send.write("".join(f"{line}\n" for line in lines[:300]))
                bob.messages(50)
                server.kill()
            send.write("".join(f"{line}\n" for line in lines[300:600]))
            server.start()
            send.wait_for("Connected again")
            send.write("".join(f"{line}\n" for line in lines[600:]))
            send.end_input()
            assert send.wait_ended(30) == os.EX_OK
        assert [m.text for m in history(server, "#lobby")] == lines
