"""The admin socket: a file in the data directory by which who owns it asks the running server.

Owns the socket and its thread, on both ends. Whoever may open the file may do everything, so
nobody but its owner may (mode 0600, and the peer's user is looked at).
"""

import contextlib
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Empty, Queue

from veche.core.commands import Command
from veche.core.exchange import Answer, Ask, Done, Origin, Out
from veche.core.rejections import Code, Rejection
from veche.server.administering import (
    LINE_BYTES,
    AdminError,
    Told,
    read_reply,
    read_request,
    told,
    write_reply,
    write_request,
)

NAME = "admin.sock"
WORKER = -3
"""The worker in the origin of what is asked here."""
_ANSWER_S = 10.0
_PEER_S = 2.0
_CREDENTIALS = struct.Struct("3i")  # unix(7), SO_PEERCRED: process, user, group


class AdminSocket:
    """The server's end. `ask` hands an ask to the hub; `answered` is to see all that it says."""

    def __init__(self, directory: Path, ask: Callable[[Sequence[Ask]], None]) -> None:
        """Raises OSError when there can be no such file."""
        self._path = directory / NAME
        self._ask = ask
        self._number = 0
        self._waiting = False
        self._results: Queue[tuple[int, Done | Rejection]] = Queue()
        self._stopping = False
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            with _reachable(self._path) as name:
                self._socket.bind(name)
            self._socket.listen(4)
            self._socket.settimeout(0.2)
        except OSError:
            self._socket.close()
            raise
        finally:
            os.umask(before)
        self._thread = threading.Thread(target=self._run, name="veche-admin", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """End; the file is gone."""
        self._stopping = True
        self._thread.join(timeout_s)
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def answered(self, outs: Sequence[Out]) -> None:
        """What the hub says; on any thread. Costs nothing while nothing is asked."""
        if not self._waiting:
            return
        for out in outs:
            if isinstance(out, Answer) and out.origin.worker == WORKER:
                self._results.put((out.origin.number, out.results[0]))

    def _run(self) -> None:
        while not self._stopping:
            try:
                peer, _ = self._socket.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            with peer, contextlib.suppress(OSError):
                peer.settimeout(_PEER_S)
                if _user_of(peer) == os.geteuid():
                    peer.sendall(self._reply(_line(peer)))

    def _reply(self, line: bytes) -> bytes:
        try:
            command = read_request(line)
        except AdminError as error:
            return write_reply(Rejection(Code.BAD_ARGUMENT, "admin", str(error)))
        self._number += 1
        self._waiting = True
        try:
            return self._outcome(command)
        finally:
            self._waiting = False

    def _outcome(self, command: Command) -> bytes:
        self._ask([Ask(Origin(0, WORKER, self._number), (command,))])
        while True:
            try:
                number, result = self._results.get(timeout=_ANSWER_S)
            except Empty:
                return write_reply(Rejection(Code.TRY_AGAIN, "", "the server is busy"))
            if number == self._number:
                return write_reply(told(result))


def opened(
    directory: Path, ask: Callable[[Sequence[Ask]], None], notice: Callable[[str], None]
) -> AdminSocket | None:
    """The socket, which answers already; None where there can be none, and why is told."""
    try:
        admin = AdminSocket(directory, ask)
    except OSError as error:
        notice(f"there is no admin socket: {error}")
        return None
    admin.start()
    return admin


def ask_running(directory: Path, command: Command) -> Told:
    """Ask the server that uses the directory. Raises AdminError; FileNotFoundError or
    ConnectionRefusedError when none does."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(_ANSWER_S + 2)
        with _reachable(directory / NAME) as name:
            client.connect(name)
        try:
            client.sendall(write_request(command))
            line = _line(client)
        except OSError as error:
            raise AdminError("The server does not answer.") from error
    return read_reply(line)


def _line(peer: socket.socket) -> bytes:
    data = b""
    while not data.endswith(b"\n") and len(data) < LINE_BYTES:
        part = peer.recv(LINE_BYTES)
        if not part:
            break
        data += part
    return data


def _user_of(peer: socket.socket) -> int:
    raw = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    user: int = _CREDENTIALS.unpack(raw)[1]
    return user


@contextlib.contextmanager
def _reachable(path: Path) -> Iterator[str]:
    """A name for the path that fits into a socket's address, which has 108 bytes (unix(7))."""
    directory = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)
