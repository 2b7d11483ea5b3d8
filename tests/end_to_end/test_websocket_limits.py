"""IRC over WebSocket, past its limits."""

from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.pages import socket_of
from tests.end_to_end.websocket import (
    BINARY,
    TEXT,
    enter,
    opened,
)
from tests.harness import ServerProcess


def test_what_is_not_utf_8() -> None:
    """Text must be (RFC 6455 8.1: 1007); a binary line gets what any IRC line gets."""
    with ServerProcess() as server, enter(server, "cat", "#lobby") as cat:
        with enter(server, "ben", protocol="binary.ircv3.net") as ben:
            socket_of(ben).send_frame(BINARY, b"PRIVMSG #lobby :\xff")
            ben.expect(r"(@\S+ )?:\S+ FAIL PRIVMSG INVALID_UTF8 ")
        with enter(server, "ann", "#lobby") as ann:
            socket_of(ann).send_frame(TEXT, b"PRIVMSG #lobby :\xff")
            assert socket_of(ann).closing()[0] == 1007
        cat.expect(r"(@\S+ )?:ann!\S+ QUIT :Text that is not UTF-8")
        assert cat.messages() == []


def test_too_big() -> None:
    """A long line is refused as a line; past 64 KiB the connection ends, however it came."""
    with ServerProcess() as server, enter(server, "cat", "#lobby") as cat:
        with enter(server, "ann", "#lobby") as ann:
            raw = socket_of(ann)
            raw.send_frame(TEXT, b"x" * 65_536)
            ann.expect(r"(@\S+ )?:\S+ 417 ")
            raw.send_frame(TEXT, b"x" * 65_537)
            assert raw.closing()[0] == 1009
        cat.expect(r"(@\S+ )?:ann!\S+ QUIT :Message too big")
        with enter(server, "ben") as ben:
            for number in range(64):
                socket_of(ben).send_frame(0 if number else TEXT, b"x" * 1024, final=False)
            socket_of(ben).send_frame(0, b"x")
            assert socket_of(ben).closing()[0] == 1009


def test_the_end_of_either_side() -> None:
    """A client's close is answered and its last words count; ours has the goodbye's reason."""
    with ServerProcess() as server, enter(server, "cat", "#lobby") as cat:
        with enter(server, "ann", "#lobby") as ann:
            raw = socket_of(ann)
            raw.send_frame(TEXT, b"PRIVMSG #lobby :last")
            raw.send_frame(8, (1000).to_bytes(2, "big"))
            assert raw.closing()[0] == 1000
            assert raw.recv(1) == b""
        assert [m.text for m in cat.messages(1)] == ["last"]
        cat.expect(r"(@\S+ )?:ann!\S+ QUIT ")
        with enter(server, "ben", "#lobby") as ben:
            ben.send("QUIT :до свидания")
            assert socket_of(ben).closing() == (1000, "Closing link: (Quit: до свидания)")
        with enter(server, "dan", "#lobby") as dan:
            socket_of(dan).close()
            cat.expect(r"(@\S+ )?:dan!\S+ QUIT ")
        with enter(server, "eve", "#lobby") as eve:
            eve.barrier()
            server.stop()
            assert socket_of(eve).closing() == (1000, "Closing link: (The server is stopping)")


def test_who_does_not_read() -> None:
    """Is cut off at the limit of the outbox; nobody else notices."""
    args = ("--limits-outbox-bytes", "40000")
    with (
        ServerProcess(args=args) as server,
        join(server.connect, "cat", "#lobby") as cat,
        IrcClient(opened(server, receive_bytes=4096)) as deaf,
    ):
        deaf.register("deaf", "#lobby")
        cat.expect(r"(@\S+ )?:deaf!\S+ JOIN ")
        text = "x" * 400
        sent = 0
        while not any(" QUIT :SendQ exceeded" in line for line in cat.lines):
            assert sent < 100_000, "never cut off"
            for _ in range(100):
                cat.say("#lobby", text)
            sent += 100
            cat.barrier()
        assert len(cat.messages(sent)) == sent


def test_who_sends_more_than_is_wanted() -> None:
    """Is read later, at the rate of messages, and loses nothing."""
    args = ("--limits-loopback-exempt", "false", "--limits-messages-per-s", "200")
    with ServerProcess(args=args) as server, enter(server, "ann", "#lobby") as ann:
        for number in range(400):
            ann.say("#lobby", f"{number} {'x' * 300}")
        assert [int(m.text.split()[0]) for m in ann.messages(400)] == list(range(400))


def test_limits_per_address_count_these_as_well() -> None:
    """Those who have not registered stand in the way of any other; those who have do not."""
    args = ("--limits-loopback-exempt", "false", "--limits-unregistered-per-address", "2")
    with (
        ServerProcess(args=args) as server,
        enter(server, "ann"),
        enter(server, "ben"),
        opened(server) as silent,
        opened(server) as mute,
    ):
        for each in (silent, mute):
            each.sendall(b"PING here\r\n")
            assert b"PONG" in each.recv(1)
        with server.connect() as another:
            assert b"have not said who they are" in another.recv(1000)


def test_who_does_not_register_in_time() -> None:
    """Is told, as at the IRC door."""
    with ServerProcess(args=("--limits-register-s", "0.3")) as server, opened(server) as silent:
        assert silent.read_frame()[0] == TEXT
        assert silent.closing() == (1000, "Closing link: (Registration timed out)")
