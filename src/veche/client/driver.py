"""A client on real connections: dials, reads and writes, and dials again.

Owns the stream of the moment, and the waiting. Must not know what the bytes mean.
"""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from typing import Any

from veche.client.address import Address, is_private
from veche.client.client import Client, State
from veche.client.errors import UnreachableError
from veche.client.events import Event
from veche.client.profile import Profile
from veche.client.transport import CONNECT_S, Stream, dial, reason_of

# Each stream closes within one second.
_CLOSE_S = 2.0


class Driver:
    """A client and its connections, one after another. Use it from one event loop only."""

    def __init__(
        self,
        address: Address,
        profile: Profile,
        *,
        tls: bool | None = None,
        connect_s: float = CONNECT_S,
        keep: Callable[[str], None] | None = None,
    ) -> None:
        """Prepare; `tls` None: as the address says; `connect_s`: for each attempt, in seconds.

        `keep` is told whenever `Client.secret` has changed.
        """
        # The keys of messages are made from it, and must not be guessed.
        self.client = Client(profile, time.monotonic, random.SystemRandom().random)
        self._address = address
        self._tls = tls
        self._connect_s = connect_s
        self._private = is_private(address, tls=tls)
        self._certificate = profile.certificate
        self._stream: Stream | None = None
        # What is under way is kept from call to call, so that no cancellation loses its result.
        self._dialling: asyncio.Task[Stream] | None = None
        self._reading: asyncio.Task[bytes] | None = None
        self._waiting: asyncio.Future[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._closed = False
        self._secret = profile.secret
        self._keep = keep

    async def connect(self) -> None:
        """Make the first connection; raises UnreachableError, and may then be called again."""
        self._open(await self._dial())

    async def events(self) -> list[Event]:
        """Wait for something to happen, and return what; perhaps nothing worth telling.

        After a loss it dials by itself when the time has come. May be cancelled; nothing is lost
        by that. For one task at a time, until the client has ended or `close` was called.
        """
        if self._closed or self._waiting is not None:
            raise RuntimeError("closed, or waited for by another task")
        self.flush()
        self._begin()
        await self._wait()
        events = self._take_dialled() + self._take_read()
        deadline = self.client.deadline()
        if deadline is not None and deadline <= time.monotonic():
            events += self.client.tick()
        self.flush()
        if self._keep is not None and self.client.secret != self._secret:
            self._secret = self.client.secret
            self._keep(self._secret)
        connected = self.client.state in (State.REGISTERING, State.ONLINE)
        if self.client.ended is not None or (self._stream is not None and not connected):
            self._hang_up()
        return events

    def flush(self) -> None:
        """Write what the client has to say; call it after asking anything of the client.

        A task that waits in `events` returns, so that it waits no longer than the client wants.
        """
        if self._stream is not None and (out := self.client.take_output()):
            self._stream.write(out)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def close(self) -> None:
        """Close within two seconds, without waiting for the server. May be called again."""
        self.flush()
        self._closed = True
        self._hang_up()
        if self._closing:
            await asyncio.wait(self._closing, timeout=_CLOSE_S)

    def _dial(self) -> Coroutine[Any, Any, Stream]:
        return dial(
            self._address,
            tls=self._tls,
            connect_s=self._connect_s,
            certificate=self._certificate,
        )

    def _begin(self) -> None:
        if self._stream is not None:
            if self._reading is None:
                self._reading = asyncio.create_task(_read(self._stream))
        elif self._dialling is None and self.client.wants_connection():
            self._dialling = asyncio.create_task(self._dial())

    async def _wait(self) -> None:
        """Wait for the network, the client's deadline or `flush`."""
        deadline = self.client.deadline()
        patience_s = None if deadline is None else max(0.0, deadline - time.monotonic())
        self._waiting = asyncio.get_running_loop().create_future()
        awaited = (self._waiting, self._dialling, self._reading)
        try:
            await asyncio.wait(
                [each for each in awaited if each is not None],
                timeout=patience_s,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            self._waiting = None

    def _take_dialled(self) -> list[Event]:
        task = self._dialling
        if task is None or not task.done():
            return []
        self._dialling = None
        if task.cancelled():
            return []
        try:
            self._open(task.result())
        except UnreachableError as error:
            return self.client.lost(str(error))
        return []

    def _take_read(self) -> list[Event]:
        task = self._reading
        if task is None or not task.done():
            return []
        self._reading = None
        if task.cancelled():
            return []
        try:
            data = task.result()
        except OSError as error:
            return self.client.lost(reason_of(error))
        return self.client.receive(data)

    def _open(self, stream: Stream) -> None:
        self._stream = stream
        self.client.opened(private=self._private)
        self.flush()

    def _hang_up(self) -> None:
        """Let go of the connection; it is closed behind our back."""
        stream, dialling, reading = self._stream, self._dialling, self._reading
        if stream is None and dialling is None:
            return
        self._stream = self._dialling = self._reading = None
        task = asyncio.create_task(_abandon(stream, dialling, reading))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


async def _read(stream: Stream) -> bytes:
    # A peer that sends and never reads must not make us buffer without end.
    await stream.drain()
    return await stream.read()


async def _abandon(
    stream: Stream | None,
    dialling: asyncio.Task[Stream] | None,
    reading: asyncio.Task[bytes] | None,
) -> None:
    for task in (dialling, reading):
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
    if reading is not None and not reading.cancelled():
        reading.exception()  # looked at, so that nobody is told
    if dialling is not None and not dialling.cancelled() and dialling.exception() is None:
        await dialling.result().close()
    if stream is not None:
        await stream.close()
