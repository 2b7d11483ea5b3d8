"""Names of machines into addresses."""

import asyncio
import socket
import threading

import pytest

from veche.client.resolve import MAX_ADDRESSES, resolve


def test_numeric_addresses_ask_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of both kinds."""
    monkeypatch.setattr(socket, "getaddrinfo", None)
    assert asyncio.run(resolve("127.0.0.1", 1)) == ["127.0.0.1"]
    assert asyncio.run(resolve("::1", 1)) == ["::1"]


def test_each_address_once_and_not_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the system."""

    def answer(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (f"10.0.0.{n // 2}", 1)) for n in range(40)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    assert asyncio.run(resolve("h.example", 1)) == [f"10.0.0.{n}" for n in range(MAX_ADDRESSES)]


def test_an_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is an OSError, whatever the resolver raised."""

    def fail(*_: object, **__: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(OSError, match="not known"):
        asyncio.run(resolve("h.example", 1))
    monkeypatch.undo()
    with pytest.raises(OSError, match="not a host name"):
        asyncio.run(resolve(f"{'a' * 64}.example", 1))


def test_a_resolver_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be given up, and does not keep the loop from closing."""
    asked, answers = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> object:
        asked.set()
        answers.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)

    async def main() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await resolve("h.example", 1)

    asyncio.run(main())
    assert asked.is_set()
    assert not answers.is_set()
    answers.set()
