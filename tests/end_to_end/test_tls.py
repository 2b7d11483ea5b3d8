"""The same port through TLS, where a certificate is configured."""

import socket
import ssl
import subprocess
from pathlib import Path

from tests.conftest import require_tool
from tests.end_to_end.irc import IrcClient, join
from tests.harness import ServerProcess


def certificate(folder: Path) -> tuple[Path, Path]:
    """A new self-signed certificate for localhost, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = [require_tool("openssl"), "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"]
    command += ["-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    return cert, key


def secured(server: ServerProcess, cert: Path, alpn: tuple[str, ...] = ()) -> ssl.SSLSocket:
    """A connection to it through TLS, its certificate verified."""
    context = ssl.create_default_context(cafile=cert)
    if alpn:
        context.set_alpn_protocols(list(alpn))
    return context.wrap_socket(server.connect(), server_hostname="localhost")


def arguments(cert: Path, key: Path) -> tuple[str, ...]:
    """What `veche serve` is told of them."""
    return ("--tls-cert", str(cert), "--tls-key", str(key))


def test_irc_and_plain_through_tls(tmp_path: Path) -> None:
    """Both doors, and clear text beside them on loopback."""
    cert, key = certificate(tmp_path)
    with (
        ServerProcess(args=arguments(cert, key)) as server,
        join(lambda: secured(server, cert, ("irc",)), "alice", "#lobby") as alice,
        join(server.connect, "bob", "#lobby") as bob,
        secured(server, cert) as plain,
    ):
        assert isinstance(alice.sock, ssl.SSLSocket)
        assert alice.sock.selected_alpn_protocol() == "irc"
        plain.sendall("Вера\n".encode())
        bob.expect(r"(@\S+ )?:Вера!\S+ JOIN ")
        plain.sendall("привет\n".encode())
        for somebody in (alice, bob):
            assert [(m.nick, m.text) for m in somebody.messages(1)] == [("Вера", "привет")]
        text = "long " * 60
        for number in range(200):
            bob.say("#lobby", f"{number} {text}")
        assert [m.text for m in alice.messages(201)[1:]] == [f"{n} {text}" for n in range(200)]


def test_a_protocol_that_was_negotiated_is_kept(tmp_path: Path) -> None:
    """Who said `http/1.1` in TLS never gets to IRC, who said `irc` never to HTTP."""
    cert, key = certificate(tmp_path)
    with ServerProcess(args=arguments(cert, key)) as server:
        with IrcClient(secured(server, cert, ("http/1.1",))) as client:
            client.send("NICK alice", "USER a 0 * :a", "JOIN #lobby")
            assert not any(" 001 " in line for line in client.wait_closed())
        with IrcClient(secured(server, cert, ("irc",))) as client:
            client.send("GET / HTTP/1.1", "Host: localhost", "")
            try:
                assert not any(line.startswith("HTTP/") for line in client.wait_closed(40))
            except AssertionError:
                assert not any(line.startswith("HTTP/") for line in client.lines)


def test_half_open_handshakes_harm_nobody(tmp_path: Path) -> None:
    """Clients that begin TLS and say no more; others come in as ever."""
    cert, key = certificate(tmp_path)
    with ServerProcess(args=arguments(cert, key)) as server:
        silent: list[socket.socket] = []
        try:
            for _ in range(40):
                silent.append(server.connect())
                silent[-1].sendall(b"\x16\x03\x01")
            with join(lambda: secured(server, cert), "alice", "#lobby") as alice:
                alice.barrier()
        finally:
            for sock in silent:
                sock.close()
