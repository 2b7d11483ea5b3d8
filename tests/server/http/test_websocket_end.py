"""How a WebSocket ends, from either side."""

import socket

import aiohttp
import pytest

from tests.server.http.sockets import WAIT_S, Stage, run, until


def test_the_server_ends_it() -> None:
    """After all that was written, with the goodbye's reason; nothing comes or goes any more."""

    async def test(stage: Stage) -> None:
        client, transport = await stage.connect()
        transport.reading(False)
        await client.send_str("not wanted")
        transport.write(b"one\r\nERROR :Closing link: (x)\r\n")
        transport.close(flush=True)
        transport.close(flush=True)
        transport.write(b"late\r\n")
        assert (await client.receive(WAIT_S)).data == "one"
        assert (await client.receive(WAIT_S)).data == "ERROR :Closing link: (x)"
        last = await client.receive(WAIT_S)
        assert (last.type, last.data, last.extra) == (
            aiohttp.WSMsgType.CLOSE,
            1000,
            "Closing link: (x)",
        )
        await until(lambda: bool(stage.owner.told))
        assert stage.owner.told == [(41, "closed ")]
        assert stage.owner.received == []

    run(test)


@pytest.mark.parametrize("how", ["close", "abort", "hand_over"])
def test_at_once(how: str) -> None:
    """Without another word, whatever is pending."""

    async def test(stage: Stage) -> None:
        client, transport = await stage.connect()
        match how:
            case "close":
                transport.close(flush=False)
            case "abort":
                transport.abort()
            case _:
                transport.hand_over(b"GET / ")
        message = await client.receive(WAIT_S)
        assert message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
        assert client.close_code == 1006
        await until(lambda: bool(stage.owner.told))
        assert [told[0] for told in stage.owner.told] == [41]
        assert stage.owner.told[0][1].startswith("closed")

    run(test)


def test_the_client_ends_it() -> None:
    """It is answered; the worker may finish what was asked, and is heard no more."""

    async def test(stage: Stage) -> None:
        client, transport = await stage.connect()
        await client.send_str("last")
        assert await client.close(code=1001)
        await until(lambda: stage.owner.told == [(41, "end")])
        assert stage.owner.received == [b"last\r\n"]
        transport.write(b"too late\r\n")
        transport.close(flush=True)
        await until(lambda: stage.owner.told[1:] == [(41, "closed ")])

    run(test)


def test_a_client_that_is_done_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the worker is never done with it, it is over after a while all the same."""
    monkeypatch.setattr("veche.server.http.websocket.LINGER_S", 0.01)

    async def test(stage: Stage) -> None:
        client, _ = await stage.connect()
        await client.close()
        await until(lambda: stage.owner.told == [(41, "end"), (41, "closed ")])

    run(test)


def test_a_client_that_is_gone() -> None:
    """Also while nothing of it is wanted."""

    async def test(stage: Stage) -> None:
        for wanted in (True, False):
            stage.owner.told.clear()
            client, transport = await stage.connect()
            transport.reading(wanted)
            client.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
            await until(lambda: bool(stage.owner.told))
            ((_, told),) = stage.owner.told
            assert told.startswith("closed")
            assert not any(line.strip() for line in stage.owner.received)

    run(test)
