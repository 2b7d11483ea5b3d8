"""A worker's thread: its event loop, its sockets, and the pumping of its `Worker`.

Owns the loop and who is connected. All of it is touched by this one thread;
others `post` or use `call_soon_threadsafe`.
"""

import asyncio
import contextlib
import itertools
import socket
import ssl
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

import msgspec

from veche.core.exchange import Ask, Out
from veche.core.ids import Id
from veche.protocols.base import Peer
from veche.protocols.sniff import Door
from veche.server.door import Doorkeeper
from veche.server.helpers import Helpers
from veche.server.http.seam import Web
from veche.server.http.websocket import WebSocketTransport
from veche.server.jobs import Job, Outcome
from veche.server.mailbox import Mailbox
from veche.server.stream import StreamTransport
from veche.server.tls import Tls
from veche.server.transport import READ_BYTES, SocketTransport
from veche.server.worker import Worker

T = TypeVar("T")
AnyTransport = SocketTransport | StreamTransport | WebSocketTransport
_TLS_SHUTDOWN_S = 2.0
_LAST_WORDS_S = 0.25
"""When all is sent: so long may clients take to close their end, which loses them nothing."""


def new_loop() -> asyncio.AbstractEventLoop:
    """The one place where the kind of event loop is chosen."""
    return asyncio.SelectorEventLoop()


