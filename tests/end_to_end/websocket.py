"""A WebSocket client that is nothing but a socket, in the place of one: frames as they are wanted.

Owns the handshake and the frames (RFC 6455). Uses nothing of Veche and no library, so that a
test can send what no library would.
"""

import base64
import hashlib
import os
import socket
from collections.abc import Sequence

from tests.end_to_end.irc import TAGS, IrcClient
from tests.harness import ServerProcess

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 1.3


class Refused(Exception):
    """The server's answer to the handshake, which was not 101."""


class WebSocket(socket.socket):
    """Looks like a socket that carries IRC lines; each is a frame of its own.

    `got` has every frame that came, as (opcode, payload).
    """

    got: list[tuple[int, bytes]]
    subprotocol: str

    def open(self, path: str, protocols: Sequence[str], headers: Sequence[str]) -> None:
        """Shake hands. Raises Refused."""
        self.got = []
        self._opcode = BINARY if protocols[:1] == ["binary.ircv3.net"] else TEXT
        key = base64.b64encode(os.urandom(16))
        host, port = self.getpeername()[:2]
        lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}", "Upgrade: websocket"]
        lines += ["Connection: keep-alive, Upgrade", "Sec-WebSocket-Version: 13"]
        lines += [f"Sec-WebSocket-Key: {key.decode()}", *headers]
        lines += [f"Sec-WebSocket-Protocol: {', '.join(protocols)}"] if protocols else []
        super().sendall("".join(f"{line}\r\n" for line in [*lines, ""]).encode())
        self._rest = b""
        while b"\r\n\r\n" not in self._rest:
            self._more()
        answer, _, self._rest = self._rest.partition(b"\r\n\r\n")
        text = answer.decode()
        fields = dict(line.lower().split(": ", 1) for line in text.split("\r\n")[1:])
        if not text.startswith("HTTP/1.1 101 "):
            while len(self._rest) < int(fields["content-length"]):
                self._more()
            raise Refused(f"{text}\r\n\r\n{self._rest.decode()}")
        accept = base64.b64encode(hashlib.sha1(key + _GUID).digest()).decode()
        assert fields["sec-websocket-accept"] == accept.lower()
        assert "sec-websocket-extensions" not in fields
        self.subprotocol = fields.get("sec-websocket-protocol", "")

    def send_frame(self, opcode: int, payload: bytes, final: bool = True) -> None:
        """One masked frame."""
        size = len(payload)
        head = bytes((0x80 * final | opcode,))
        if size < 126:
            head += bytes((0x80 | size,))
        elif size < 65_536:
            head += bytes((0x80 | 126,)) + size.to_bytes(2, "big")
        else:
            head += bytes((0x80 | 127,)) + size.to_bytes(8, "big")
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
        super().sendall(head + mask + masked)

    def read_frame(self) -> tuple[int, bytes]:
        """The next frame that comes: whole, not masked, no bit reserved. EOFError at the end."""
        while (found := self._parse()) is None:
            self._more()
        self.got.append(found)
        return found

    def _parse(self) -> tuple[int, bytes] | None:
        data = self._rest
        if len(data) < 2:
            return None
        assert data[0] & 0x80, "a fragment"
        assert not data[0] & 0x70, "a reserved bit"
        assert not data[1] & 0x80, "masked"
        size, at = data[1], 2
        if size >= 126:
            wide = 2 if size == 126 else 8
            size, at = int.from_bytes(data[2 : 2 + wide], "big"), 2 + wide
            assert size >= 126, "a long form for a short frame"
        if len(data) < at + size:
            return None
        self._rest = data[at + size :]
        return data[0] & 0x0F, data[at : at + size]

    def _more(self) -> None:
        data = super().recv(65_536)
        if not data:
            raise EOFError(self._rest)
        self._rest += data

    # -- as a socket of lines --------------------------------------------------------------

    def sendall(self, data: bytes, flags: int = 0) -> None:  # type: ignore[override]
        """A frame for each line."""
        for line in data.removesuffix(b"\r\n").split(b"\r\n"):
            self.send_frame(self._opcode, line)

    def recv(self, size: int, flags: int = 0) -> bytes:
        """The next line with an end, which it does not have itself; nothing after a close."""
        try:
            opcode, payload = self.read_frame()
        except EOFError:
            return b""
        if opcode == CLOSE:
            return b""
        assert opcode == self._opcode
        assert b"\r" not in payload
        assert b"\n" not in payload
        return payload + b"\n"

    def closing(self) -> tuple[int, str]:
        """Code and reason of the close frame, read on to it; then the connection ends."""
        opcode, payload = self.got[-1] if self.got else (0, b"")
        while opcode != CLOSE:
            opcode, payload = self.read_frame()
        return int.from_bytes(payload[:2], "big"), payload[2:].decode()


def opened(
    server: ServerProcess,
    *protocols: str,
    path: str = "/irc",
    headers: Sequence[str] = (),
    receive_bytes: int = 0,
) -> WebSocket:
    """A connection that has shaken hands; `receive_bytes` bounds the kernel's buffer."""
    sock = WebSocket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(10.0)
        if receive_bytes:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        sock.connect((server.host, server.port))
        sock.open(path, list(protocols), headers)
    except BaseException:
        sock.close()
        raise
    return sock


def enter(server: ServerProcess, nick: str, *channels: str, protocol: str = "") -> IrcClient:
    """Connect, register and join."""
    client = IrcClient(opened(server, *filter(None, [protocol])))
    try:
        return client.register(nick, *channels, caps=TAGS)
    except BaseException:
        client.close()
        raise
