"""Those who come through somebody else, and the password at the door."""

import hashlib
import socket
import ssl
from pathlib import Path

from tests.certificates import self_signed
from tests.end_to_end.irc import IrcClient
from tests.end_to_end.websocket import WebSocket
from tests.harness import ServerProcess

PROXIES = ("--server-proxies", "127.0.0.1")
HASHED = f"sha256:{hashlib.sha256(b'secret').hexdigest()}"
GATEWAYS = ("--webirc-gateways", "127.0.0.0/8", "--webirc-password", HASHED)
V2 = b"\r\n\r\n\x00\r\nQUIT\n" + bytes((0x21, 0x11, 0, 12))
V2 += socket.inet_aton("192.0.2.9") + bytes(4) + b"\x00\x07\x00\x07"


def host_of(client: IrcClient, nick: str) -> str:
    """Where the server says that this client comes from."""
    client.send(f"NICK {nick}", "USER u 0 * :r", f"USERHOST {nick}")
    return client.expect(rf"\S+ 302 {nick} :{nick}=.*@(\S+)")[1]


def read_all(sock: socket.socket) -> bytes:
    """All until the server closes."""
    data = b""
    try:
        while more := sock.recv(4096):
            data += more
    except ConnectionError:
        return data
    return data


def test_a_gateway_tells_the_address() -> None:
    """Whoever else tries, or with another password, hears ERROR and is closed."""
    with ServerProcess(args=GATEWAYS) as server:
        with IrcClient(server.connect()) as client:
            client.send("WEBIRC secret gw host.example 192.0.2.7 :secure remote-port=5")
            assert host_of(client, "alice") == "192.0.2.7"
        with IrcClient(server.connect()) as client:
            client.send("WEBIRC wrong gw h 192.0.2.7", "NICK bob", "USER u 0 * :r")
            assert client.wait_closed() == ["ERROR :Invalid WebIRC password"]
        with IrcClient(server.connect()) as client:
            client.send("NICK dave", "WEBIRC secret gw h 192.0.2.7", "USER u 0 * :r")
            assert client.wait_closed() == ["ERROR :WEBIRC has to be the first command"]
        with IrcClient(server.connect()) as client:
            client.send("NICK carol", "USER u 0 * :r", "WEBIRC secret gw h 192.0.2.7")
            client.expect(r"\S+ 001 carol ")
            client.expect(r"\S+ 462 carol ")
    with ServerProcess() as server, IrcClient(server.connect()) as client:
        client.send("WEBIRC secret gw host.example 192.0.2.7")
        assert client.wait_closed() == ["ERROR :WEBIRC is not to be had here"]


def test_the_real_address_is_counted() -> None:
    """The gateway itself may bring as many as it likes."""
    with (
        ServerProcess(args=(*GATEWAYS, "--limits-sessions-per-address", "1")) as server,
        IrcClient(server.connect()) as alice,
        IrcClient(server.connect()) as bob,
        IrcClient(server.connect()) as carol,
    ):
        alice.send("WEBIRC secret gw h 192.0.2.7")
        host_of(alice, "alice")
        bob.send("WEBIRC secret gw h 192.0.2.8")
        host_of(bob, "bob")
        carol.send("WEBIRC secret gw h 192.0.2.7", "NICK carol", "USER u 0 * :r")
        (line,) = carol.wait_closed()
        assert line.startswith("ERROR :Too many people")


def test_a_proxy_tells_the_address(tmp_path: Path) -> None:
    """In both forms, in pieces, and before TLS; without a header it is closed."""
    cert, key = self_signed(tmp_path, "a", "localhost")
    args = (*PROXIES, "--tls-cert", str(cert), "--tls-key", str(key))
    with ServerProcess(args=args) as server:
        with IrcClient(server.connect()) as client:
            client.raw(b"PROXY TCP4 192.0.2.")
            client.raw(b"8 192.0.2.1 5 6\r\n")
            assert host_of(client, "alice") == "192.0.2.8"
        with IrcClient(server.connect()) as client:
            client.raw(V2)
            assert host_of(client, "bob") == "192.0.2.9"
        sock = server.connect()
        sock.sendall(V2)
        context = ssl.create_default_context(cafile=cert)
        with IrcClient(context.wrap_socket(sock, server_hostname="localhost")) as client:
            assert host_of(client, "carol") == "192.0.2.9"
        with WebSocket(socket.AF_INET, socket.SOCK_STREAM) as sock:
            sock.settimeout(10)
            sock.connect((server.host, server.port))
            socket.socket.sendall(sock, V2)
            sock.open("/irc", [], [])
            assert host_of(IrcClient(sock), "dave") == "192.0.2.9"
        with server.connect() as sock:
            sock.sendall(b"alice\n")
            assert read_all(sock) == b""


def test_a_proxy_header_of_anybody_else() -> None:
    """Is neither believed nor a name."""
    with ServerProcess() as server:
        for header in (b"PROXY TCP4 192.0.2.8 192.0.2.1 5 6\r\n", V2):
            with server.connect() as sock:
                sock.sendall(header)
                assert b"PROXY header is taken from" in read_all(sock)


def test_the_servers_password() -> None:
    """PASS on IRC, a question on the plain door; without it nobody comes in."""
    with ServerProcess(args=("--server-password", "open sesame")) as server:
        with IrcClient(server.connect()) as client:
            client.send("PASS :open sesame")
            client.register("alice")
        for lines in ((), ("PASS :wrong",)):
            with IrcClient(server.connect()) as client:
                client.send(*lines, "NICK bob", "USER u 0 * :r", "PASS :open sesame")
                first, last = client.wait_closed()
                assert " 464 " in first
                assert last.startswith("ERROR ")
        with server.connect() as plain:
            assert plain.recv(100) == b"Password: "
            plain.sendall(b"wrong\n")
            assert b"Try again.\nPassword: " in plain.recv(1000)
            plain.sendall(b"open sesame\nbob\n")
            said = b""
            while b"#lobby" not in said:
                said += plain.recv(1000)
            assert b"Enter your username: " in said
