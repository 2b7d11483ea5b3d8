"""`veche tail` with a real server: what was said, what is said, commands, servers that die."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import require_tool
from tests.end_to_end.irc import join
from tests.end_to_end.programs import Program
from tests.end_to_end.scripts import HOSTILE, count_lines, run, veche
from tests.harness import ServerProcess, environment, wait_until


@pytest.fixture(name="server")
def _server() -> Iterator[ServerProcess]:
    with ServerProcess() as server, join(server.connect, "carol", "#ops"):
        yield server


def test_tail_across_a_restart(tmp_path: Path) -> None:
    """What was said meanwhile is told too, once and in order."""
    with ServerProcess(tmp_path / "data") as server:
        command = veche(server, "tail", "#lobby", "--json")
        with Program(command) as tail:
            tail.wait_for("Following #lobby as ")
            said = []
            for life in range(3):
                with join(server.connect, f"bob{life}", "#lobby") as bob:
                    for number in range(30):
                        bob.say("#lobby", f"{life} {number}")
                        said.append(f"{life} {number}")
                    bob.messages(30)
                if life == 1:
                    tail.wait_for('"1 29"')
                if life < 2:
                    server.kill()
                    server.start()
            tail.wait_for('"2 29"', 30)
            tail.signal(signal.SIGTERM)
            assert tail.wait_ended() == 128 + signal.SIGTERM
            messages = [json.loads(line) for line in tail.lines('"type"')]
            assert [m["text"] for m in messages] == said
            numbers = [m["seq"] for m in messages]
            assert numbers == sorted(set(numbers))
            assert any("trying again in" in line for line in tail.lines())


def test_what_was_said_before(server: ServerProcess) -> None:
    """--since a message, a moment, an age; -n; the exit code is 0 when it is told."""
    with join(server.connect, "bob", "#ops") as bob:
        for number in range(12):
            bob.say("#ops", f"n{number}")
        said = bob.messages(12)

    def poll(*args: str) -> list[str]:
        done = run(server, "tail", "#ops", "--poll", "--json", *args)
        assert (done.returncode, done.stderr) == (0, "")
        return [json.loads(line)["text"] for line in done.stdout.splitlines()]

    texts = [m.text for m in said]
    assert poll() == texts[-10:]
    assert poll("-n", "3") == texts[-3:]
    assert poll("-n", "0") == []
    assert poll("--since", "1h") == texts
    assert poll("--since", "2025-01-01") == texts
    assert poll("--since", said[4].tags["msgid"]) == texts[5:]
    assert poll("--since", said[-1].tags["msgid"]) == []


def test_a_reader_that_has_enough(server: ServerProcess) -> None:
    """`| head -1` ends it, also while nobody says anything, and without a word."""
    with join(server.connect, "bob", "#ops") as bob:
        bob.say("#ops", "first")
        bob.say("#ops", "second")
        bob.messages(2)
        tail = " ".join(veche(server, "tail", "'#ops'"))
        script = f"{tail} 2>err | head -1; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(
            [require_tool("bash"), "-c", script],
            env=environment(),
            cwd=server.data.parent,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        shown, code = done.stdout.splitlines()
        assert shown.endswith(" bob: first")
        assert code == "0"
        said = (server.data.parent / "err").read_text("utf-8")
        assert [line.split(" as ")[0] for line in said.splitlines()] == ["Following #ops"]


def test_ctrl_c(server: ServerProcess) -> None:
    """Exit code 130; the server is told goodbye, and nothing like a traceback is shown."""
    with join(server.connect, "bob", "#ops") as bob:
        with Program(veche(server, "tail", "#ops", "--as", "tailer")) as tail:
            tail.wait_for("Following")
            tail.signal(signal.SIGINT)
            assert tail.wait_ended() == 130
            assert len(tail.lines()) == 1
        bob.expect(r"(@\S+ )?:tailer!\S+ QUIT")
        with Program(veche(server, "send", "#ops", "--as", "sender")) as send:
            bob.expect(r"(@\S+ )?:sender!\S+ JOIN")
            send.signal(signal.SIGINT)
            assert send.wait_ended() == 130
            assert send.output == ""
        bob.expect(r"(@\S+ )?:sender!\S+ QUIT")


def test_a_command_for_each_message(server: ServerProcess, tmp_path: Path) -> None:
    """In order, with the text as it was said; none of it is obeyed, by a shell or a terminal."""
    script = (
        'printf "%s\\n" "$VECHE_NICK: $VECHE_TEXT" >> log; cat >> json; test "$VECHE_TEXT" != b'
    )
    command = veche(server, "tail", "#ops", "-n", "0", "--exec", script)
    with join(server.connect, "bob", "#ops") as bob:
        wrapped = ["env", "-C", str(tmp_path), *command]
        with Program(wrapped) as tail:
            tail.wait_for("Following")
            bob.expect(r"(@\S+ )?:\S+-tail_*!\S+ JOIN")
            for text in ("a", "b", HOSTILE):
                bob.say("#ops", text)
            wait_until(lambda: count_lines(tmp_path / "json") == 3, what="three commands")
            tail.wait_for("ended with exit code 1")
            assert len(tail.lines()) == 2
    assert (tmp_path / "log").read_bytes().decode() == f"bob: a\nbob: b\nbob: {HOSTILE}\n"
    printed = (tmp_path / "json").read_text("utf-8")
    assert json.loads(printed.splitlines()[2])["text"] == HOSTILE
    assert not set(printed) & set("\x1b\x07\x9b\u202e")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["json", "log"]


def test_what_is_hostile_is_shown_harmless(server: ServerProcess) -> None:
    """To people without what moves the cursor, to programs escaped."""
    with join(server.connect, "bob", "#ops") as bob:
        bob.say("#ops", HOSTILE)
        bob.messages(1)
    for form in ([], ["--json"]):
        done = run(server, "tail", "#ops", "--poll", *form)
        assert not set(done.stdout) & set("\x1b\x07\x9b\u202e")
        assert "touch x" in done.stdout
