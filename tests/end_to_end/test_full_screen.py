"""`veche join` on the full screen, in a real terminal, with a real server."""

import sys
from pathlib import Path

import pytest

from tests.conftest import require_tool
from tests.end_to_end.irc import join
from tests.end_to_end.programs import Screen, screen
from tests.harness import ServerProcess, wait_until

# The shell says how it ended; tmux sometimes does not see that a program has.
ENDED = 'LC_ALL=C.UTF-8 "$@"; echo "ended with $?"; cat'
VECHE = ("sh", "-c", ENDED, "sh", sys.executable, "-m", "veche", "join")


def texts(shown: str, *words: str) -> list[str]:
    """Return, in their order on the screen, those of `words` that its lines end with."""
    lines = [line.split("▏")[0].rstrip() for line in shown.split("\n")]
    return [word for line in lines for word in words if line.endswith(word)]


@pytest.mark.parametrize(("columns", "rows"), [(120, 36), (80, 24), (60, 20)])
def test_a_conversation(tmp_path: Path, columns: int, rows: int) -> None:
    """What others say, what one types, a private word, and leaving: at every size."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        command = [*VECHE, f"alice@{server.host}:{server.port}"]
        with screen(require_tool("tmux"), tmp_path, command, columns, rows) as alice:
            alice.wait_for("Write in #lobby", "online · alice")
            carol.expect(r"(@\S+ )?:alice!\S+ JOIN :?#lobby")
            carol.say("#lobby", "привет, alice 日本語")
            alice.wait_for("привет, alice 日本語")
            alice.type("ca")
            alice.press("Tab")
            alice.wait_for("carol: ")
            alice.enter("hello")
            assert [message.text for message in carol.messages(2)][-1] == "carol: hello"
            carol.say("alice", "psst")
            wait_until(lambda: "1" in _who_calls(alice.text()), 10, "a private message")
            alice.press("M-2")
            alice.wait_for("Write in carol", "psst")
            alice.enter("what?")
            assert carol.messages(4)[-1].text == "what?"
            alice.press("M-1")
            alice.wait_for("carol: hello", "Write in #lobby")
            alice.press("C-q")
            carol.expect(r"(@\S+ )?:alice!\S+ QUIT")
            alice.wait_for("ended with 0")


def test_the_server_is_killed_in_mid_conversation(tmp_path: Path) -> None:
    """A countdown, what is typed meanwhile, and all that was said: each once, and in order."""
    with ServerProcess() as server:
        command = [*VECHE, "--language", "ru", f"alice@{server.host}:{server.port}"]
        with screen(require_tool("tmux"), tmp_path, command, 120, 30) as alice:
            with join(server.connect, "carol", "#lobby") as carol:
                alice.wait_for("carol", "на связи")
                carol.say("#lobby", "before")
                alice.enter("hello")
                carol.messages(2)
                wait_until(lambda: "… hello" not in alice.text(), 10, "the acknowledgement")
                server.kill()
            alice.wait_for("Снова через")
            alice.enter("kept")
            alice.wait_for("kept", "1 сообщение ждёт отправки")
            server.start()
            with join(server.connect, "dave", "#lobby") as dave:
                dave.say("#lobby", "missed")
                # She may have come by herself, and first.
                alice.press("Enter")
                alice.wait_for("missed", "на связи")
                wait_until(lambda: "… kept" not in alice.text(), 10, "the acknowledgement")
                dave.say("#lobby", "after")
                alice.wait_for("after")
            order = texts(alice.text(), "before", "hello", "missed", "kept", "after")
            assert sorted(order[2:4]) == ["kept", "missed"], f"each once:\n{alice.text()}"
            assert [order[:2], order[4:]] == [["before", "hello"], ["after"]]


def test_searching_what_was_said_long_ago(tmp_path: Path) -> None:
    """Through the history of the server; Esc is back at the newest."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        carol.say("#lobby", "the needle")
        for number in range(250):
            carol.say("#lobby", f"hay {number}")
        carol.messages(251, timeout_s=60.0)
        command = [*VECHE, f"alice@{server.host}:{server.port}"]
        with screen(require_tool("tmux"), tmp_path, command, 100, 24) as alice:
            alice.wait_for("hay 249")
            alice.press("C-f")
            alice.wait_for("Search")
            alice.enter("needle")
            alice.wait_for("the needle", timeout_s=30.0)
            alice.press("Escape")
            alice.wait_for("hay 249", "Write in #lobby")


def test_a_paste(tmp_path: Path) -> None:
    """Many lines are asked about; escape sequences in them do nothing."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        command = [*VECHE, f"alice@{server.host}:{server.port}"]
        with screen(require_tool("tmux"), tmp_path, command, 80, 24) as alice:
            alice.wait_for("Write in #lobby")
            alice.paste("/one\n\x1b[31mtwo\x1b[0m\nthree\nfour\n")
            alice.wait_for("You pasted 4 lines.")
            alice.press("Left", "Enter")
            assert [m.text for m in carol.messages(4)] == ["/one", "two", "three", "four"]
            alice.paste("a\nb")
            alice.type("c")
            alice.press("M-Enter")
            alice.type("d")
            alice.press("Enter")
            assert [m.text for m in carol.messages(7)[4:]] == ["a", "bc", "d"]


def test_another_name_and_another_size(tmp_path: Path) -> None:
    """A taken nick is asked for again; a narrow window folds the columns, F7 brings one."""
    with ServerProcess() as server, join(server.connect, "alice", "#lobby"):
        command = [*VECHE, f"alice@{server.host}:{server.port}"]
        with screen(require_tool("tmux"), tmp_path, command, 120, 30) as other:
            other.wait_for("alice is taken")
            other.enter("zoe")
            other.wait_for("online · zoe", "2 members", "server")
            other.resize(60, 20)
            _wait_gone(other, "server")
            other.press("F7")
            other.wait_for("server", "Write in #lobby")


def test_a_mention_rings_and_nothing_hostile_reaches_the_terminal(tmp_path: Path) -> None:
    """The bell and a notification, clean; no escape sequence that somebody sent, anywhere."""
    evil = "alice \x1b]0;owned\x07 \x1b[2J \x9b31m \u202e dne"
    record = tmp_path / "record"
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        command = ["env", "NO_COLOR=1", *VECHE, f"alice@{server.host}:{server.port}"]
        with screen(require_tool("tmux"), tmp_path, command, 100, 24) as alice:
            alice.wait_for("online · alice")
            alice.record(record)
            carol.say("alice", evil)
            alice.wait_for("people", "carol")
            alice.press("M-2")
            alice.wait_for("alice")
            wait_until(lambda: b"\x1b]9;" in record.read_bytes(), 10, "a notification")
            alice.press("C-q")
            alice.wait_for("ended with 0")
        written = record.read_bytes()
    assert b"\x1b]777;notify;carol;alice" in written
    for sequence in (b"\x1b]0;", b"\x1b[2J", "\x9b".encode(), "\u202e".encode()):
        assert sequence not in written
    # NO_COLOR: grey at most.
    for colour in (b"\x1b[31m", b"\x1b[32m", b"\x1b[1;31m"):
        assert colour not in written


def _who_calls(shown: str) -> str:
    """Return where the number of messages from carol stands: in the column, or below."""
    lines = shown.rstrip("\n").split("\n")
    column = [line.split("▕")[0] for line in lines if "▕" in line]
    return "".join(line for line in (*column, lines[-1]) if "carol" in line)


def _wait_gone(window: Screen, text: str) -> None:
    wait_until(lambda: text not in window.text(), 10, f"the end of {text!r}")
