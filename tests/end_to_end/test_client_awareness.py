"""What our client knows of others on a real server: who is away, and what was taken back."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.conftest import require_tool
from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.programs import screen
from tests.harness import ServerProcess
from veche.client import Chat, Driver, LoginFailedError, Profile, parse_address
from veche.client.events import Event, Invited, LoggedIn, Redacted, Said


async def _until(driver: Driver, wanted: type[Event]) -> Event:
    async with asyncio.timeout(20):
        while True:
            for event in await driver.events():
                if isinstance(event, wanted):
                    return event


def test_away_taken_back_and_invited() -> None:
    """All of it without a word typed."""

    async def main(server: ServerProcess, carol: IrcClient) -> None:
        address = parse_address(f"alice@{server.host}:{server.port}")
        async with Chat(address, "#lobby") as chat:
            async with asyncio.timeout(20):
                async for _ in chat.events():
                    if chat.client.channels["#lobby"].members["carol"].away:
                        break
                await chat.say("#lobby", "rude")
                carol.send("INVITE alice #ours")
                msgid = ""
                async for event in chat.events():
                    if isinstance(event, Said):
                        msgid = event.msgid
                    if isinstance(event, Invited):
                        assert (event.who, event.where) == ("carol", "#ours")
                        break
                chat.client.command("REDACT", "#lobby", msgid)
                chat.flush()
                async for event in chat.events():
                    if isinstance(event, Redacted):
                        assert (event.by, event.where, event.msgid) == ("alice", "#lobby", msgid)
                        break

    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        carol.send("JOIN #ours", "AWAY :lunch")
        carol.expect(r"\S+ 306 ")
        asyncio.run(main(server, carol))


def test_an_account_of_a_bot() -> None:
    """Opened, and entered again by the library."""

    async def main(server: ServerProcess) -> None:
        address = parse_address(f"robot@{server.host}:{server.port}")
        driver = Driver(address, Profile("robot"))
        await driver.connect()
        while not driver.client.supports.network:
            await driver.events()
        driver.client.open_account("sesame street")
        assert await _until(driver, LoggedIn) == LoggedIn("robot")
        driver.client.abort()
        await driver.close()
        async with Chat(address, account="robot", account_password="sesame street") as chat:
            assert chat.nick == "robot"
        with pytest.raises(LoginFailedError, match="password is wrong"):
            async with Chat(address, account="robot", account_password="sesame"):
                raise AssertionError("it is not let in")

    with ServerProcess() as server:
        asyncio.run(main(server))


@pytest.mark.parametrize("mode", ["--plain", "--no-tls"])
def test_one_takes_back_what_one_said(tmp_path: Path, mode: str) -> None:
    """In lines it is said so; on the full screen the text goes."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        command = [sys.executable, "-m", "veche", "join", mode]
        with screen(
            require_tool("tmux"), tmp_path, [*command, f"alice@{server.host}:{server.port}"]
        ) as alice:
            carol.expect(r"(@\S+ )?:alice!\S+ JOIN :?#lobby")
            alice.wait_for("carol")
            alice.enter("oops")
            assert carol.messages(1)[0].text == "oops"
            alice.wait_for("oops")
            alice.enter("/redact")
            if mode == "--plain":
                alice.wait_for("* alice took back a message")
            else:
                alice.wait_for("[taken back by alice]")
                assert "oops" not in alice.text()
