"""A disk that takes no more: messages are refused with a clear word, all else goes on, and
writing comes back by itself."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import require_tool
from tests.end_to_end.irc import TAGS, IrcClient, join
from tests.end_to_end.programs import Program
from tests.end_to_end.test_conversation import talk
from tests.harness import ServerProcess, wait_until

CAPS = (*TAGS, "standard-replies", "draft/chathistory")
NOT_STORED = "so nothing was sent"
READ_ONLY_S = 3.0

DISK_KIB = 2048
_IN_A_DISK_OF_ITS_OWN = 'mount -t tmpfs -o "size=$1" tmpfs "$2" && shift 2 && exec "$@"'


def outcome(client: IrcClient, text: str, timeout_s: float = 15.0) -> str:
    """Say it, wait for the answer, and return that: the echo, or the refusal."""
    label = text.replace(" ", "-")
    client.say("#lobby", text, f"label={label}")
    return client.expect(rf"@\S*label={label}(?:;\S*)? (.*)", timeout_s)[1]


def is_refused(answer: str) -> bool:
    """Whether an outcome is the refusal of a server that cannot write."""
    return "FAIL PRIVMSG READ_ONLY" in answer


def check_alive(server: ServerProcess, bob: IrcClient, carol: Program) -> None:
    """Questions, PING and people at `nc` are answered while nothing can be stored."""
    bob.send("WHO #lobby")
    bob.expect(r"(@\S+ )?\S+ 315 bob #lobby")
    bob.send("AWAY :waiting for a disk")
    bob.expect(r"(@\S+ )?\S+ 306 bob")
    bob.send("CHATHISTORY LATEST #lobby * 5")
    bob.expect(r"(@\S+ )?\S+ BATCH -")
    carol.write("not stored\n")
    carol.wait_for(NOT_STORED)
    with IrcClient(server.connect()) as newcomer:
        newcomer.send("PING :early")
        newcomer.expect(r"(:\S+ )?PONG .*early")


def wait_writable(client: IrcClient) -> None:
    """Until a message of its is taken again."""
    tries = iter(range(10_000))
    wait_until(
        lambda: not is_refused(outcome(client, f"again {next(tries)}")), 10.0, "writing again"
    )


def check_history(server: ServerProcess, heard: IrcClient) -> None:
    """What somebody heard all along is what history has: nothing more, nothing less, no gap."""
    with join(server.connect, "reader", "#lobby", caps=CAPS) as reader:
        reader.send("CHATHISTORY LATEST #lobby * 200")
        reader.expect(r"(@\S+ )?\S+ BATCH -")
        kept = [(m.seq, m.nick, m.text) for m in reader.messages()]
    assert kept == [(m.seq, m.nick, m.text) for m in heard.messages() if "batch" not in m.tags]


def let_files_grow_to(server: ServerProcess, size: int) -> None:
    """Past this size its writes give EFBIG, which SQLite takes for a disk that fails."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_disk_that_fails(tmp_path: Path) -> None:
    """Whether a write counted is not known: its author waits, and gets the truth in the end."""
    with (
        ServerProcess(tmp_path / "data") as server,
        join(server.connect, "alice", "#lobby", caps=CAPS) as alice,
        join(server.connect, "bob", "#lobby", caps=CAPS) as bob,
        talk(server, "carol") as carol,
    ):
        assert not is_refused(outcome(alice, "before"))
        bob.messages(1)
        let_files_grow_to(server, max(path.stat().st_size for path in server.data.iterdir()))
        alice.say("#lobby", "unknown", "label=unknown")
        began = time.monotonic()
        # Who speaks in the same moment shares alice's fate.
        wait_until(lambda: "read-only" in server.errors(), READ_ONLY_S, "reading only")
        assert is_refused(outcome(bob, "while it fails"))
        assert time.monotonic() - began < READ_ONLY_S
        check_alive(server, bob, carol)
        let_files_grow_to(server, resource.RLIM_INFINITY)
        truth = alice.expect(r"@label=unknown(?:;\S*)? (.*)")[1]
        wait_writable(bob)
        bob.barrier()
        assert is_refused(truth) == ("unknown" not in [m.text for m in bob.messages()])
        check_history(server, bob)


@contextmanager
def server_on_small_disk(folder: Path) -> Iterator[ServerProcess]:
    """A server whose data lies on a disk of DISK_KIB, which only it and its kin can see."""
    unshare = (require_tool("unshare"), "--map-root-user", "--mount", "sh", "-c")
    disk = folder / "disk"
    disk.mkdir()
    begin = (*unshare, _IN_A_DISK_OF_ITS_OWN, "sh", f"{DISK_KIB}k", str(disk))
    if subprocess.run([*begin, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount anything")
    with ServerProcess(disk / "data", python=(*begin, sys.executable)) as server:
        yield server


def test_a_full_disk(tmp_path: Path) -> None:
    """Refused at once, and taken again when there is room: all without a restart."""
    with (
        server_on_small_disk(tmp_path) as server,
        join(server.connect, "alice", "#lobby", caps=CAPS) as alice,
        join(server.connect, "bob", "#lobby", caps=CAPS) as bob,
        talk(server, "carol") as carol,
    ):
        assert not is_refused(outcome(alice, "before"))
        # The mount is the server's alone; this is the way in for others.
        ballast = Path(f"/proc/{server.process.pid}/root{server.data}").parent / "ballast"
        with ballast.open("wb") as file:
            wait_until(lambda: _is_full(file.fileno()), 10.0, "a full disk")
        began = time.monotonic()
        answers = iter(range(1000))
        while not is_refused(outcome(alice, f"filling up {next(answers)}")):
            began = time.monotonic()
        assert time.monotonic() - began < READ_ONLY_S
        check_alive(server, bob, carol)
        assert is_refused(outcome(bob, "still full"))
        ballast.unlink()
        wait_writable(bob)
        bob.barrier()
        check_history(server, bob)
        server.kill()


def _is_full(fd: int) -> bool:
    try:
        os.write(fd, b"\0" * 4096)
    except OSError:
        return True
    return False
