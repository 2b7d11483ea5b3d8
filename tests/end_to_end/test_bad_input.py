"""What strangers send: no line, no bytes and no silence harms the server or anybody else."""

import re
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from tests.end_to_end.irc import IrcClient, join
from tests.harness import ServerProcess, wait_until


@contextmanager
def watched(*args: str) -> Iterator[tuple[ServerProcess, IrcClient]]:
    """A server with somebody in the lobby, who is there and is heard afterwards."""
    with ServerProcess(args=args) as server, join(server.connect, "witness", "#lobby") as witness:
        yield server, witness
        witness.say("#lobby", "still here")
        assert witness.messages(1, target="#lobby")[-1].text == "still here"
        witness.barrier()
        assert "internal error" not in server.errors()


def memory_kib(server: ServerProcess) -> int:
    """The server's memory."""
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])  # type: ignore[index]


def settled_memory_kib(server: ServerProcess) -> int:
    """The server's memory when it has loaded what HTTP needs, which it does at leisure."""
    with server.connect() as sock:
        sock.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert _ends(sock)
    return memory_kib(server)


def _flood(sock: socket.socket, size: int) -> None:
    """Send so much, or until nobody takes it any more."""
    with suppress(OSError):
        for _ in range(size // 65536):
            sock.sendall(b"x" * 65536)


def _ends(sock: socket.socket) -> bool:
    """Read until the server hangs up, or for 10 s in vain."""
    sock.settimeout(10.0)
    try:
        while sock.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


@pytest.mark.parametrize("first", [b"NICK ", b"x", b"GET /", b"@", b":"])
def test_an_endless_line(first: bytes) -> None:
    """Before anything is registered, 64 MB without an end: cut off, and memory stays flat."""
    with watched() as (server, _), server.connect() as sock:
        before = settled_memory_kib(server)
        sock.sendall(first)
        _flood(sock, 64 << 20)
        assert _ends(sock)
        assert memory_kib(server) - before < 4096


def test_an_endless_line_of_somebody_registered() -> None:
    """The line is refused (417) or its author is; the server's memory stays flat."""
    with watched() as (server, _), join(server.connect, "alice", "#lobby") as alice:
        before = settled_memory_kib(server)
        alice.raw(b"PRIVMSG #lobby :" + b"x" * (8 << 20) + b"\r\n")
        alice.expect(r"(@\S+ )?\S+ 417 alice")
        assert memory_kib(server) - before < 4096
        alice.barrier()


def test_bytes_that_no_line_may_have() -> None:
    """NUL, CR inside a field, invalid UTF-8: refused, and nobody gets a second line from it."""
    with watched() as (server, witness), join(server.connect, "alice", "#lobby") as alice:
        for bad in (
            b"PRIVMSG #lobby :a\0b\r\n",
            b"PRIVMSG #lobby :a\rPRIVMSG #lobby :forged\r\n",
            b"PRIVMSG #lobby :\xff\xfe\r\n",
            b"TOPIC #lobby :\xc0\xaf\r\n",
            b"NICK a\0b\r\n",
            b"\0\0\0\r\n",
            b"\xff\xff \xff\r\n",
            b"@label=\xff PRIVMSG #lobby :x\r\n",
            b" \r\n",
            b":\r\n",
            b"@\r\n",
            b"@a=b\r\n",
            b"@;;;= :: : :\r\n",
        ):
            alice.raw(bad)
            alice.barrier()
        for line in witness.barrier():
            assert "\r" not in line
            assert "\0" not in line
        # Of those above only a line end that stands for one can have said anything.
        assert {m.text for m in witness.messages()} <= {"a", "forged", "x"}


def test_bytes_that_no_name_may_have() -> None:
    """On the plain door: a sentence and the prompt again, or the end."""
    with watched() as (server, witness):
        for bad in (b"a\0b\n", b"\xff\xfe\n", b"two words\n", b"\x1b[31mred\n", "‮eve\n".encode()):
            with server.connect() as sock:
                sock.sendall(bad)
                assert sock.recv(4096), "a sentence"
                sock.sendall(b"/quit\n")
        assert not [line for line in witness.barrier() if " JOIN " in line]


def test_ten_thousand_channels_in_one_join() -> None:
    """As many as one user may have, at most; the rest is refused, and no time is lost."""
    with watched() as (server, _), join(server.connect, "alice") as alice:
        names = ",".join(f"#c{number}" for number in range(10_000))
        alice.raw(f"JOIN {names}\r\n".encode())
        lines = alice.barrier()
        assert sum(" JOIN " in line for line in lines) <= 100
        assert any(re.match(r"(@\S+ )?\S+ (4\d\d|FAIL) ", line) for line in lines)
        for number in range(150):
            alice.send(f"JOIN #d{number}")
        lines = alice.barrier()
        assert sum(" JOIN " in line for line in lines) <= 100
        assert any(" 405 " in line for line in lines)


def test_a_client_that_never_reads() -> None:
    """Is ended at its limit; nobody else waits for it, and memory keeps to the limit."""
    text = "x" * 400
    with (
        watched() as (server, witness),
        join(server.connect, "alice", "#flood") as alice,
        join(server.connect, "bob", "#flood") as bob,
    ):
        before = settled_memory_kib(server)
        with socket.socket() as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            deaf.connect((server.host, server.port))
            silent = IrcClient(deaf)
            silent.send("NICK deaf", "USER deaf 0 * :deaf", "JOIN #flood")
            bob.expect(r"(@\S+ )?:deaf!\S+ JOIN :?#flood")
            said, slowest, gone = 0, 0.0, False
            while not gone and said < 40_000:
                began = time.monotonic()
                for number in range(said, said + 100):
                    alice.say("#flood", f"{number} {text}")
                said += 100
                alice.messages(said, timeout_s=20)
                slowest = max(slowest, time.monotonic() - began)
                gone = any(":deaf!" in line and " QUIT " in line for line in alice.lines)
            assert gone, "it was never ended"
            assert slowest < 5.0
            assert any("SendQ exceeded" in line for line in alice.lines)
        got = bob.messages(said, timeout_s=20)
        assert [m.text for m in got] == [f"{number} {text}" for number in range(said)]
        assert memory_kib(server) - before < 16 * 1024
        witness.barrier()


def test_http_is_never_irc() -> None:
    """A browser's POST that holds valid IRC is answered as HTTP and does nothing else."""
    irc = "NICK forged\r\nUSER f 0 * :f\r\nJOIN #lobby\r\nPRIVMSG #lobby :forged\r\n"
    with watched() as (server, witness):
        for head in (
            f"POST / HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: {len(irc)}\r\n\r\n",
            f"POST / HTTP/1.1\r\nHost: {server.host}\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "POST / HTTP/1.1\r\n",
        ):
            with server.connect() as sock:
                sock.sendall((head + irc).encode())
                answer = sock.recv(65536)
                assert answer.startswith(b"HTTP/1."), answer[:100]
        assert witness.barrier() == []
        witness.send("ISON forged")
        assert witness.expect(r"\S+ 303 witness :?(.*)")[1] == ""


def test_http_after_the_prompt_is_closed() -> None:
    """Silence, the prompt, then a request: too late for anything but a name or IRC."""
    with watched() as (server, witness), server.connect() as sock:
        assert sock.recv(4096) == b"Enter your username: "
        sock.sendall(b"GET / HTTP/1.1\r\n\r\nNICK forged\r\nUSER f 0 * :f\r\nJOIN #lobby\r\n")
        answer = b""
        while data := sock.recv(4096):
            answer += data
        assert b"HTTP/" not in answer
        assert witness.barrier() == []


def test_irc_after_the_prompt_is_irc() -> None:
    """A client that was slow to speak."""
    with watched() as (server, _), server.connect() as sock:
        assert sock.recv(4096) == b"Enter your username: "
        with IrcClient(sock) as late:
            late.register("late", "#lobby")
            late.barrier()


def test_thousands_of_silent_connections() -> None:
    """5,000 that say nothing: they are prompted and wait; somebody new gets in at once."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(5000, hard - 500)
    assert wanted >= 1000, "the limit of open files is too low for this test"
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted + 500), hard))
    try:
        with watched() as (server, _), ExitStack() as silent:
            before = settled_memory_kib(server)
            socks = [silent.enter_context(server.connect(20)) for _ in range(wanted)]
            began = time.monotonic()
            with join(server.connect, "alice", "#lobby") as alice:
                alice.barrier()
            assert time.monotonic() - began < 5.0
            for sock in (socks[0], socks[-1]):
                assert sock.recv(100) == b"Enter your username: "
            assert (memory_kib(server) - before) / wanted < 20
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_who_has_no_name_in_time_is_let_go() -> None:
    """Whatever door it hesitates at."""
    with watched("--limits-register-s", "0.5") as (server, _):
        for first in (b"", b"NICK alice\r\n", b"CAP LS\r\n"):
            with server.connect() as sock:
                sock.sendall(first)
                began = time.monotonic()
                while sock.recv(4096):
                    pass
                assert time.monotonic() - began < 5


def test_a_crowd_that_leaves_at_once() -> None:
    """200 members whose connections are reset; those who stay are told of each."""
    with watched() as (server, witness):
        crowd = [join(server.connect, f"g{number}", "#lobby") for number in range(200)]
        linger = b"\1\0\0\0\0\0\0\0"  # struct linger: on, 0 seconds: a reset
        for client in crowd:
            client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            client.close()

        def told() -> bool:
            witness.barrier()
            return sum(" QUIT " in line for line in witness.lines) == 200

        wait_until(told, 20, "the news of 200 who left")
