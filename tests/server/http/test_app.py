"""The web server: the page, refusals, and connections that never ask."""

import asyncio
import contextlib
import socket

import pytest

from veche.protocols.base import Peer
from veche.server.http.app import WebServer
from veche.server.http.page import HEADERS, Address


async def asked(request: bytes, first_bytes_s: float = 10.0) -> bytes:
    """What a connection that sends this, in two parts, gets until it is closed."""
    server = WebServer("Veche", Address("127.0.0.1", 8080), first_bytes_s)
    near, far = socket.socketpair()
    near.setblocking(False)
    loop = asyncio.get_running_loop()
    protocol = await server.protocol(request[:7], Peer("127.0.0.1"))
    await loop.connect_accepted_socket(lambda: protocol, near)
    reader, writer = await asyncio.open_unix_connection(sock=far)
    writer.write(request[7:])
    answer = b""
    with contextlib.suppress(ConnectionResetError):  # refused before all of it was read
        while more := await asyncio.wait_for(reader.read(65_536), 10.0):
            answer += more
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    await server.close()
    return answer


def get(path: str = "/", method: str = "GET", headers: str = "") -> bytes:
    """A request whose connection ends with it."""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: chat.example\r\n{headers}Connection: close\r\n\r\n"
    ).encode()


def test_the_page_for_a_browser() -> None:
    """HTML, with strict headers."""
    answer = asyncio.run(asked(get(headers="Accept: text/html,*/*\r\n"))).decode()
    assert answer.startswith("HTTP/1.1 200 ")
    assert "Content-Type: text/html; charset=utf-8" in answer
    assert "<!doctype html>" in answer
    for name, value in HEADERS.items():
        assert f"{name}: {value}\r\n" in answer


def test_the_page_for_a_terminal() -> None:
    """Text, unless HTML is asked for."""
    answer = asyncio.run(asked(get(headers="Accept: */*\r\n"))).decode()
    assert "Content-Type: text/plain; charset=utf-8" in answer
    assert "<" not in answer.partition("\r\n\r\n")[2]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (get("/other"), b"404"),
        (get(method="POST"), b"405"),
        (b"GET /nothing\0 HTTP/1.1\r\n\r\n", b"400"),
    ],
)
def test_refusals(request_: bytes, status: bytes) -> None:
    """With the same headers, unless the request cannot even be read."""
    answer = asyncio.run(asked(request_))
    assert answer.startswith(b"HTTP/1.") and status in answer[:14]  # noqa: PT018 - one line
    if status != b"400":
        assert b"nosniff" in answer


def test_irc_in_a_request_does_nothing() -> None:
    """A browser that is made to POST it gets an error page."""
    body = b"NICK evil\r\nUSER e 0 * :e\r\nJOIN #lobby\r\nPRIVMSG #lobby :hi\r\n"
    headers = f"Content-Length: {len(body)}\r\nContent-Type: text/plain\r\n"
    answer = asyncio.run(asked(get(method="POST", headers=headers) + body))
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b" 405 " in answer[:20]
    assert b"001" not in answer


def test_a_request_that_never_ends() -> None:
    """Is ended after a time."""
    assert asyncio.run(asked(b"GET / HTTP/1.1\r\nX-Slow: ", first_bytes_s=0.05)) == b""
