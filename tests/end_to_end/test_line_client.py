"""`veche join`: in a terminal, where what one types is never torn, and in a pipe."""

import os
import sys
from pathlib import Path

from tests.conftest import require_tool
from tests.end_to_end.irc import join
from tests.end_to_end.programs import Program, screen
from tests.harness import ServerProcess

PROMPT = "\n>"
VECHE = (sys.executable, "-m", "veche", "join")


def test_what_one_types_is_never_torn(tmp_path: Path) -> None:
    """Messages arrive while half a line is typed; the half stays, and is sent whole."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        command = [*VECHE, f"алиса@{server.host}:{server.port}"]
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