class LoopThread:
    """One worker at work. `ask` hands asks to the hub; `bug` is told of errors that are our own."""

    def __init__(
        self,
        worker: Worker,
        *,
        ask: Callable[[Sequence[Ask]], None],
        helpers: Helpers,
        door: Doorkeeper,
        web: Web,
        tls: Tls | None,
        handshake_s: float,
        bug: Callable[[BaseException], None],
    ) -> None:
        self.worker = worker
        self.loop = new_loop()
        self.mailbox = Mailbox(self.loop, self._deliver)
        self.buffer = memoryview(bytearray(READ_BYTES))
        self.assigned = 0
        """Sockets given to this worker so far; only the acceptor changes it."""
        self.let_go = 0
        """Of these, how many are gone; only this thread changes it."""
        self._ask = ask
        self._helpers = helpers
        self._door = door
        self._web = web
        web.attach(self)
        self._tls = tls
        self._handshake_s = handshake_s
        self._bug = bug
        self._asks: list[Ask] = []
        self._alarm: asyncio.TimerHandle | None = None
        self._transports: dict[Id, AnyTransport] = {}
        self._peers: dict[Id, Peer] = {}
        self._tasks: dict[asyncio.Task[None], None] = {}
        self._thread = threading.Thread(
            target=self._run, name=f"veche-worker-{worker.index}", daemon=True
        )

    # -- the thread ----------------------------------------------------------------------

    def start(self) -> None:
        """Start the thread."""
        self.loop.set_exception_handler(self._on_loop_error)
        self._thread.start()

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Have the loop run a coroutine."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def run(self, coroutine: Coroutine[Any, Any, T], timeout_s: float) -> T:
        """Have the loop run a coroutine, and wait for it. Raises TimeoutError."""
        return self.submit(coroutine).result(timeout_s)

    def stop(self, timeout_s: float) -> None:
        """End the loop and the thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(timeout_s)
        if not self._thread.is_alive():
            self.loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def _on_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        # A client that ends a TLS handshake or connection badly is no bug of ours.
        if not isinstance(error, OSError):
            self._bug(error or RuntimeError(context.get("message")))

    # -- connections ---------------------------------------------------------------------

    def adopt(self, sock: socket.socket, peer: Peer) -> None:
        """A socket was accepted, and is tuned and admitted."""
        transport = SocketTransport(self, sock, self._tls is not None)
        number = self.worker.opened(transport, peer, self.loop.time())
        transport.session = number
        self._transports[number] = transport
        self._peers[number] = peer
        self._pump(())

    def on_stream(self, stream: StreamTransport, peer: Peer) -> Id:
        """See `StreamOwner`."""
        self._door.again(peer)
        return self._return(stream, peer, None)

    def readmit(self, peer: Peer) -> str:
        """See `WebOwner`."""
        return self._door.admit(peer, new=False)

    def on_websocket(self, transport: WebSocketTransport, peer: Peer) -> Id:
        """See `WebOwner`."""
        return self._return(transport, peer, Door.IRC)

    def _return(self, transport: AnyTransport, peer: Peer, door: Door | None) -> Id:
        self.let_go -= 1  # it was counted as gone when it went for a handshake
        number = self.worker.opened(transport, peer, self.loop.time(), door)
        self._transports[number] = transport
        self._pump(())
        return number

    def on_received(self, session: Id, data: bytes) -> None:
        """See `Owner`."""
        self._pump(self.worker.received(session, data, self.loop.time()))

    def on_ended_input(self, session: Id) -> None:
        """See `Owner`."""
        self._pump(self.worker.ended_input(session, self.loop.time()))

    def on_drained(self, session: Id) -> None:
        """See `Owner`."""
        self._pump(self.worker.drained(session, self.loop.time()))

    def on_closed(self, session: Id, reason: str) -> None:
        """See `Owner`."""
        self._forget(session)
        now = self.loop.time()
        if reason:
            self._pump(self.worker.closed(session, now, reason))
        else:
            self._pump(self.worker.closed(session, now))

    def _forget(self, session: Id) -> None:
        self._peers.pop(session, None)
        if self._transports.pop(session, None) is not None:
            self.let_go += 1

    # -- TLS and HTTP --------------------------------------------------------------------

    def on_tls(self, session: Id, sock: socket.socket) -> None:
        """See `Owner`."""
        peer = self._peers[session]
        self._forget(session)
        self.worker.closed(session, self.loop.time())
        secure = msgspec.structs.replace(peer, secure=True)
        if self._tls is not None:
            self._spawn(self._handshake(sock, secure, self._tls.context))

    async def _handshake(self, sock: socket.socket, peer: Peer, context: ssl.SSLContext) -> None:
        try:
            await self.loop.connect_accepted_socket(
                lambda: StreamTransport(self, peer),
                sock,
                ssl=context,
                ssl_handshake_timeout=self._handshake_s,
                ssl_shutdown_timeout=_TLS_SHUTDOWN_S,
            )
        except OSError:
            sock.close()

    def on_http(self, session: Id, sock: socket.socket, data: bytes) -> None:
        """See `Owner`."""
        # The worker is in the midst of a call: nothing of it may be touched.
        peer = self._peers[session]
        self._forget(session)
        self._spawn(self._serve_socket(sock, data, peer))

    async def _serve_socket(self, sock: socket.socket, data: bytes, peer: Peer) -> None:
        protocol = await self._web.protocol(data, peer)
        await self.loop.connect_accepted_socket(lambda: protocol, sock)

    def on_http_stream(
        self, session: Id, transport: asyncio.Transport, data: bytes, peer: Peer
    ) -> None:
        """See `StreamOwner`."""
        self._forget(session)
        transport.pause_reading()
        self._spawn(self._serve_stream(transport, data, peer))

    async def _serve_stream(self, transport: asyncio.Transport, data: bytes, peer: Peer) -> None:
        protocol = await self._web.protocol(data, peer)
        protocol.connection_made(transport)
        if not transport.is_closing():
            transport.resume_reading()

    def _spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = self.loop.create_task(coroutine)
        self._tasks[task] = None
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        if not task.cancelled() and (error := task.exception()) is not None:
            self._bug(error)

    # -- pumping -------------------------------------------------------------------------

    def _deliver(self, outs: Sequence[Out]) -> None:
        self._pump(self.worker.deliver(outs, self.loop.time()))

    def _pump(self, asks: Sequence[Ask]) -> None:
        """Take over what a call of the worker has led to."""
        if asks:
            # All that one round of the loop has read goes to the hub at once.
            if not self._asks:
                self.loop.call_soon(self._send_asks)
            self._asks += asks
        for job in self.worker.take_jobs():
            self._helpers.give(job, self._on_outcome)
        deadline = self.worker.deadline
        if deadline is not None and (self._alarm is None or deadline < self._alarm.when()):
            if self._alarm is not None:
                self._alarm.cancel()
            self._alarm = self.loop.call_at(deadline, self._tick)

    def _send_asks(self) -> None:
        asks, self._asks = self._asks, []
        self._ask(asks)

    def _tick(self) -> None:
        self._alarm = None
        # The loop wakes for a timer up to its clock's resolution early.
        asks, _ = self.worker.tick(self.loop.time() + 0.001)
        self._pump(asks)

    def _on_outcome(self, job: Job, outcome: Outcome | None) -> None:
        self.loop.call_soon_threadsafe(self._finished, job, outcome)

    def _finished(self, job: Job, outcome: Outcome | None) -> None:
        self._pump(self.worker.finished(job, outcome, self.loop.time()))

    # -- the end -------------------------------------------------------------------------

    async def stop_reading(self) -> None:
        """Read no more; all that was read has gone to the hub when this returns."""
        self.worker.stop_reading()
        if self._asks:
            self._send_asks()

    async def farewell(self, reason: str, timeout_s: float) -> None:
        """Tell everybody goodbye and wait until they have heard it, then end what is left."""
        self.mailbox.drain()
        self.worker.farewell(reason, self.loop.time())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._web.close()
                await self._until(lambda: not any(t.pending() for t in self._transports.values()))
                async with asyncio.timeout(_LAST_WORDS_S):
                    await self._until(lambda: not self._transports)
        for transport in tuple(self._transports.values()):
            transport.abort()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.sleep(0)
        await self.loop.shutdown_default_executor()

    async def _until(self, condition: Callable[[], bool]) -> None:
        for pause_s in itertools.repeat(0.005):
            if condition():
                return
            await asyncio.sleep(pause_s)
