"""IRC over WebSocket (https://ircv3.net/specs/extensions/websocket), on a real server."""

import asyncio
import ssl
from pathlib import Path

import pytest

from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.pages import CYRILLIC, socket_of, talk
from tests.end_to_end.test_tls import arguments, certificate, secured
from tests.end_to_end.websocket import (
    BINARY,
    PING,
    PONG,
    TEXT,
    Refused,
    enter,
    opened,
)
from tests.harness import ServerProcess


@pytest.mark.parametrize(
    ("protocols", "chosen"),
    [
        (("text.ircv3.net",), "text.ircv3.net"),
        (("binary.ircv3.net",), "binary.ircv3.net"),
        (("binary.ircv3.net", "text.ircv3.net"), "binary.ircv3.net"),
        (("text.ircv3.net", "binary.ircv3.net"), "text.ircv3.net"),
        (("mqtt", "binary.ircv3.net"), "binary.ircv3.net"),
        (("mqtt",), ""),
        ((), ""),
    ],
)
def test_subprotocols(protocols: tuple[str, ...], chosen: str) -> None:
    """The client's preference first; without one of ours it is text."""
    with ServerProcess() as server:
        url = f"ws://{server.host}:{server.port}/irc"
        assert asyncio.run(talk(url, protocols, None)) == chosen
        assert "overlap" not in server.errors()


def test_through_tls(tmp_path: Path) -> None:
    """`wss` by what the other doors use; never where IRC itself was agreed on."""
    cert, key = certificate(tmp_path)
    with ServerProcess(args=arguments(cert, key)) as server:
        context = ssl.create_default_context(cafile=cert)
        url = f"wss://localhost:{server.port}/"
        for alpn in ([], ["http/1.1"]):
            if alpn:
                context.set_alpn_protocols(alpn)
            chosen = asyncio.run(talk(url, ("binary.ircv3.net",), context))
            assert chosen == "binary.ircv3.net"
        with IrcClient(secured(server, cert, ("irc",))) as client:
            client.send("GET /irc HTTP/1.1", "Host: localhost", "Upgrade: websocket", "")
            assert not any(line.startswith("HTTP/") for line in client.wait_closed(40))


def test_all_see_the_same_order() -> None:
    """Two pages, somebody with `nc` and an IRC client, all talking at once."""
    with (
        ServerProcess() as server,
        enter(server, "ann", "#lobby", protocol="text.ircv3.net") as ann,
        enter(server, "ben", "#lobby", protocol="binary.ircv3.net") as ben,
        join(server.connect, "cat", "#lobby") as cat,
        server.connect() as plain,
    ):
        plain.sendall("Дан\n".encode())
        for client in (ann, ben, cat):
            client.expect(r"(@\S+ )?:Дан!\S+ JOIN ")
        for number in range(25):
            plain.sendall(f"Дан {number} {CYRILLIC}\n".encode())
            for name, client in (("ann", ann), ("ben", ben), ("cat", cat)):
                client.say("#lobby", f"{name} {number} {CYRILLIC}")
        orders = [[(m.seq, m.text) for m in each.messages(100)] for each in (ann, ben, cat)]
        assert orders[0] == orders[1] == orders[2]
        assert len({seq for seq, _ in orders[0]}) == 100
        want = [
            f"{name} {n} {CYRILLIC}" for name in ("ann", "ben", "cat", "Дан") for n in range(25)
        ]
        assert sorted(text for _, text in orders[0]) == sorted(want)
        said = b""
        plain.settimeout(10)
        while said.count(b"\n") < 75 or not said.endswith(b"\n"):
            said += plain.recv(65_536)
        heard = [line.partition(": ")[2] for line in said.decode().splitlines()]
        theirs = [text for _, text in orders[0] if not text.startswith("Дан")]
        assert [text for text in heard if text in theirs] == theirs
        assert {opcode for opcode, _ in socket_of(ann).got} == {TEXT}
        assert {opcode for opcode, _ in socket_of(ben).got} == {BINARY}


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:{port}", True),
        ("http://127.0.0.1:1", False),
        ("https://evil.example", False),
        ("null", False),
    ],
)
def test_pages_of_others_are_refused(origin: str, allowed: bool) -> None:
    """With 403, and a word to whoever runs the server; programs send no origin."""
    with ServerProcess() as server:
        headers = [f"Origin: {origin.format(port=server.port)}"]
        if allowed:
            opened(server, headers=headers).close()
        else:
            with pytest.raises(Refused, match=r"^HTTP/1.1 403 (.|\r|\n)*\[http\] origins"):
                opened(server, headers=headers)


def test_pages_that_are_listed() -> None:
    """Exactly these, and not our own unless it is listed as well."""
    args = ("--http-origins", "https://a.example https://b.example:8443")
    with ServerProcess(args=args) as server:
        for good in ("https://a.example", "https://b.example:8443"):
            opened(server, headers=[f"Origin: {good}"]).close()
        for bad in ("https://b.example", "http://a.example", f"http://127.0.0.1:{server.port}"):
            with pytest.raises(Refused, match="403"):
                opened(server, headers=[f"Origin: {bad}"])
        opened(server).close()


def test_the_path_without_an_upgrade() -> None:
    """Says what it is for; other paths have no WebSocket, the page none of its own is changed."""
    with ServerProcess() as server:
        with pytest.raises(Refused, match="404"):
            opened(server, path="/other")
        with IrcClient(server.connect()) as client:
            client.raw(b"GET /irc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert client.wait_closed()[0].startswith("HTTP/1.1 426 ")
        with IrcClient(server.connect()) as client:
            client.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            lines = client.wait_closed()
            assert lines[0].startswith("HTTP/1.1 200 ")
            assert any("Everybody meets" in line for line in lines)


def test_fragments_and_pings() -> None:
    """A line in pieces, a ping among them; the ping is answered at once (RFC 6455 5.4, 5.5.2)."""
    with ServerProcess() as server, enter(server, "ann", "#lobby") as ann:
        raw = socket_of(ann)
        whole = f"PRIVMSG #lobby :{CYRILLIC}".encode()
        raw.send_frame(TEXT, whole[:18], final=False)  # in the midst of a letter
        raw.send_frame(0, b"", final=False)
        raw.send_frame(PING, b"are you there")
        raw.send_frame(0, whole[18:])
        opcode, payload = raw.read_frame()
        assert (opcode, payload) == (PONG, b"are you there")
        assert [m.text for m in ann.messages(1)] == [CYRILLIC]


def test_one_message_is_one_line() -> None:
    """A line end in it makes no second line; one at its end is forgiven."""
    with ServerProcess() as server, enter(server, "ann", "#lobby") as ann:
        socket_of(ann).send_frame(TEXT, b"PRIVMSG #lobby :one\nPRIVMSG #lobby :two")
        ann.expect(r"(@\S+ )?:\S+ 400 ann PRIVMSG :A line may not contain ")
        socket_of(ann).send_frame(TEXT, b"PRIVMSG #lobby :three\r\n")
        assert [m.text for m in ann.messages(1)] == ["three"]
