"""IRC over WebSocket (https://ircv3.net/specs/extensions/websocket), on a real server."""

import asyncio
import ssl
from pathlib import Path

import aiohttp
import pytest

from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.test_tls import arguments, certificate, secured
from tests.end_to_end.websocket import (
    BINARY,
    PING,
    PONG,
    TEXT,
    Refused,
    WebSocket,
    enter,
    opened,
)
from tests.harness import ServerProcess

CYRILLIC = "привет, \N{GRINNING FACE} and العربية"


def socket_of(client: IrcClient) -> WebSocket:
    """What it speaks on."""
    assert isinstance(client.sock, WebSocket)
    return client.sock


async def talk(url: str, protocols: tuple[str, ...], tls: ssl.SSLContext | None) -> str:
    """Come in with a library's client, say something, get it back, leave; return the choice."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(url, protocols=protocols, ssl=tls or True) as socket,
    ):
        chosen = socket.protocol or ""
        kind = aiohttp.WSMsgType.BINARY if "binary" in chosen else aiohttp.WSMsgType.TEXT

        async def send(line: str) -> None:
            if kind is aiohttp.WSMsgType.BINARY:
                await socket.send_bytes(line.encode())
            else:
                await socket.send_str(line)

        async def until(part: str) -> None:
            async with asyncio.timeout(10):
                while True:
                    message = await socket.receive()
                    assert message.type is kind
                    data = message.data
                    line = data.decode() if isinstance(data, bytes) else data
                    assert not line.endswith(("\r", "\n"))
                    if part in line:
                        return

        for line in ("CAP REQ :echo-message", "NICK page", "USER p 0 * :p", "CAP END"):
            await send(line)
        await until(" 001 page ")
        await send("JOIN #lobby")
        await until(" 366 ")
        await send(f"PRIVMSG #lobby :{CYRILLIC}")
        await until(CYRILLIC)
        assert await socket.close()
        return chosen


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
