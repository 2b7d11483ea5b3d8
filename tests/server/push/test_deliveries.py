"""What waits to be pushed, without any network: order, bounds, tries, and second thoughts."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest

from tests.core.devices import PUBLIC, SECRET
from veche.core.subscriptions import Subscription
from veche.server.push import deliveries
from veche.server.push.deliveries import FIRST_RETRY_S, RETRY_FACTOR, TRIES, Deliveries, Push
from veche.server.push.service import Fate, Result
from veche.server.telemetry import PushCounters


class Bench:
    """Deliveries whose sending, clock and sleeping are in the test's hands."""

    def __init__(self, delay_s: float = 0.0) -> None:
        self.sent: list[tuple[int, bytes]] = []
        self.results: list[Result] = []
        self.gone: list[int] = []
        self.bugs: list[BaseException] = []
        self.slept: list[float] = []
        self.now = 0.0
        self.meanwhile: Callable[[], None] = lambda: None
        """What happens while somebody sleeps."""
        self.counters = PushCounters()
        self.deliveries = Deliveries(
            self._send,
            lambda subscription: self.gone.append(subscription.record),
            self.bugs.append,
            self.counters,
            delay_s,
            clock=lambda: self.now,
            sleep=self._sleep,
        )

    async def _send(self, subscription: Subscription, text: bytes) -> Result:
        self.sent.append((subscription.record, text))
        await asyncio.sleep(0)
        return self.results.pop(0) if self.results else Result(Fate.SENT)

    async def _sleep(self, seconds: float) -> None:
        if seconds:
            self.slept.append(seconds)
            self.now += seconds
            self.meanwhile()
        await asyncio.sleep(0)

    def offer(self, *texts: str, device: int = 1, at_ms: int = 5, place: str = "#a") -> None:
        for number, text in enumerate(texts):
            subscription = Subscription(7, device, 0, "https://a.example/", PUBLIC, SECRET)
            push = Push(subscription, text.encode(), 100 + number, at_ms + number, place)
            self.deliveries.offer(push)

    async def settle(self) -> None:
        """Until nothing waits."""
        while self.deliveries._tasks:
            await asyncio.gather(*self.deliveries._tasks.values())
        assert self.deliveries._waiting == 0
        assert self.deliveries._queues == {}


def run(test: Callable[[Bench], Coroutine[None, None, None]], delay_s: float = 0.0) -> Bench:
    """The test on a bench of its own."""
    bench = Bench(delay_s)
    asyncio.run(test(bench))
    return bench


async def _three(bench: Bench) -> None:
    bench.offer("one", "two", "three")
    await bench.settle()


def test_in_order() -> None:
    """One after another for each device."""
    bench = run(_three)
    assert [text for _, text in bench.sent] == [b"one", b"two", b"three"]
    assert bench.counters.sent == 3


def test_each_waits_a_moment() -> None:
    """From when it was said."""
    assert run(_three, 2.0).slept == [2.0]


def test_one_try_after_another() -> None:
    """Later and later; the next only then."""
    later = Result(Fate.LATER)

    async def test(bench: Bench) -> None:
        bench.results = [later, later]
        bench.offer("one", "two")
        await bench.settle()

    bench = run(test)
    assert [text for _, text in bench.sent] == [b"one", b"one", b"one", b"two"]
    assert bench.slept == [FIRST_RETRY_S, FIRST_RETRY_S * RETRY_FACTOR]


def test_it_is_given_up() -> None:
    """After so many tries, or at once when it cannot work."""

    async def test(bench: Bench) -> None:
        bench.results = [Result(Fate.LATER)] * TRIES + [Result(Fate.REFUSED)]
        bench.offer("one", "two", "three")
        await bench.settle()

    bench = run(test)
    assert [text for _, text in bench.sent] == [b"one"] * TRIES + [b"two", b"three"]
    assert (bench.counters.failed, bench.counters.sent) == (2, 1)
    assert len(bench.slept) == TRIES - 1


def test_retry_after() -> None:
    """The push service says when (RFC 8030 section 8.4)."""

    async def test(bench: Bench) -> None:
        bench.results = [Result(Fate.LATER, 90.0), Result(Fate.LATER, 0.5)]
        bench.offer("one")
        await bench.settle()

    assert run(test).slept == [90.0, FIRST_RETRY_S * RETRY_FACTOR]


def test_a_device_that_is_gone() -> None:
    """Said once; nothing else is sent there, but to others."""

    async def test(bench: Bench) -> None:
        bench.results = [Result(Fate.GONE)]
        bench.offer("one", "two", "three")
        await bench.settle()
        bench.offer("four", device=2)
        await bench.settle()

    bench = run(test)
    assert bench.sent == [(1, b"one"), (2, b"four")]
    assert bench.gone == [1]
    assert bench.counters.gone == 1


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda d: d.read(7, "#a", 6), [b"three"]),
        (lambda d: d.read(7, "#a", 7), []),
        (lambda d: d.read(7, "#b", 7), [b"one", b"two", b"three"]),
        (lambda d: d.read(8, "#a", 7), [b"one", b"two", b"three"]),
        (lambda d: d.taken_back((101, 5)), [b"one", b"three"]),
        (lambda d: d.ended((1,)), []),
        (lambda d: d.ended((2,)), [b"one", b"two", b"three"]),
    ],
)
def test_second_thoughts(change: Callable[[Deliveries], None], left: list[bytes]) -> None:
    """What was read elsewhere or taken back meanwhile, or whose device has ended, is not sent."""

    async def test(bench: Bench) -> None:
        bench.meanwhile = lambda: change(bench.deliveries)
        bench.offer("one", "two", "three")
        await bench.settle()

    assert [text for _, text in run(test, 2.0).sent] == left


def test_second_thoughts_between_tries() -> None:
    """It is not tried again."""

    async def test(bench: Bench) -> None:
        bench.results = [Result(Fate.LATER)]
        bench.meanwhile = lambda: bench.deliveries.read(7, "#a", 9)
        bench.offer("one")
        await bench.settle()

    assert len(run(test).sent) == 1


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device's oldest, and the newest of all, are left out."""
    monkeypatch.setattr(deliveries, "PER_DEVICE", 2)
    monkeypatch.setattr(deliveries, "ALTOGETHER", 3)

    async def test(bench: Bench) -> None:
        bench.offer("one", "two", "three")
        bench.offer("a", device=2)
        bench.offer("b", device=3)
        await bench.settle()
        bench.offer("c", device=3)
        await bench.settle()

    bench = run(test, 2.0)
    assert sorted(bench.sent) == [(1, b"three"), (1, b"two"), (2, b"a"), (3, b"c")]
    assert bench.counters.left_out == 2


def test_an_error_of_ours() -> None:
    """It is told; the next is sent."""

    async def test(bench: Bench) -> None:
        bench.results = [None]  # type: ignore[list-item]
        bench.offer("one", "two")
        await bench.settle()

    bench = run(test)
    assert [text for _, text in bench.sent] == [b"one", b"two"]
    assert [type(bug) for bug in bench.bugs] == [AttributeError]
    assert (bench.counters.failed, bench.counters.sent) == (1, 1)


def test_stopping() -> None:
    """What waits is given up."""

    async def test(bench: Bench) -> None:
        bench.offer("one", "two")
        bench.offer("three", device=2)
        await asyncio.sleep(0)
        await bench.deliveries.stop()
        await bench.settle()

    assert run(test, 2.0).sent == []
