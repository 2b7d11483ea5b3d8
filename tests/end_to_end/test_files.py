"""Files from outside: where a client is told to bring them, and who can (IRCv3 filehost)."""

import base64
import hashlib
import http.client
import re
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.test_accounts import opened, shell
from tests.end_to_end.test_tls import arguments, certificate, secured
from tests.harness import ServerProcess, wait_until

TOKEN = r"draft/FILEHOST=(\S+) soju\.im/FILEHOST=(\S+)"
PICTURE = bytes(range(256)) * 400


def told(client: IrcClient) -> str | None:
    """Where this client is told to bring files."""
    client.barrier()
    found = re.search(TOKEN, "\n".join(client.lines))
    assert found is None or found[1] == found[2]
    return found[1] if found else None


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def ask(
    server: ServerProcess,
    method: str,
    path: str = "/upload",
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    context: ssl.SSLContext | None = None,
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """A request, on a connection of its own."""
    connection: http.client.HTTPConnection
    if context is None:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=20)
    else:
        connection = http.client.HTTPSConnection("localhost", server.port, context=context)
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_a_picture_in_the_chat() -> None:
    """Alice brings it where her client was told to, says where it is, and Bob looks at it; after
    `kill -9` as well. She takes it back, and it is gone."""
    with ServerProcess() as server:
        opened(server, "alice", "sesame")
        with join(server.connect, "bob", "#lobby") as bob:
            assert told(bob) == f"http://{server.host}:{server.port}/upload"
            headers = basic("alice", "sesame") | {
                "Content-Type": "image/png",
                "Content-Disposition": "attachment; filename*=UTF-8''%D0%BA%D0%BE%D1%82.png",
            }
            status, answer, text = ask(server, "POST", "/upload", PICTURE, headers)
            assert status == 201
            location = answer["Location"]
            assert text.decode() == f"http://{server.host}:{server.port}{location}\n"
            with join(server.connect, "carol", "#lobby") as carol:
                carol.say("#lobby", text.decode().strip())
                assert bob.messages(1)[0].text.endswith(".png")
        server.kill()
        server.start()
        status, answer, data = ask(server, "GET", location)
        assert (status, data) == (200, PICTURE)
        assert answer["Content-Type"] == "image/png"
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert "%D0%BA%D0%BE%D1%82.png" in answer["Content-Disposition"]
        assert ask(server, "GET", location, headers={"Range": "bytes=1-3"})[2] == PICTURE[1:4]
        assert ask(server, "HEAD", location)[0] == 200
        assert ask(server, "DELETE", location, headers=basic("alice", "sesame"))[0] == 204
        assert ask(server, "GET", location)[0] == 404
        assert "sesame" not in server.errors()


def test_only_who_has_an_account() -> None:
    """A password, or a token; guesses count against the account as they do on every door."""
    with ServerProcess() as server:
        opened(server, "alice", "sesame")
        token = shell(server, "token", "alice", "--label", "phone").strip()
        shell(server, "add", "bob", text="secret\n")
        assert ask(server, "POST", body=b"x")[0] == 401
        assert ask(server, "POST", body=b"x", headers=basic("nobody", "x"))[0] == 401
        assert (
            ask(server, "POST", body=b"x", headers={"Authorization": f"Bearer {token}"})[0] == 201
        )
        for _ in range(5):
            assert ask(server, "POST", body=b"x", headers=basic("alice", "wrong"))[0] == 401
        status, _, text = ask(server, "POST", body=b"x", headers=basic("alice", "sesame"))
        assert (status, b"Too many attempts" in text) == (429, True)
        with IrcClient(server.connect()) as client:
            client.send("CAP REQ :sasl", "AUTHENTICATE PLAIN")
            client.expect(r"AUTHENTICATE \+")
            proof = base64.b64encode(b"\0alice\0sesame").decode()
            client.send(f"AUTHENTICATE {proof}")
            client.expect(r"\S+ 904 \* .*too many attempts")
        assert ask(server, "POST", body=b"x", headers=basic("bob", "secret"))[0] == 201
        shell(server, "disable", "bob")
        assert ask(server, "POST", body=b"x", headers=basic("bob", "secret"))[0] == 403


def test_erased_accounts() -> None:
    """Their files go with them, also when that happens while no server runs."""
    with ServerProcess() as server:
        located = []
        for name in ("alice", "bob", "carol"):
            opened(server, name, "sesame")
            _, answer, _ = ask(server, "POST", body=b"x", headers=basic(name, "sesame"))
            located.append(answer["Location"])
        alice, bob, carol = located
        shell(server, "erase", "alice", text="y\n")
        wait_until(lambda: ask(server, "GET", alice)[0] == 404)
        server.stop()
        shell(server, "erase", "bob", text="y\n")
        server.start()
        assert ask(server, "GET", bob)[0] == 404
        assert ask(server, "GET", carol)[2] == b"x"


