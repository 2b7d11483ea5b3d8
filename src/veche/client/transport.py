"""One connection to a server: bytes in, bytes out, over TCP, TLS or a WebSocket.

Owns the sockets and the dialling. Must not know what the bytes mean.
"""

import asyncio
import contextlib
import os
import ssl
from typing import Protocol

from veche.client.address import Address
from veche.client.errors import UnreachableError
from veche.client.resolve import resolve

CONNECT_S = 10.0
_CLOSE_S = 1.0
_READ_BYTES = 65_536


class Stream(Protocol):
    """Lines of IRC as bytes, each with its CR LF, in pieces of any size."""

    async def read(self) -> bytes:
        """Return what has come; b"" at the end. May be cancelled. Raises OSError."""
        ...

    def write(self, data: bytes) -> None:
        """Send whole lines, soon."""
        ...

    async def drain(self) -> None:
        """Wait until what was written takes little memory. May be cancelled. Raises OSError."""
        ...

    async def close(self) -> None:
        """Close within a second, without waiting for the peer."""
        ...


async def dial(
    address: Address,
    *,
    tls: bool | None = None,
    connect_s: float = CONNECT_S,
    certificate: str = "",
) -> Stream:
    """Connect within `connect_s` seconds, name lookup and handshakes included.

    `tls` None: as the address says; `certificate`: a PEM file to show there, with its key. Raises
    UnreachableError.
    """
    encrypted = address.tls if tls is None else tls
    context = _context(certificate) if encrypted else None
    try:
        async with asyncio.timeout(connect_s):
            hosts = await resolve(address.host, address.port)
            if not address.websocket:
                return await _open_tcp(address, hosts, context, connect_s)
            # Costs a tenth of a second and megabytes, and few need it.
            from veche.client.websocket import open_websocket

            return await open_websocket(address, hosts, context)
    except TimeoutError as error:
        raise UnreachableError(f"no answer within {connect_s:.0f} s") from error
    except ssl.SSLCertVerificationError as error:
        raise UnreachableError(f"its certificate is not valid: {error.verify_message}") from error
    except ssl.SSLError as error:
        raise UnreachableError("it does not speak TLS there") from error
    except (OSError, UnicodeError) as error:
        raise UnreachableError(reason_of(error)) from error


def _context(certificate: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if certificate:
        try:
            # Nobody is asked for a passphrase behind our back.
            context.load_cert_chain(certificate, password=lambda: "")
        except (OSError, ValueError) as error:
            raise UnreachableError("the certificate to show cannot be read") from error
    return context


def reason_of(error: Exception) -> str:
    """Return what an error of the network says, as a phrase without numbers and addresses."""
    if isinstance(error, OSError) and error.strerror:
        if error.errno and error.strerror.startswith("Connect call failed"):
            # asyncio writes over what the system said.
            return os.strerror(error.errno)
        # asyncio puts the address before the reason, which the caller has said already.
        return error.strerror.rpartition(": ")[2]
    return str(error) or type(error).__name__


async def _open_tcp(
    address: Address, hosts: list[str], context: ssl.SSLContext | None, connect_s: float
) -> "TcpStream":
    """Try one after the other; each gets its share of the time that is left."""
    name = address.host if context is not None else None
    ends = asyncio.get_running_loop().time() + connect_s
    failure: OSError | None = None
    for tried, host in enumerate(hosts):
        share_s = (ends - asyncio.get_running_loop().time()) / (len(hosts) - tried)
        try:
            async with asyncio.timeout(share_s):
                pair = await asyncio.open_connection(
                    host, address.port, ssl=context, server_hostname=name
                )
        except OSError as error:
            failure = failure or error
        else:
            return TcpStream(*pair)
    assert failure is not None, "there is at least one"
    raise failure


class TcpStream:
    """A stream over TCP, with or without TLS."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take over a connection."""
        self._reader = reader
        self._writer = writer

    async def read(self) -> bytes:
        """Return what has come; no more is read ahead than the reader's limit."""
        return await self._reader.read(_READ_BYTES)

    def write(self, data: bytes) -> None:
        """Send now what the kernel takes, and the rest soon."""
        self._writer.write(data)

    async def drain(self) -> None:
        """Wait until what was written is below the writer's limit."""
        await self._writer.drain()

    async def close(self) -> None:
        """Close; what the kernel has not taken within a second is dropped."""
        self._writer.close()
        try:
            with contextlib.suppress(OSError):
                async with asyncio.timeout(_CLOSE_S):
                    await self._writer.wait_closed()
        finally:
            self._writer.transport.abort()
