"""The hub's thread: it alone touches the hub, and waits for nothing but its inbox.

Owns batching, the one batch in flight at the log, and what happens when the
log fails or does not answer. Decides nothing about chat.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from veche.core import snapshot
from veche.core.commands import Command, KeepHouse, Start
from veche.core.events import Stored
from veche.core.exchange import Ask, Origin, Out
from veche.core.hub import Hub, Prepared
from veche.core.ids import IdSource, Mono
from veche.core.limits import Limits
from veche.core.retention import Expiry, expiries
from veche.eventlog.base import AppendFailed, Snapshot
from veche.server.log_thread import LogThread
from veche.server.memory import Memory
from veche.server.telemetry import HubCounters
from veche.server.turns import LogTurn

STALLED_S = 1.0
"""A log that is silent for so long is not waited for: others are served read-only."""
RETRY_S = 1.0
"""After a failed append, writing is tried again this much later, with the next batch."""
KEEP_HOUSE_S = 60.0
SNAPSHOT_RECORDS = 50_000
"""A restart replays no more than about so many records."""
SNAPSHOT_S = 300.0

Outcome = Sequence[Stored] | AppendFailed


class HubThread:
    """Pumps `hub`. `publish` gets outs in order; `fatal` is told of a bug that ends everything;
    `notice` of what an operator should know, `expire` every minute of what is to be erased."""

    def __init__(
        self,
        hub: Hub,
        log: LogThread,
        limits: Limits,
        *,
        ids: IdSource,
        memory: Memory,
        publish: Callable[[Sequence[Out]], None],
        fatal: Callable[[BaseException], None],
        notice: Callable[[str], None],
        expire: Callable[[Sequence[Expiry]], None] | None = None,
    ) -> None:
        self.counters = HubCounters()
        self._hub = hub
        self._log = log
        self._limits = limits
        self._ids = ids
        self._memory = memory
        self._keep_ms = int(limits.idempotency_days * 86_400_000)
        self._publish = publish
        self._fatal = fatal
        self._notice = notice
        self._expire = expire
        self._inbox: SimpleQueue[Sequence[Ask] | Callable[[], None]] = SimpleQueue()
        self._asks: deque[Ask] = deque()
        self._pending: Prepared | None = None
        self._stalled = False
        self._failing = False
        self._starting = True
        self._stopped = False
        self._drained: threading.Event | None = None
        self._silent_at: Mono = 0.0
        self._retry_at: Mono = 0.0
        self._keep_house_at: Mono = 0.0
        self._snapshot_pos = hub.pos
        self._snapshot_at: Mono = 0.0
        self._saving = False
        self._thread = threading.Thread(target=self._run, name="veche-hub", daemon=True)

    # -- for other threads ---------------------------------------------------------------

    def start(self) -> None:
        """Begin a new life of the server, before anything that is asked from now on."""
        self._inbox.put(self._begin)
        self._thread.start()

    def ask(self, asks: Sequence[Ask]) -> None:
        """Hand over asks, which nobody may change any more."""
        self._inbox.put(asks)

    def drain(self, timeout_s: float) -> bool:
        """Wait until all that was asked is decided, stored and published; False: it is not."""
        drained = threading.Event()

        def begin() -> None:
            self._drained = drained

        self._inbox.put(begin)
        return drained.wait(timeout_s)

    def stop(self, timeout_s: float) -> bool:
        """Have the state stored for the next start, and end; False: that took too long."""
        self._inbox.put(self._end)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # -- the thread ----------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stopped:
                self._take_mail(self._patience_s())
                self._work()
        except BaseException as error:
            self._fatal(error)

    def _begin(self) -> None:
        now = time.monotonic()
        self._keep_house_at = now + KEEP_HOUSE_S
        self._snapshot_at = now + SNAPSHOT_S

    def _end(self) -> None:
        self._stopped = True
        if self._pending is None and self._hub.pos > self._snapshot_pos:
            self._take_snapshot(time.monotonic())

    def _patience_s(self) -> float:
        """How long nothing needs to be done unless mail comes."""
        free = self._pending is None or self._stalled
        if free and (self._asks or self._hub.waiting):
            return 0.0
        wake = self._keep_house_at
        if self._starting:
            wake = min(wake, self._retry_at)
        if self._pending is not None and not self._stalled:
            wake = min(wake, self._silent_at)
        return max(0.0, wake - time.monotonic())

    def _take_mail(self, patience_s: float) -> None:
        inbox = self._inbox
        try:
            # Not even a timeout of 0: that costs a lock and a clock.
            mail = inbox.get(timeout=patience_s) if patience_s else inbox.get_nowait()
            while True:
                if callable(mail):
                    mail()
                else:
                    self._asks.extend(mail)
                mail = inbox.get_nowait()
        except Empty:
            return

    def _work(self) -> None:
        now = time.monotonic()
        if now >= self._keep_house_at:
            self._keep_house_at = now + KEEP_HOUSE_S
            self._asks.append(_own(KeepHouse()))
            if self._expire is not None:
                now_ms = time.time_ns() // 1_000_000
                self._expire(expiries(self._hub.state, self._limits, now_ms))
        if self._starting and self._pending is None and now >= self._retry_at:
            self._asks.appendleft(_own(Start()))
        if self._pending is not None and not self._stalled and now >= self._silent_at:
            self._stalled = True
            self.counters.stalls += 1
            self._notice("the log does not answer: serving read-only")
            self._hub.stalled(self._pending)
        if self._pending is None and not self._saving:
            self._consider_snapshot(now)
        if self._pending is None or self._stalled:
            if self._may_decide():
                self._decide(now)
            elif self._drained is not None and self._pending is None:
                self._drained.set()

    def _may_decide(self) -> bool:
        if self._starting:
            return bool(self._asks) and isinstance(self._asks[0].commands[0], Start)
        return bool(self._asks) or self._hub.waiting

    def _decide(self, now: Mono) -> None:
        batch = self._next_batch()
        turn = self._turn(self._pending is None and now >= self._retry_at)
        prepared = self._hub.prepare(batch, turn)
        self.counters.batches += 1
        self.counters.asks += len(batch)
        if not prepared.records:
            self._tell(self._hub.committed(prepared, ()))
            return
        assert self._pending is None, "one batch is in flight at a time"
        self._pending = prepared
        self._silent_at = now + STALLED_S
        self._log.append(prepared.records, self._hub.pos, self._on_outcome)

    def _next_batch(self) -> list[Ask]:
        asks, limits = self._asks, self._limits
        if self._starting:  # whoever came before it would be sent away by it
            return [asks.popleft()]
        batch: list[Ask] = []
        size = count = 0
        while asks and count < limits.batch_asks and size < limits.batch_bytes:
            ask = asks.popleft()
            size += ask.size
            count += len(ask.commands)
            batch.append(ask)
        return batch

    def _on_outcome(self, outcome: Outcome) -> None:
        """On the log's thread."""
        self._inbox.put(lambda: self._settle(outcome))

    def _settle(self, outcome: Outcome) -> None:
        pending, self._pending = self._pending, None
        assert pending is not None
        was_stalled, self._stalled = self._stalled, False
        if isinstance(outcome, AppendFailed):
            self.counters.append_failures += 1
            self._retry_at = time.monotonic() + RETRY_S
            if not self._failing:
                self._failing = True
                self._notice(f"the log cannot be written, serving read-only: {outcome.reason}")
            self._tell(self._hub.failed(pending, self._turn(writable=False)))
            return
        self._starting = False
        self.counters.records += len(outcome)
        if self._failing or was_stalled:
            self._failing = False
            self._notice("the log can be written again")
        self._tell(self._hub.committed(pending, outcome))

    def _turn(self, writable: bool) -> LogTurn:
        return LogTurn(self._ids, self._memory, self._keep_ms, writable)

    def _tell(self, outs: Sequence[Out]) -> None:
        if outs:
            self.counters.outs += len(outs)
            self._publish(outs)

    # -- snapshots -----------------------------------------------------------------------

    def _consider_snapshot(self, now: Mono) -> None:
        new = self._hub.pos - self._snapshot_pos
        if self._hub.owing:  # it would hold what the log does not
            return
        if new >= SNAPSHOT_RECORDS or (new and now >= self._snapshot_at):
            self._take_snapshot(now)

    def _take_snapshot(self, now: Mono) -> None:
        pos = self._hub.pos
        self._saving = True
        self._snapshot_pos = pos
        self._snapshot_at = now + SNAPSHOT_S
        self.counters.snapshots += 1
        data = self._hub.snapshot()
        self._log.save(Snapshot(pos, snapshot.VERSION, data), lambda: self._inbox.put(self._saved))

    def _saved(self) -> None:
        self._saving = False


def _own(command: Command) -> Ask:
    return Ask(Origin(0, -1, 0), (command,))
