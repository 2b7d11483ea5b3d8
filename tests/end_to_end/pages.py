"""Clients over WebSocket, for the end-to-end tests."""

import asyncio
import ssl

import aiohttp

from tests.end_to_end.irc import IrcClient
from tests.end_to_end.websocket import (
    WebSocket,
)

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
