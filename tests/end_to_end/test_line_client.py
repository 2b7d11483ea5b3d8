"""`veche join`: in a terminal, where what one types is never torn, and in a pipe."""

import contextlib
import os
import sys
from pathlib import Path

import pytest

from tests.conftest import require_tool
from tests.end_to_end.irc import join
from tests.end_to_end.programs import Program, screen
from tests.harness import ServerProcess

PROMPT = "\n>"
VECHE = (sys.executable, "-m", "veche", "join")


def test_what_one_types_is_never_torn(tmp_path: Path) -> None:
    """Messages arrive while half a line is typed; the half stays, and is sent whole."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        command = [*VECHE, "--plain", f"алиса@{server.host}:{server.port}"]
        with screen(require_tool("tmux"), tmp_path, command, 80, 24) as alice:
            alice.wait_for(PROMPT)
            carol.expect(r"(@\S+ )?:алиса!\S+ JOIN :?#lobby")
            alice.type("half a ")
            alice.wait_for("half a")
            for number in range(5):
                carol.say("#lobby", f"interrupting {number}")
            shown = alice.wait_for("interrupting 4", "half a").rstrip("\n").split("\n")
            typed = [line for line in shown if "half a" in line]
            assert len(typed) == 1, "the line is on the screen once"
            assert "interrupting" not in typed[0]
            assert shown.index(typed[0]) > max(
                n for n, line in enumerate(shown) if "interrupting" in line
            )
            alice.enter("привет")
            got = carol.messages(6)[-1]
            assert (got.nick, got.text) == ("алиса", "half a привет")
            alice.wait_for("half a привет")
            alice.enter("exit")
            carol.expect(r"(@\S+ )?:алиса!\S+ QUIT")


def test_through_a_pipe() -> None:
    """Lines in, messages out; the end of input ends it, when all of it is acknowledged."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        command = [*VECHE, f"alice@{server.host}:{server.port}", "#lobby"]
        with Program(command) as alice:
            carol.expect(r"(@\S+ )?:alice!\S+ JOIN :?#lobby")
            carol.say("#lobby", "привет")
            alice.wait_for("carol: привет")
            alice.write("".join(f"line {number}\n" for number in range(200)))
            alice.end_input()
            assert [m.text for m in carol.messages(201)[1:]] == [f"line {n}" for n in range(200)]
            assert alice.wait_ended() == os.EX_OK


@pytest.mark.parametrize(
    ("locale", "lost", "kept", "back"),
    [
        ("C.UTF-8", "Connection lost. Again in", "2 messages kept",
         "2 kept messages are delivered"),
        ("ru_RU.UTF-8", "Связь потеряна. Снова через", "2 сообщения ждут отправки",
         "Доставлены 2 отложенных сообщения"),
    ],
)  # fmt: skip
def test_the_server_is_killed_in_mid_conversation(
    tmp_path: Path, locale: str, lost: str, kept: str, back: str
) -> None:
    """A countdown, what is typed meanwhile, and all that was said: each once, and in order."""
    with ServerProcess() as server:
        command = [*VECHE, "--plain", f"alice@{server.host}:{server.port}"]
        command = ["env", f"LC_ALL={locale}", *command]
        with screen(require_tool("tmux"), tmp_path, command, 80, 40) as alice:
            with join(server.connect, "carol", "#lobby") as carol:
                alice.wait_for("carol", PROMPT)
                carol.say("#lobby", "before")
                alice.enter("hello")
                alice.wait_for("carol: before", "alice: hello")
                alice.type("half a ")
                alice.wait_for("> half a")
                server.kill()
            alice.wait_for(lost, "> half a")
            alice.enter("line")
            alice.enter("another")
            alice.wait_for(lost, kept)
            server.start()
            with join(server.connect, "dave", "#lobby") as dave:
                dave.say("#lobby", "missed")
                # Enter: now. She may have come by herself, and first.
                alice.press("Enter")
                alice.wait_for("dave: missed", "alice: another", back)
                dave.say("#lobby", "after")
                shown = alice.wait_for("dave: after").split("\n")
            said = [line[6:].strip() for line in shown if ": " in line and line[2:3] == ":"]
            assert said.count("dave: missed") == 1
            assert [line for line in said if line != "dave: missed"] == [
                "carol: before", "alice: hello", "alice: half a line", "alice: another",
                "dave: after",
            ]  # fmt: skip
            assert not any(lost in line for line in shown)


def test_a_pipe_outlives_the_server() -> None:
    """Whoever listens through another pipe gets every line once, in order; so does the sender."""
    lines = [f"line {number}" for number in range(300)]
    with ServerProcess() as server:
        place = f"{server.host}:{server.port}"
        with contextlib.ExitStack() as stack:
            bob = stack.enter_context(Program([*VECHE, f"bob@{place}"]))
            bob.wait_for("You joined")
            alice = stack.enter_context(Program([*VECHE, f"alice@{place}"]))
            for begin in range(0, 300, 50):
                alice.write("".join(f"{line}\n" for line in lines[begin : begin + 50]))
                # In the midst of it, with some of them under way.
                bob.wait_for(f"alice: line {begin + 10}\n", 30.0)
                if begin in (50, 150):
                    server.kill()
                    alice.wait_for("Connection lost: ")
                    server.start()
            alice.end_input()
            assert alice.wait_ended(60.0) == os.EX_OK
            bob.wait_for("alice: line 299\n", 30.0)
            for each in (alice, bob):
                assert each.lines("alice: ") == [f"alice: {line}" for line in lines]
                assert each.lines("missing") == []
            assert len(alice.lines("Connected again")) == 2


def test_who_was_cut_off_comes_back(tmp_path: Path) -> None:
    """After kill -9 of the client: as the same guest, who missed nothing. After exit: anew."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        command = [*VECHE, "--plain", f"alice@{server.host}:{server.port}"]
        for number, last in enumerate(("cut off", "exit", "")):
            folder = tmp_path / str(number)
            folder.mkdir()
            with screen(require_tool("tmux"), folder, command, 80, 24) as alice:
                shown = alice.wait_for("You are alice", PROMPT)
                assert "taken" not in shown
                if number == 1:
                    alice.wait_for("carol: meanwhile")
                    alice.enter("exit")
                    carol.expect(r"(@\S+ )?:alice!\S+ QUIT :Quit")
                elif last:
                    alice.kill()
                    carol.expect(r"(@\S+ )?:alice!\S+ QUIT")
                    carol.say("#lobby", "meanwhile")