def test_one_byte_past_the_limit() -> None:
    """25 MB are taken, and a byte more is not; memory does not grow with them."""
    whole = b"x" * 25_000_000
    with ServerProcess() as server:
        opened(server, "alice", "sesame")
        headers = basic("alice", "sesame")
        assert ask(server, "POST", body=b"warm", headers=headers)[0] == 201
        before = resident(server)
        status, answer, _ = ask(server, "POST", body=whole, headers=headers)
        assert status == 201
        digest = hashlib.sha256(ask(server, "GET", answer["Location"])[2]).digest()
        assert digest == hashlib.sha256(whole).digest()
        with server.connect() as raw:
            head = f"POST /upload HTTP/1.1\r\nHost: x\r\nAuthorization: {headers['Authorization']}"
            raw.sendall(f"{head}\r\nContent-Length: 25000001\r\n\r\n".encode())
            assert raw.recv(4_096).startswith(b"HTTP/1.1 413 ")
        assert resident(server) - before < 15_000_000


def resident(server: ServerProcess) -> int:
    """Bytes of memory that the process has."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024


def test_many_at_once() -> None:
    """Each is whole and has an address of its own."""
    with ServerProcess(args=("--limits-uploads-per-account", "8")) as server:
        opened(server, "alice", "sesame")
        bodies = [bytes([number]) * 300_000 for number in range(8)]

        def bring(body: bytes) -> str:
            status, answer, _ = ask(server, "POST", body=body, headers=basic("alice", "sesame"))
            assert status == 201
            return str(answer["Location"])

        with ThreadPoolExecutor(8) as people:
            locations = list(people.map(bring, bodies))
        assert len(set(locations)) == 8
        assert [ask(server, "GET", at)[2] for at in locations] == bodies


def test_half_a_file_and_kill() -> None:
    """Nothing of it is left at the next start; what was acknowledged is."""
    with ServerProcess() as server:
        opened(server, "alice", "sesame")
        headers = basic("alice", "sesame")
        _, answer, _ = ask(server, "POST", body=b"whole", headers=headers)
        new, kept = server.data / "files" / "new", server.data / "files" / "kept"
        with server.connect() as raw:
            head = f"POST /upload HTTP/1.1\r\nHost: x\r\nAuthorization: {headers['Authorization']}"
            raw.sendall(f"{head}\r\nContent-Length: 1000\r\n\r\nhalf".encode())
            wait_until(lambda: len(list(new.iterdir())) == 1)
            server.kill()
        server.start()
        assert list(new.iterdir()) == []
        assert len(list(kept.iterdir())) == 1
        assert ask(server, "GET", answer["Location"])[2] == b"whole"


def test_stopping_in_the_midst() -> None:
    """It stops in time, though somebody is bringing a file and somebody is fetching one."""
    with ServerProcess() as server:
        opened(server, "alice", "sesame")
        headers = basic("alice", "sesame")
        _, answer, _ = ask(server, "POST", body=b"x" * 20_000_000, headers=headers)
        with server.connect() as raw, server.connect() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            slow.sendall(f"GET {answer['Location']} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            head = f"POST /upload HTTP/1.1\r\nHost: x\r\nAuthorization: {headers['Authorization']}"
            raw.sendall(f"{head}\r\nContent-Length: 1000\r\n\r\nhalf".encode())
            wait_until(lambda: len(list((server.data / "files" / "new").iterdir())) == 1)
            assert server.stop() == 0


def test_through_tls(tmp_path: Path) -> None:
    """Who came through TLS is told to bring files through TLS, under a name it can verify."""
    cert, key = certificate(tmp_path)
    with ServerProcess(args=arguments(cert, key)) as server:
        opened(server, "alice", "sesame")
        with join(lambda: secured(server, cert, ("irc",)), "bob") as bob:
            assert told(bob) == f"https://localhost:{server.port}/upload"
        with join(server.connect, "carol") as carol:
            assert told(carol) == f"http://{server.host}:{server.port}/upload"
        context = ssl.create_default_context(cafile=cert)
        status, answer, text = ask(
            server, "POST", "/upload", PICTURE, basic("alice", "sesame"), context
        )
        assert status == 201
        assert text.startswith(b"https://localhost:")
        assert ask(server, "GET", answer["Location"], context=context)[2] == PICTURE


def test_where_nobody_knows_the_address() -> None:
    """Nothing is told; unless it is set, or there are no files at all."""
    for args, at in (
        (("--files-address", "https://chat.test"), "https://chat.test/upload"),
        (("--files-enabled", "false"), None),
    ):
        with ServerProcess(args=args) as server, join(server.connect, "bob") as bob:
            assert told(bob) == at
            status = ask(server, "OPTIONS")[0]
            assert status == (204 if at else 404)
    with ServerProcess(host="0.0.0.0") as server:
        server.host = "127.0.0.1"
        with join(server.connect, "bob") as bob:
            assert told(bob) is None
