"""What waits to be pushed: in order for each device, within bounds, and tried again for a while.

Owns the queues. Must not know HTTP, nor what a push says. On one loop.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable

import msgspec

from veche.core.ids import Id, Mono
from veche.core.subscriptions import Subscription
from veche.server.push.service import Fate, Result
from veche.server.telemetry import PushCounters

PER_DEVICE = 50
"""Beyond them the oldest are left out: so many notifications nobody reads."""
ALTOGETHER = 2_000
"""Beyond them the newest are left out."""
AT_ONCE = 16
TRIES = 5
FIRST_RETRY_S = 2.0
RETRY_FACTOR = 5.0
"""So a push is given up some five minutes after its first try."""


class Push(msgspec.Struct):
    """One text for one device, told of the record `of`; `place` is where it was said, folded."""

    subscription: Subscription
    text: bytes
    of: Id
    at_ms: int
    place: str
    due: Mono = 0.0  # not before then
    over: bool = False  # it need not be sent any more


class Deliveries:
    """Sends by `send`; `gone` is told of devices that the push service knows no more, `bug` of an
    error of ours."""

    def __init__(
        self,
        send: Callable[[Subscription, bytes], Awaitable[Result]],
        gone: Callable[[Subscription], None],
        bug: Callable[[BaseException], None],
        counters: PushCounters,
        delay_s: float,
        *,
        clock: Callable[[], Mono] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Each waits for `delay_s` first, in which it may turn out to be read elsewhere."""
        self._send = send
        self._gone = gone
        self._bug = bug
        self._counters = counters
        self._delay_s = delay_s
        self._clock = clock
        self._sleep = sleep
        self._room = asyncio.Semaphore(AT_ONCE)
        self._queues: dict[Id, list[Push]] = {}
        self._tasks: dict[Id, asyncio.Task[None]] = {}
        self._waiting = 0

    def offer(self, push: Push) -> None:
        """Have it sent, when there is room for it."""
        device = push.subscription.record
        queue = self._queues.setdefault(device, [])
        if len(queue) >= PER_DEVICE:
            self._leave_out(queue.pop(0))
        if self._waiting >= ALTOGETHER:
            self._counters.left_out += 1
        else:
            self._waiting += 1
            push.due = self._clock() + self._delay_s
            queue.append(push)
        if not queue:
            del self._queues[device]
        elif device not in self._tasks:
            self._tasks[device] = asyncio.create_task(self._work(device, queue))

    def _leave_out(self, push: Push) -> None:
        self._waiting -= 1
        self._counters.left_out += 1
        push.over = True

    def read(self, account: Id, place: str, at_ms: int) -> None:
        """The account has read the place up to then on some device."""
        for push in self._all():
            if push.subscription.account == account and push.place == place:
                push.over = push.over or push.at_ms <= at_ms

    def taken_back(self, records: Iterable[Id]) -> None:
        """What these say is to be told to nobody any more."""
        gone = dict.fromkeys(records)
        for push in self._all():
            push.over = push.over or push.of in gone

    def ended(self, records: Iterable[Id]) -> None:
        """The subscriptions that these made are no more."""
        for record in records:
            for push in self._queues.get(record, ()):
                push.over = True

    def _all(self) -> Iterable[Push]:
        return (push for queue in self._queues.values() for push in queue)

    async def _work(self, device: Id, queue: list[Push]) -> None:
        """One after another; what is being sent stays in the queue, so that it can be stopped."""
        try:
            while queue:
                push = queue[0]
                await self._sleep(max(0.0, push.due - self._clock()))
                try:
                    await self._try(push)
                except Exception as error:
                    self._counters.failed += 1
                    self._bug(error)
                if queue and queue[0] is push:
                    del queue[0]
                    self._waiting -= 1
        finally:
            self._waiting -= len(queue)
            self._queues.pop(device, None)
            self._tasks.pop(device, None)

    async def _try(self, push: Push) -> None:
        wait_s = FIRST_RETRY_S
        for number in range(TRIES):
            if push.over:
                return
            async with self._room:
                result = await self._send(push.subscription, push.text)
            if result.fate is Fate.SENT:
                self._counters.sent += 1
                return
            if result.fate is Fate.GONE:
                self._counters.gone += 1
                self.ended((push.subscription.record,))
                self._gone(push.subscription)
                return
            if result.fate is Fate.REFUSED:
                break
            if number < TRIES - 1:
                await self._sleep(max(wait_s, result.retry_s or 0.0))
                wait_s *= RETRY_FACTOR
        self._counters.failed += 1

    async def stop(self) -> None:
        """Give up what waits."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
