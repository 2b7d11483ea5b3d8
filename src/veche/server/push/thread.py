"""The thread that pushes: its own loop, which neither the hub nor a worker ever waits for.

Owns what of the hub's outs matters to it, and the way from there to the queues. Decides nothing
about whom an event concerns: the hub has said so.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress

from veche.core.commands import DropPush
from veche.core.events import (
    AccountErased,
    Happened,
    MarkerMoved,
    MessageRedacted,
    MessageSent,
    PushDropped,
    PushDue,
    PushRegistered,
    TextBody,
)
from veche.core.exchange import Ask, Deliver, Origin, Out
from veche.core.names import fold
from veche.core.subscriptions import Subscription
from veche.protocols.irc.push import PushLines
from veche.server.push.deliveries import Deliveries, Push
from veche.server.push.service import PushService
from veche.server.telemetry import PushCounters

_ABOUT = (
    AccountErased,
    MarkerMoved,
    MessageRedacted,
    PushDropped,
    PushDue,
    PushRegistered,
)
_WAITING = 4_096
"""Events that it has not looked at; beyond them the oldest are passed over."""


class PushThread:
    """`make_service` and `lines` are used on its thread; `ask` hands an ask to the hub; `bug` is
    told of an error of ours."""

    def __init__(
        self,
        make_service: Callable[[], PushService],
        lines: PushLines,
        ask: Callable[[Sequence[Ask]], None],
        counters: PushCounters,
        delay_s: float,
        bug: Callable[[BaseException], None],
    ) -> None:
        self._make_service = make_service
        self._lines = lines
        self._ask = ask
        self._counters = counters
        self._delay_s = delay_s
        self._bug = bug
        self._news: deque[tuple[Happened, Happened]] = deque(maxlen=_WAITING)
        self._told = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._deliveries: Deliveries | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to send."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._run, args=(self._loop,), name="veche-push", daemon=True
        )
        self._thread.start()

    def published(self, outs: Sequence[Out]) -> None:
        """What the hub says, on its thread: a look at each."""
        found = False
        before: Happened | None = None
        for out in outs:
            if type(out) is not Deliver:
                continue
            if type(out.event.record.event) in _ABOUT:
                self._news.append((out.event, before or out.event))
                found = True
            before = out.event
        if found and not self._told.is_set():
            self._told.set()
            self._call(self._take)

    def stop(self, timeout_s: float) -> None:
        """End; what waits is given up."""
        self._call(self._stopping.set)
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _call(self, what: Callable[[], None]) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has been closed: it is over
                self._loop.call_soon_threadsafe(what)

    # -- the thread ------------------------------------------------------------------------

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_until_complete(self._serve())
        except Exception as error:
            self._bug(error)
        finally:
            loop.close()

    async def _serve(self) -> None:
        service = self._make_service()
        deliveries = Deliveries(service.send, self._gone, self._bug, self._counters, self._delay_s)
        self._deliveries = deliveries
        self._take()  # what came before the deliveries were there
        try:
            await self._stopping.wait()
        finally:
            await deliveries.stop()
            await service.close()
            await asyncio.get_running_loop().shutdown_default_executor()  # it looks names up

    def _gone(self, subscription: Subscription) -> None:
        command = DropPush(subscription.account, subscription.record)
        self._ask((Ask(Origin(0, -1, 0), (command,)),))

    def _take(self) -> None:
        deliveries = self._deliveries
        if deliveries is None:
            return  # it looks once they are there
        self._told.clear()
        while self._news:
            happened, before = self._news.popleft()
            try:
                self._note(deliveries, happened, before)
            except Exception as error:
                self._bug(error)

    def _note(self, deliveries: Deliveries, happened: Happened, before: Happened) -> None:
        record = happened.record
        match record.event:
            case PushDue(of=of, to=to) if before.record.id == of:
                for subscription in to:
                    self._offer(deliveries, subscription, before)
            case MarkerMoved(account=account, at_ms=at_ms):
                if account and isinstance(record.body, TextBody):
                    deliveries.read(account, fold(record.body.name), at_ms)
            case MessageRedacted(message=message, edits=edits):
                deliveries.taken_back((message, *edits))
            case PushDropped(records=records) | AccountErased(records=records):
                deliveries.ended(records)
            case PushRegistered(replaced=replaced):
                deliveries.ended(replaced)
            case _:
                pass

    def _offer(self, deliveries: Deliveries, subscription: Subscription, told: Happened) -> None:
        text = self._lines.line(told, subscription.capabilities)
        if text:
            record = told.record
            place = place_of(told)
            deliveries.offer(Push(subscription, text, record.id, record.at_ms, place))


def place_of(told: Happened) -> str:
    """What its recipient says it has read: the channel, or the nick of who wrote; folded."""
    event, body = told.record.event, told.record.body
    if not isinstance(event, MessageSent) or not isinstance(body, TextBody):
        return ""
    return fold(body.who.nick if event.target else body.name)
