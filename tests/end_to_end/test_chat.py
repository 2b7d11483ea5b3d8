"""The client library and a real server, which is killed in mid-conversation."""

import asyncio
from pathlib import Path

import pytest

from tests.end_to_end.test_tls import arguments, certificate
from tests.harness import ServerProcess, wait_until
from veche.client import Chat, Message, RefusedError, UnreachableError

ROUNDS = 3
A_ROUND = 40


async def _hear(chat: Chat, heard: list[Message], wanted: int) -> None:
    async for message in chat.messages():
        heard.append(message)
        if len(heard) == wanted:
            return


async def _talk(chat: Chat, name: str, acknowledged: list[str]) -> None:
    """Say one round, several messages at a time."""
    for first in range(0, A_ROUND, 5):
        texts = [f"{name} {len(acknowledged) + n}" for n in range(5)]
        said = await asyncio.gather(*(chat.say("#lobby", text) for text in texts))
        acknowledged += [msgid for msgids in said for msgid in msgids]
        assert len(acknowledged) % A_ROUND in (first + 5, 0)


def _wait_for(heard: list[Message], count: int) -> None:
    wait_until(lambda: len(heard) >= count, 20.0, "hearing so much")


@pytest.mark.parametrize("scheme", ["irc", "ws"])
def test_killed_in_mid_conversation(tmp_path: Path, scheme: str) -> None:
    """`kill -9` while both talk: each hears every message of the other once, in order."""

    async def main(server: ServerProcess) -> None:
        address = f"{scheme}://{server.host}:{server.port}"
        async with (
            Chat(address, "#lobby", nick="alice") as alice,
            Chat(address, "#lobby", nick="bob") as bob,
        ):
            heard: dict[str, list[Message]] = {"alice": [], "bob": []}
            said: dict[str, list[str]] = {"alice": [], "bob": []}
            ears = [
                asyncio.create_task(_hear(chat, heard[chat.nick], ROUNDS * A_ROUND))
                for chat in (alice, bob)
            ]
            for number in range(ROUNDS):
                talking = [
                    asyncio.create_task(_talk(chat, chat.nick, said[chat.nick]))
                    for chat in (alice, bob)
                ]
                await asyncio.to_thread(_wait_for, heard["alice"], number * A_ROUND + 10)
                server.kill()
                await asyncio.to_thread(server.start)
                for chat in (alice, bob):
                    chat.client.retry_now()
                    chat.flush()
                await asyncio.gather(*talking)
            await asyncio.gather(*ears)
            for me, other in (("alice", "bob"), ("bob", "alice")):
                assert [m.text for m in heard[me]] == [
                    f"{other} {n}" for n in range(ROUNDS * A_ROUND)
                ]
                assert sorted(m.said.msgid for m in heard[me]) == sorted(said[other])
                seqs = [m.said.seq or 0 for m in heard[me]]
                assert seqs == sorted(seqs)
            assert (alice.nick, bob.nick) == ("alice", "bob")

    with ServerProcess(tmp_path / "data") as server:
        asyncio.run(asyncio.wait_for(main(server), 60))


def test_refusals_are_errors() -> None:
    """Of a message, and of a channel that cannot be; the conversation goes on."""

    async def main(server: ServerProcess) -> None:
        async with Chat(f"alice@{server.host}:{server.port}", "#lobby") as alice:
            with pytest.raises(RefusedError, match="nobody"):
                await alice.say("nobody", "hello")
            with pytest.raises(RefusedError):
                await alice.join("#" + "x" * 200)
            assert await alice.say("#lobby", "still here")

    with ServerProcess() as server:
        asyncio.run(asyncio.wait_for(main(server), 30))


@pytest.mark.parametrize("scheme", ["ircs", "wss"])
def test_encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    """Only with a certificate that is known."""
    cert, key = certificate(tmp_path)

    async def main(server: ServerProcess) -> None:
        address = f"{scheme}://alice@localhost:{server.port}"
        with pytest.raises(UnreachableError, match="certificate is not valid: self-signed"):
            async with Chat(address):
                pass
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        async with Chat(address, "#lobby") as alice:
            assert await alice.say("#lobby", "between us and the server")

    with ServerProcess(host="127.0.0.1", args=arguments(cert, key)) as server:
        asyncio.run(asyncio.wait_for(main(server), 30))
