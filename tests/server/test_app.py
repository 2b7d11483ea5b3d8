"""The whole server as a process, where only the whole can be wrong."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.harness import ServerProcess, wait_until

CROWD = 5_000


@pytest.fixture
def server() -> Iterator[ServerProcess]:
    """One, with defaults."""
    with ServerProcess() as it:
        yield it


def irc(server: ServerProcess, nick: str, channel: str = "#lobby") -> socket.socket:
    """Somebody in a channel."""
    sock = server.connect()
    sock.sendall(f"NICK {nick}\r\nUSER u 0 * :u\r\nJOIN {channel}\r\n".encode())
    read_until(sock, b" 366 ")
    return sock


def read_until(sock: socket.socket, wanted: bytes) -> bytes:
    """Read up to what is wanted."""
    got = b""
    while wanted not in got:
        more = sock.recv(65_536)
        assert more, f"closed before {wanted!r}: {got[-200:]!r}"
        got += more
    return got


def test_ready_in_under_a_second(server: ServerProcess) -> None:
    """Measured by itself; a loaded machine may take longer, so this bar is not the promise."""
    assert server.ready_s < 5.0
    assert "ready in 0." in server.greeting or server.ready_s > 1.0


def test_many_silent_connections(server: ServerProcess) -> None:
    """They get their prompt and nothing else, while a normal login works."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < CROWD + 100:
        pytest.skip(f"only {hard} files may be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        with ExitStack() as crowd:
            for _ in range(CROWD):
                crowd.enter_context(server.connect())
            began = time.monotonic()
            with irc(server, "alice"):
                assert time.monotonic() - began < 5.0
            assert server.running
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_client_that_never_reads(server: ServerProcess) -> None:
    """Is ended at its limit; the others get everything, in time."""
    deaf, alice, bob = (irc(server, nick, "#c") for nick in ("deaf", "alice", "bob"))
    text = b"PRIVMSG #c :" + b"x" * 400 + b"\r\n"
    read_until(alice, b"JOIN #c")
    with deaf, alice, bob:
        deadline = time.monotonic() + 60
        got = b""
        while b"SendQ exceeded" not in got:
            assert time.monotonic() < deadline
            alice.sendall(text * 100 + b"PING :x\r\n")
            got = read_until(alice, b"PONG")
            read_until(bob, b"x" * 400)
        bob.sendall(b"PING :still here\r\n")
        read_until(bob, b":still here")


def test_a_pipe_that_ends(server: ServerProcess) -> None:
    """A client that sends all it has and half-closes is served to the end."""
    with irc(server, "alice") as alice, server.connect() as pipe:
        pipe.sendall(b"bob\nhello\nbye\n")
        pipe.shutdown(socket.SHUT_WR)
        got = read_until(alice, b":bye")
        assert got.index(b":hello") < got.index(b":bye")
        while pipe.recv(65_536):
            pass


def test_a_page_for_browsers(server: ServerProcess) -> None:
    """On the same port, and never IRC on that connection."""
    with server.connect() as web:
        web.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n")
        assert b"<!doctype html>" in read_until(web, b"</html>")
        web.sendall(b"NICK evil\r\nUSER e 0 * :e\r\n\r\n")
        answer = read_until(web, b"HTTP/1.")
        assert b" 400 " in answer
        assert b"001" not in answer
    assert server.stop() == 0


def test_history_survives_a_restart(server: ServerProcess) -> None:
    """What was said is there for who comes later."""
    with irc(server, "alice") as alice, irc(server, "bob") as bob:
        alice.sendall(b"PRIVMSG #lobby :remember this\r\n")
        read_until(bob, b"remember this")
    assert server.stop() == 0
    server.start()
    with server.connect() as late:
        late.sendall(b"carol\n")
        read_until(late, b"alice: remember this")


def test_it_stops_though_somebody_does_not_read(server: ServerProcess) -> None:
    """In under 5 s."""
    deaf, alice = irc(server, "deaf", "#c"), irc(server, "alice", "#c")
    with deaf, alice:
        for _ in range(20):
            alice.sendall((b"PRIVMSG #c :" + b"x" * 400 + b"\r\n") * 20 + b"PING :x\r\n")
            read_until(alice, b"PONG")
        assert server.stop(5.0) == 0
    wait_until(lambda: not server.running, what="its end")
