"""A scripted IRC server on loopback, for tests of the client and of its programs.

It does what a good server does, with labels, echo and history, unless told otherwise.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType

CAPABILITIES = (
    "message-tags server-time echo-message batch labeled-response draft/chathistory "
    "standard-replies away-notify something/else=1"
)
_PATIENCE_S = 20.0


async def let_begin() -> None:
    """Let those who have just come in begin to be served: a task that is cancelled before it has
    begun closes nothing."""
    for _ in range(4):
        await asyncio.sleep(0)


class FakeServer:
    """Use as a context manager; it serves from a thread of its own, one client after another."""

    def __init__(self, *, capabilities: str = CAPABILITIES) -> None:
        self.capabilities = capabilities
        self.taken: set[str] = set()
        self.history: list[str] = []
        self.answer_registration = True
        self.answer_join = True
        self.refused_joins: dict[str, str] = {}
        self.refused_texts: dict[str, str] = {}
        self.acknowledge = True
        self.received: list[str] = []
        self.most_in_flight = 0
        self.port = 0
        self.connections = 0
        self.nick = ""
        self._withheld: list[tuple[str, str, str]] = []
        self._registering = {"NICK", "USER"}
        self._messages = 0
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ready = threading.Event()
        self._writer: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None

    def __enter__(self) -> "FakeServer":
        self._thread.start()
        assert self._ready.wait(_PATIENCE_S)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(_PATIENCE_S)
        assert not self._thread.is_alive()

    def wait_for(self, wanted: Callable[[str], bool]) -> str:
        """Return the first line received that is wanted, as soon as it is here."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(map(wanted, self.received)), _PATIENCE_S), (
                f"received only {self.received}"
            )
            return next(filter(wanted, self.received))

    def wait_for_command(self, command: str) -> str:
        """Return the first line with this command."""
        return self.wait_for(lambda line: _split(line)[1] == command)

    def texts(self) -> list[str]:
        """Return the texts of the messages received, in order."""
        lines = [line for line in self.received if _split(line)[1] == "PRIVMSG"]
        return [line.partition(" :")[2] for line in lines]

    def send(self, *lines: str) -> None:
        """Send lines to the client, now."""
        self._loop.call_soon_threadsafe(self._write, *lines)

    def send_raw(self, data: bytes) -> None:
        """Send bytes to the client, now."""
        if self._writer is not None:
            self._loop.call_soon_threadsafe(self._writer.write, data)

    def drop(self, *, reset: bool = False) -> None:
        """Close the connection without a word; `reset`: as if the machine had been switched off."""
        if self._writer is not None:
            if reset:
                linger = struct.pack("ii", 1, 0)
                raw: socket.socket = self._writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self._loop.call_soon_threadsafe(self._writer.close)

    def stop_listening(self) -> None:
        """Let nobody in any more; who is in stays. Returns once it is so."""
        self._call(self._stop_listening())

    def listen_again(self) -> None:
        """Let clients in again, on the same port. Returns once it is so."""
        self._call(self._listen())

    def release(self) -> None:
        """Acknowledge what was withheld, and all that comes."""

        def release() -> None:
            self.acknowledge = True
            for item in list(self._withheld):
                self._echo(*item)

        self._loop.call_soon_threadsafe(release)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._main())
        finally:
            self._loop.close()

    async def _main(self) -> None:
        self._end = asyncio.Event()
        await self._listen()
        self._ready.set()
        await self._end.wait()
        await self._stop_listening()
        await let_begin()
        if self._writer is not None:
            self._writer.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _call(self, work: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._client, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop_listening(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self.connections += 1
        self._registering = {"NICK", "USER"}
        try:
            while line := await reader.readline():
                text = line.decode().rstrip("\r\n")
                self._take(text)
                with self._changed:
                    self.received.append(text)
                    self._changed.notify_all()
        except OSError:
            pass
        finally:
            writer.close()

    def _write(self, *lines: str) -> None:
        if self._writer is not None:
            self._writer.write("".join(f"{line}\r\n" for line in lines).encode())

    def _take(self, line: str) -> None:
        label, command, rest = _split(line)
        handler = getattr(self, f"_on_{command.lower()}", None)
        if handler is not None:
            handler(label, rest)

    def _on_cap(self, _label: str, rest: str) -> None:
        verb, _, words = rest.partition(" ")
        if verb == "LS" and self.capabilities:
            self._registering.add("CAP END")
            half = self.capabilities.split()
            self._write(
                f":s CAP * LS * :{' '.join(half[:3])}", f":s CAP * LS :{' '.join(half[3:])}"
            )
        elif verb == "LS":
            self._write(":s 421 * CAP :Unknown command")
        elif verb == "REQ":
            self._write(f":s CAP * ACK {words}")
        elif verb == "END":
            self._registration("CAP END")

    def _on_nick(self, _label: str, rest: str) -> None:
        if rest in self.taken:
            self._write(f":s 433 {self.nick or '*'} {rest} :Nickname is already in use")
        elif self._registering:
            self.nick = rest
            self._registration("NICK")
        else:
            self._write(f":{self.nick}!u@h NICK {rest}")
            self.nick = rest

    def _on_user(self, _label: str, _rest: str) -> None:
        self._registration("USER")

    def _registration(self, step: str) -> None:
        self._registering.discard(step)
        if not self._registering and self.answer_registration:
            self._write(f":s 001 {self.nick} :Welcome", f":s 422 {self.nick} :No MOTD")

    def _on_join(self, _label: str, rest: str) -> None:
        if refusal := self.refused_joins.get(rest):
            self._write(f":s {refusal.replace('*', self.nick)}")
        elif self.answer_join:
            self._write(
                f":{self.nick}!u@h JOIN {rest}",
                f":s 353 {self.nick} = {rest} :@bob {self.nick}",
                f":s 366 {self.nick} {rest} :End of /NAMES list",
            )

    def _on_part(self, _label: str, rest: str) -> None:
        self._write(f":{self.nick}!u@h PART {rest}")

    def _on_chathistory(self, label: str, rest: str) -> None:
        channel = rest.split()[1]
        lines = [line.replace("@", "@batch=h;", 1) for line in self.history]
        self._write(f"@label={label} :s BATCH +h chathistory {channel}", *lines, ":s BATCH -h")

    def _on_privmsg(self, label: str, rest: str) -> None:
        item = (self.nick, label, rest)
        self._withheld.append(item)
        self.most_in_flight = max(self.most_in_flight, len(self._withheld))
        # Late, so that a client which sends more than it may is caught.
        if self.acknowledge:
            self._loop.call_soon(self._echo, *item)

    def _echo(self, nick: str, label: str, rest: str) -> None:
        self._withheld.remove((nick, label, rest))
        target, _, text = rest.partition(" :")
        self._messages += 1
        tags = f"@label={label};msgid=own{self._messages}" if label else ""
        if reason := self.refused_texts.get(text):
            self._write(f"@label={label} :s 404 {self.nick} {target} :{reason}")
        elif label:
            self._write(f"{tags} :{nick}!u@h PRIVMSG {target} :{text}")

    def _on_names(self, _label: str, rest: str) -> None:
        self._write(f":s 353 {self.nick} = {rest} :bob", f":s 366 {self.nick} {rest} :End")

    def _on_list(self, _label: str, _rest: str) -> None:
        self._write(f":s 322 {self.nick} #lobby 3 :Hello", f":s 323 {self.nick} :End")

    def _on_ping(self, _label: str, rest: str) -> None:
        self._write(f":s PONG s :{rest.removeprefix(':')}")

    def _on_quit(self, _label: str, _rest: str) -> None:
        self._write("ERROR :Bye")
        if self._writer is not None:
            self._writer.close()


def _split(line: str) -> tuple[str, str, str]:
    """Return label, command and the rest."""
    label = ""
    if line.startswith("@"):
        tags, _, line = line.partition(" ")
        label = tags.removeprefix("@label=")
    command, _, rest = line.partition(" ")
    return label, command, rest
