"""People with `nc` and people on IRC in one channel."""

import subprocess

from tests.conftest import require_tool
from tests.end_to_end.irc import join
from tests.end_to_end.programs import Program
from tests.harness import ServerProcess


def talk(server: ServerProcess, name: str) -> Program:
    """An `nc` that has given its name and is in the lobby."""
    program = Program([require_tool("nc"), server.host, str(server.port)])
    program.wait_for("Enter your username: ")
    program.write(f"{name}\n")
    program.wait_for("#lobby")
    return program


def test_everybody_hears_the_same_in_the_same_order() -> None:
    """Two `nc` and an IRC client, in any script; nobody is told twice what he said himself."""
    with (
        ServerProcess() as server,
        join(server.connect, "carol", "#lobby") as carol,
        talk(server, "Алиса") as alice,
        talk(server, "боб") as bob,
    ):
        alice.write("привет\n")
        bob.wait_for("Алиса: привет\n")
        bob.write("здравствуй, 世界\n")
        alice.wait_for("боб: здравствуй, 世界\n")
        carol.say("#lobby", "hello from IRC")
        alice.wait_for("carol: hello from IRC\n")
        bob.wait_for("carol: hello from IRC\n")
        alice.write("//not a command\n")
        bob.wait_for("Алиса: /not a command\n")
        got = carol.messages(4)
        assert [(m.nick, m.text) for m in got] == [
            ("Алиса", "привет"),
            ("боб", "здравствуй, 世界"),
            ("carol", "hello from IRC"),
            ("Алиса", "/not a command"),
        ]
        assert [m.seq for m in got] == list(range(got[0].seq, got[0].seq + 4))
        assert alice.output.count("привет") == 0, "its author has it on the screen already"
        assert bob.output.count("Алиса: привет") == 1
        carol.send("NICK Кэрол")
        carol.expect(r"(@\S+ )?:carol!\S+ NICK :?Кэрол")
        alice.wait_for("carol is now called Кэрол")


def test_a_taken_name_is_asked_for_again() -> None:
    """With a sentence, and the second name does."""
    with ServerProcess() as server, talk(server, "alice"):
        nc = require_tool("nc")
        with Program([nc, server.host, str(server.port)]) as second:
            second.wait_for("Enter your username: ")
            second.write("Alice\n")
            second.wait(lambda: second.output.count("Enter your username: ") == 2, "asking again")
            assert len(second.output.split("\n")[0]) > len("Enter your username: "), "a reason"
            second.write("alice2\n")
            second.wait_for("#lobby")


def test_two_thousand_lines_through_a_pipe_arrive_in_order() -> None:
    """As fast as `nc` can send them, and its end of input takes nothing away."""
    lines = [f"line {number}" for number in range(2000)]
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        piped = "".join(f"{line}\n" for line in ["piper", *lines]).encode()
        command = [require_tool("nc"), "-N", server.host, str(server.port)]
        subprocess.run(command, input=piped, stdout=subprocess.DEVNULL, timeout=60, check=True)
        assert [m.text for m in carol.messages(2000, timeout_s=60)] == lines
        assert [m.text for m in carol.messages()] == lines
        carol.expect(r"(@\S+ )?:piper!\S+ QUIT ")


def test_the_rate_limit_delays_and_drops_nothing() -> None:
    """What comes faster waits its turn, also when the sender hangs up meanwhile."""
    limits = "--limits-loopback-exempt false --limits-message-burst 5 --limits-messages-per-s 100"
    lines = [f"line {number}" for number in range(205)]
    with (
        ServerProcess(args=limits.split()) as server,
        join(server.connect, "carol", "#lobby") as carol,
    ):
        piped = "".join(f"{line}\n" for line in ["piper", *lines]).encode()
        command = [require_tool("nc"), "-N", server.host, str(server.port)]
        subprocess.run(command, input=piped, stdout=subprocess.DEVNULL, timeout=60, check=True)
        got = carol.messages(205, timeout_s=60)
        assert [m.text for m in got] == lines
        # Server time has milliseconds; 200 messages take 2 s at 100 a second.
        carol.expect(r"(@\S+ )?:piper!\S+ QUIT ")


def test_the_last_twenty_messages_are_shown_on_entry() -> None:
    """To people at `nc`, before anything newer."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        for number in range(30):
            carol.say("#lobby", f"old {number}")
        carol.messages(30)
        with talk(server, "alice") as alice:
            alice.wait_for("carol: old 29\n")
            carol.say("#lobby", "new")
            alice.wait_for("carol: new\n")
            shown = [line.partition(": ")[2] for line in alice.lines("carol: ")]
            assert shown == [*(f"old {number}" for number in range(10, 30)), "new"]
