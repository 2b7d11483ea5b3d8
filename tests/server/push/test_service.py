"""One push to one push service, and where this server cannot be made to connect."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.core.devices import PUBLIC, SECRET
from tests.server.push import fake
from tests.server.push.fake import Answer, FakePushService
from tests.server.push.reading import claims
from veche.core.subscriptions import Subscription
from veche.server.push import service
from veche.server.push.service import TTL_S, Fate, PushService, Result, result_of
from veche.server.push.vapid import Vapid

VAPID = Vapid(b"secret", "", lambda: 1_800_000_000.0)
LOOPBACK = frozenset({"localhost"})


@pytest.fixture
def push(tmp_path: Path) -> Iterator[FakePushService]:
    """A push service at localhost."""
    with FakePushService(tmp_path) as found:
        yield found


def at(endpoint: str) -> Subscription:
    """A device that is told there."""
    return Subscription(1, 2, 3, endpoint, PUBLIC, SECRET)


class Names(AbstractResolver):
    """A name server that gives its answers one after another, the last one for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        found = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Nothing to let go of."""


def sender(
    push: FakePushService, hosts: frozenset[str] = LOOPBACK, **more: Any
) -> Callable[[], PushService]:
    """Makes what sends, which trusts the certificate of the fake."""
    return lambda: PushService(VAPID, hosts, trust=push.trust(), **more)


def run(make: Callable[[], PushService], *sends: Subscription) -> list[Result]:
    """What came of each, one after another."""

    async def all_() -> list[Result]:
        made = make()
        try:
            return [await made.send(one, b"hello") for one in sends]
        finally:
            await made.close()

    return asyncio.run(all_())


def test_a_push(push: FakePushService) -> None:
    """As RFC 8030 section 5, RFC 8291 section 4 and RFC 8292 section 3 want it."""
    make = sender(push)
    assert run(make, at(push.url("a/b?c=%20"))) == [Result(Fate.SENT)]
    (sent,) = push.requests
    assert (sent.path, sent.text) == ("/a/b?c=%20", "hello")
    assert sent.headers["Content-Encoding"] == "aes128gcm"
    assert sent.headers["TTL"] == str(TTL_S)
    assert sent.headers["Urgency"] == "high"
    assert sent.headers["User-Agent"] == "Veche"
    told, key = claims(sent.headers["Authorization"])
    assert (told["aud"], key) == (f"https://localhost:{push.port}", VAPID.key)


@pytest.mark.parametrize(
    ("status", "retry", "result"),
    [
        *((ok, "", Result(Fate.SENT)) for ok in (200, 201, 202, 204)),
        *((gone, "", Result(Fate.GONE)) for gone in (404, 410)),
        (429, "30", Result(Fate.LATER, 30.0)),
        (429, "999999", Result(Fate.LATER, 3600.0)),
        (503, "Fri, 31 Dec 2027 23:59:59 GMT", Result(Fate.LATER)),
        (500, "-1", Result(Fate.LATER)),
        *((bad, "", Result(Fate.REFUSED)) for bad in (301, 307, 400, 401, 403, 413)),
    ],
)
def test_answers(status: int, retry: str, result: Result) -> None:
    """Sent, gone, for later, or never."""
    assert result_of(status, retry) == result


def test_a_redirection_is_not_followed(push: FakePushService) -> None:
    """Wherever it leads."""
    push.answers.append(Answer(307, (("Location", push.url("elsewhere")),)))
    make = sender(push)
    assert run(make, at(push.url())) == [Result(Fate.REFUSED)]
    assert [one.path for one in push.requests] == ["/device"]


def test_an_answer_without_end_is_not_read(push: FakePushService) -> None:
    """The head says enough; the connection goes."""
    push.answers.append(Answer(201, body=b"x" * 5_000_000))
    make = sender(push)
    sent = Result(Fate.SENT)
    assert run(make, at(push.url()), at(push.url())) == [sent, sent]
    assert push.connections == 2


def test_a_connection_is_used_again(push: FakePushService) -> None:
    """TLS costs."""
    make = sender(push)
    run(make, at(push.url()), at(push.url()))
    assert push.connections == 1


def test_somebody_elses_certificate(push: FakePushService) -> None:
    """Nothing is told to whoever cannot prove the name."""
    assert run(lambda: PushService(VAPID, LOOPBACK), at(push.url())) == [Result(Fate.LATER)]
    assert push.requests == []


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not waited for."""
    monkeypatch.setattr(service, "TIMEOUT_S", 0.2)
    with fake.silent() as port:
        assert run(lambda: PushService(VAPID, LOOPBACK), at(f"https://localhost:{port}/")) == [
            Result(Fate.LATER)
        ]
    assert run(lambda: PushService(VAPID, LOOPBACK), at(f"https://localhost:{port}/")) == [
        Result(Fate.LATER)
    ]


@pytest.mark.parametrize("host", ["a..example", f"{'a' * 64}.example", "[1.2.3.4]", "[...]"])
def test_a_host_that_is_none(host: str) -> None:
    """It cannot be looked up: that is no fault of ours, and will not change."""
    assert run(lambda: PushService(VAPID), at(f"https://{host}/x")) == [Result(Fate.REFUSED)]


@pytest.mark.parametrize("host", ["localhost", "push.test", "127.0.0.1"])
def test_private_addresses_are_refused(push: FakePushService, host: str) -> None:
    """By whatever name; not one connection is made."""
    names = Names(["127.0.0.1"])
    make = sender(push, frozenset(), resolver=names)
    assert run(make, at(push.url(host=host))) == [Result(Fate.REFUSED)]
    assert push.connections == 0


def test_one_private_address_of_several(push: FakePushService) -> None:
    """None of them is connected to."""
    names = Names(["::1", "127.0.0.1", "10.0.0.1", "169.254.169.254"])
    make = sender(push, frozenset(), resolver=names)
    assert run(make, at(push.url(host="push.test"))) == [Result(Fate.REFUSED)]
    assert push.connections == 0


def test_a_name_that_is_trusted_is_that_name_only(push: FakePushService) -> None:
    """Not another with the same address."""
    names = Names(["127.0.0.1"])
    make = sender(push, frozenset({"push.test"}), resolver=names)
    results = run(make, at(push.url(host="push.test")), at(push.url()))
    assert results == [Result(Fate.SENT), Result(Fate.REFUSED)]
    assert push.connections == 1


def test_rebinding(tmp_path: Path, push: FakePushService) -> None:
    """A name that stands for a good address first, and for a bad one later, reaches none later.

    127.0.0.2 plays the public internet, 127.0.0.1 our own network.
    """
    with FakePushService(tmp_path, "127.0.0.2", push.port) as public:
        public.answers.append(Answer(201, (("Connection", "close"),)))
        names = Names(["127.0.0.2"], ["127.0.0.1"])
        make = sender(push, frozenset(), resolver=names, allowed="127.0.0.2".__eq__)
        device = at(push.url(host="push.test"))
        assert run(make, device, device) == [Result(Fate.SENT), Result(Fate.REFUSED)]
        assert len(public.requests) == 1
    assert names.asked == 2, "nothing is remembered"
    assert push.connections == 0


def test_a_key_that_is_none(push: FakePushService) -> None:
    """Nothing is sent."""
    bad = msgspec.structs.replace(at(push.url()), public=b"\4" + bytes(64))
    make = sender(push)
    assert run(make, bad) == [Result(Fate.REFUSED)]
    assert push.connections == 0
