"""Programs that know nothing but a socket: no newline, a message a `send`, a message a `recv`."""

import json
import sys
from collections.abc import Sequence

from tests.end_to_end.irc import join
from tests.end_to_end.programs import Program
from tests.end_to_end.test_conversation import talk
from tests.harness import ServerProcess, wait_until

# It prints each `recv` as JSON, so that a test can tell one from the next; a real one would just
# print the text.
SOURCE = """
import json, socket, sys, threading
sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
print(json.dumps(sock.recv(1024).decode()), flush=True)
sock.send(sys.argv[3].encode())
def listen():
    while data := sock.recv(1024):
        print(json.dumps(data.decode()), flush=True)
threading.Thread(target=listen, daemon=True).start()
for line in sys.stdin:
    sock.send(line.rstrip("\\n").encode())
threading.Event().wait()
"""
COUNT = 30


class Newlineless(Program):
    """Such a program. `received` is what each `recv` after the prompt gave."""

    def __init__(self, server: ServerProcess, name: str) -> None:
        super().__init__([sys.executable, "-c", SOURCE, server.host, str(server.port), name])
        self.wait(lambda: len(self.lines()) >= 2, "the greeting")
        assert json.loads(self.lines()[0]) == "Enter your username: "

    @property
    def received(self) -> list[str]:
        """What each `recv` after the prompt and the greeting gave."""
        return [json.loads(line) for line in self.lines()[2:]]

    def say(self, text: str) -> None:
        """One `send`. Two that a busy machine reads late are one `recv`: each waits until the one
        before was heard.
        """
        self.write(f"{text}\n")

    def wait_count(self, count: int) -> None:
        """Wait for so many `recv`s."""
        wait_until(lambda: len(self.received) >= count, 20, f"message {count}")

    def wait_received(self, expected: Sequence[str]) -> None:
        """Wait for exactly these, each by a `recv` of its own."""
        try:
            wait_until(lambda: len(self.received) >= len(expected), 20, "all messages")
        finally:
            assert self.received == list(expected)


def texts(name: str) -> list[str]:
    """What one of them says; the last has no blank, the first several."""
    return [f"{name} says {number}" for number in range(COUNT - 1)] + [f"{name}-says-bye"]


def write_lines(program: Program, lines: Sequence[str]) -> None:
    """Say them all at once."""
    program.write("".join(f"{line}\n" for line in lines))


def test_each_message_is_one_recv_on_every_side() -> None:
    """Two such programs, two `nc` and an IRC client: nothing merged, split, lost or doubled."""
    with (
        ServerProcess() as server,
        join(server.connect, "carol", "#lobby") as carol,
        talk(server, "dave") as dave,
        talk(server, "erin") as erin,
        Newlineless(server, "alice") as alice,
        Newlineless(server, "bob") as bob,
    ):
        for number, text in enumerate(texts("alice"), 1):
            alice.say(text)
            bob.wait_count(number)
        from_alice = [f"alice: {text}" for text in texts("alice")]
        bob.wait_received(from_alice)
        for number, text in enumerate(texts("bob"), 1):
            bob.say(text)
            alice.wait_count(number)
        from_bob = [f"bob: {text}" for text in texts("bob")]
        alice.wait_received(from_bob)
        write_lines(dave, texts("dave"))
        from_dave = [f"dave: {text}" for text in texts("dave")]
        erin.wait_for(f"{from_dave[-1]}\n")
        for text in texts("carol"):
            carol.say("#lobby", text)
        everything = from_alice + from_bob + from_dave + [f"carol: {t}" for t in texts("carol")]
        erin.wait_for(f"{everything[-1]}\n")
        assert erin.lines(": ")[-len(everything) :] == everything
        got = [f"{m.nick}: {m.text}" for m in carol.messages(len(everything))]
        assert got == everything
        _wait_joined(bob, [line for line in everything if not line.startswith("bob: ")])
        _wait_joined(alice, [line for line in everything if not line.startswith("alice: ")])


def _wait_joined(program: Newlineless, lines: Sequence[str]) -> None:
    """What comes faster than a message a `recv` is joined by newlines; nothing else happens."""
    expected = "".join(lines)

    def got() -> str:
        return "".join(program.received).replace("\n", "")

    try:
        wait_until(lambda: len(got()) >= len(expected), 20, "all messages")
    finally:
        assert got() == expected


def test_both_talk_at_once() -> None:
    """Each recipient still gets every message once and in its author's order."""
    with (
        ServerProcess() as server,
        join(server.connect, "carol", "#lobby") as carol,
        Newlineless(server, "alice") as alice,
        Newlineless(server, "боб") as bob,
    ):
        both = zip(texts("alice"), texts("боб"), strict=True)
        for number, (hers, his) in enumerate(both, 1):
            alice.say(hers)
            bob.say(his)
            alice.wait_count(number)
            bob.wait_count(number)
        got = carol.messages(2 * COUNT, timeout_s=20)
        assert [m.text for m in got if m.nick == "alice"] == texts("alice")
        assert [m.text for m in got if m.nick == "боб"] == texts("боб")
        assert len(got) == 2 * COUNT
        bob.wait_received([f"alice: {text}" for text in texts("alice")])
        alice.wait_received([f"боб: {text}" for text in texts("боб")])
