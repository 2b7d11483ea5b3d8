"""A push service on loopback, with TLS, that keeps what it is sent and answers as it is told.

Owns the far end of the wire. Knows nothing of Veche.
"""

import contextlib
import socket
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.certificates import self_signed
from tests.harness import wait_until
from tests.server.push.reading import decrypt

NAMES = ("localhost", "push.test")


@dataclass(frozen=True)
class Pushed:
    """A request."""

    path: str
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """What the device of the tests reads in it."""
        return decrypt(self.body).decode()


@dataclass(frozen=True)
class Answer:
    """What a request is answered with."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class FakePushService:
    """Answers 201 unless `answers` says something else for the next ones."""

    def __init__(self, folder: Path, address: str = "127.0.0.1", port: int = 0) -> None:
        self.cert = folder / "push.pem"
        if not self.cert.exists():
            self_signed(folder, "push", *NAMES)
        self.requests: list[Pushed] = []
        self.connections = 0
        self.answers: deque[Answer] = deque()
        self.holding = threading.Event()
        """No answer while this is clear."""
        self.holding.set()
        self._server = _server(self, address, port)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> "FakePushService":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.holding.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def url(self, path: str = "device", host: str = "localhost") -> str:
        """An endpoint here."""
        return f"https://{host}:{self.port}/{path}"

    def trust(self) -> ssl.SSLContext:
        """What its certificate is trusted by."""
        return ssl.create_default_context(cafile=str(self.cert))

    def wait(self, count: int) -> list[Pushed]:
        """The first `count` requests, once they are there."""
        wait_until(lambda: len(self.requests) >= count, what=f"push number {count}")
        return self.requests[:count]

    def texts(self, count: int) -> list[str]:
        """What the device reads in them."""
        return [pushed.text for pushed in self.wait(count)]


def _server(fake: FakePushService, address: str, port: int) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            fake.requests.append(Pushed(self.path, self.headers, body))
            fake.holding.wait(10)
            answer = fake.answers.popleft() if fake.answers else Answer(201)
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> tuple[socket.socket, Any]:
            found = super().get_request()
            fake.connections += 1
            return found

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up in the midst is what some tests are about."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(fake.cert, fake.cert.with_suffix(".key"))
    server = Server((address, port), Handler)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    return server


@contextlib.contextmanager
def silent() -> Iterator[int]:
    """A port on loopback where connections are taken, and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]
