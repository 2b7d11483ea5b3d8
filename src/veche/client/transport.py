"""The client on a real socket: asyncio streams, clear or TLS.

Owns the socket and the waiting. Must not know what the bytes mean.
"""

import asyncio
import contextlib
import ssl

from veche.client.address import Address
from veche.client.connection import Client
from veche.client.events import Event

CONNECT_S = 10.0
_READ_BYTES = 65_536


class UnreachableError(Exception):
    """There is no connection; the text says why."""


async def connect(
    address: Address, nick: str, username: str, *, tls: bool, connect_s: float = CONNECT_S
) -> "Link":
    """Connect within `connect_s` seconds, TLS handshake included, and begin to register.

    Raises UnreachableError.
    """
    context = ssl.create_default_context() if tls else None
    try:
        async with asyncio.timeout(connect_s):
            reader, writer = await asyncio.open_connection(address.host, address.port, ssl=context)
    except TimeoutError as error:
        raise UnreachableError(f"no answer within {connect_s:.0f} s") from error
    except ssl.SSLCertVerificationError as error:
        raise UnreachableError(f"its certificate is not valid: {error.verify_message}") from error
    except ssl.SSLError as error:
        raise UnreachableError("it does not speak TLS there") from error
    except (OSError, UnicodeError) as error:
        raise UnreachableError(_why(error)) from error
    return Link(Client(nick, username, asyncio.get_running_loop().time), reader, writer)


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        # asyncio puts the address before the reason, which the caller has said already.
        return error.strerror.rpartition(": ")[2]
    return str(error) or type(error).__name__


class Link:
    """A client and its socket. Call `flush` after asking anything of the client."""

    def __init__(
        self, client: Client, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.client = client
        self._reader = reader
        self._writer = writer
        self._waiting: asyncio.Timeout | None = None

    def flush(self) -> None:
        """Write what the client has to say, and wait no longer than it now wants."""
        if out := self.client.take_output():
            self._writer.write(out)
        if self._waiting is not None and not self._waiting.expired():
            self._waiting.reschedule(self.client.deadline())

    async def events(self) -> list[Event]:
        """Wait for something to happen, and return what; perhaps nothing worth telling."""
        self.flush()
        try:
            async with asyncio.timeout_at(self.client.deadline()) as waiting:
                self._waiting = waiting
                # A peer that sends and never reads must not make us buffer without end.
                await self._writer.drain()
                data = await self._reader.read(_READ_BYTES)
        except OSError as error:
            # ETIMEDOUT of the socket is a TimeoutError as well.
            due = isinstance(error, TimeoutError) and waiting.expired()
            events = self.client.tick() if due else self.client.lost(_why(error))
        else:
            events = self.client.receive(data)
        finally:
            self._waiting = None
        self.flush()
        return events

    async def close(self) -> None:
        """Close without waiting for the peer."""
        if out := self.client.take_output():
            self._writer.write(out)
        self._writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1.0):
                await self._writer.wait_closed()
