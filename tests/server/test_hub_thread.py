"""The hub's shell over the real hub: batches, a log that fails or is silent, the end."""

from collections.abc import Iterator, Sequence
from queue import SimpleQueue

import pytest

from tests.harness import wait_until
from veche.core.commands import Command, Echo, Join, Redact, Register, SendMessage
from veche.core.events import MessageSent
from veche.core.exchange import Answer, Ask, Deliver, Done, Origin, Out
from veche.core.hub import Hub
from veche.core.ids import IdSource
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.state import State
from veche.eventlog.memory import MemoryLog
from veche.server import hub_thread
from veche.server.hub_thread import HubThread
from veche.server.log_thread import LogThread
from veche.server.memory import Memory


class Running:
    """A hub thread and a log thread, and what came out of them."""

    def __init__(self, log: MemoryLog | None = None, limits: Limits = Limits()) -> None:  # noqa: B008
        self.log = log or MemoryLog()
        self.outs: list[Out] = []
        self.batches: list[int] = []
        self.notices: SimpleQueue[str] = SimpleQueue()
        self.errors: SimpleQueue[BaseException] = SimpleQueue()
        self.hub = Hub(State(), limits)
        self.log_thread = LogThread(self.log, self.notices.put, self.errors.put)
        self.thread = HubThread(
            self.hub,
            self.log_thread,
            limits,
            ids=IdSource(after=self.log.last_id),
            memory=Memory(self.log.reader),
            publish=self._publish,
            fatal=self.errors.put,
            notice=self.notices.put,
        )
        self._number = 0

    def _publish(self, outs: Sequence[Out]) -> None:
        self.outs.extend(outs)
        self.batches.append(len(outs))

    def ask(self, session: int, *commands: Command, key: bytes | None = None) -> int:
        """Ask, and return the number of it."""
        self._number += 1
        self.thread.ask([Ask(Origin(session, 0, self._number), commands, key)])
        return self._number

    def answers(self, number: int) -> list[Answer]:
        """What was answered to it so far."""
        return [o for o in self.outs if isinstance(o, Answer) and o.origin.number == number]

    def result(self, number: int) -> Done | Rejection:
        """Wait for the answer, and return its one result."""
        wait_until(lambda: bool(self.answers(number)), what="the answer")
        (answer,) = self.answers(number)
        return answer.results[0]

    def come(self, session: int = 64) -> None:
        """Somebody registers and joins the lobby."""
        nick = f"n{session}"
        assert isinstance(self.result(self.ask(session, Register(nick, "u", "r", "h"))), Done)
        assert isinstance(self.result(self.ask(session, Join("#lobby"))), Done)

    def say(self, text: str, session: int = 64, key: bytes | None = None) -> int:
        """Say it in the lobby."""
        return self.ask(session, SendMessage("#lobby", text), key=key)


@pytest.fixture
def running() -> Iterator[Running]:
    """Both threads, started, and stopped again."""
    it = Running()
    it.log_thread.start()
    it.thread.start()
    yield it
    it.log.hold = False
    it.log.release()
    assert it.thread.stop(10.0)
    assert it.log_thread.stop(10.0)
    assert it.errors.empty()


def test_stored_then_told(running: Running) -> None:
    """A message is answered with its place in the log."""
    running.come()
    done = running.result(running.say("hello"))
    assert isinstance(done, Done)
    assert done.events[0].record in [stored.record for stored in running.log.stored]


def test_what_comes_meanwhile_is_the_next_batch(running: Running) -> None:
    """One batch is in flight; the others wait, and go together."""
    running.come()
    running.log.hold = True
    first = running.say("0")
    wait_until(lambda: running.log._held is not None, what="the append")
    before = running.thread.counters.batches
    numbers = [running.say(str(n)) for n in range(1, 20)]
    running.log.hold = False
    running.log.release()
    for number in [first, *numbers]:
        running.result(number)
    assert running.thread.counters.batches - before <= 2
    texts = [
        o.event.record.body.text  # type: ignore[union-attr]
        for o in running.outs
        if isinstance(o, Deliver) and isinstance(o.event.record.event, MessageSent)
    ]
    assert texts == [str(n) for n in range(20)]


def test_a_batch_is_bounded() -> None:
    """By asks, and by their bytes."""
    running = Running(limits=Limits(batch_asks=3, batch_bytes=100))
    running.thread._starting = False
    for number in range(7):
        running.thread._asks.append(Ask(Origin(1, 0, number), (Echo(),), size=10))
    assert [len(running.thread._next_batch()) for _ in range(3)] == [3, 3, 1]
    for number in range(3):
        running.thread._asks.append(Ask(Origin(1, 0, number), (Echo(),), size=60))
    assert [len(running.thread._next_batch()) for _ in range(2)] == [2, 1]


def test_a_full_disk(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused at once and for a while, all else goes on; then tried again by itself."""
    running.come()
    monkeypatch.setattr(hub_thread, "RETRY_S", 0.2)
    running.log.fail_next = "disk full"
    refused = running.result(running.say("lost"))
    assert isinstance(refused, Rejection)
    assert refused.code is Code.READ_ONLY
    assert "disk full" in running.notices.get(timeout=10)
    assert isinstance(running.result(running.ask(64, Echo("ping"))), Done)

    def writes_again() -> bool:
        return isinstance(running.result(running.say("kept")), Done)

    wait_until(writes_again, what="writing again")
    assert "again" in running.notices.get(timeout=10)
    texts = [s.record.body.text for s in running.log.stored if s.seq and s.record.body]  # type: ignore[union-attr]
    assert texts.count("kept") == 1
    assert "lost" not in texts


def test_a_silent_log(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its authors wait, others are served read-only, and the outcome is never guessed."""
    running.come(64)
    running.come(128)
    monkeypatch.setattr(hub_thread, "STALLED_S", 0.05)
    running.log.hold = True
    held = running.say("held")
    behind = running.ask(64, Echo("behind it"))
    assert "does not answer" in running.notices.get(timeout=10)
    other = running.result(running.say("refused", session=128))
    assert isinstance(other, Rejection)
    assert isinstance(running.result(running.ask(128, Echo("ping"))), Done)
    assert running.answers(held) == running.answers(behind) == []
    running.log.hold = False
    running.log.release()
    assert isinstance(running.result(held), Done)
    assert isinstance(running.result(behind), Done)
    assert "again" in running.notices.get(timeout=10)


def test_the_same_key_again(running: Running) -> None:
    """Is recalled from the log."""
    running.come()
    first, again = (running.result(running.say("once", key=b"k")) for _ in range(2))
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert first.events[0].seq == again.events[0].seq


def test_what_is_taken_back_is_erased(running: Running) -> None:
    """In the log, once that it was is stored."""
    running.come()
    running.result(running.ask(64, Join("#a")))
    said = running.result(running.ask(64, SendMessage("#a", "oops")))
    assert isinstance(said, Done)
    message = said.events[0].record.id
    assert isinstance(running.result(running.ask(64, Redact("#a", message))), Done)
    wait_until(lambda: running.log.place(message).record.body is None)  # type: ignore[union-attr]
    again = running.result(running.ask(64, Redact("#a", message)))
    assert isinstance(again, Rejection)
    assert again.code is Code.UNKNOWN_MESSAGE


def test_drain_waits_for_the_log(running: Running) -> None:
    """All that was asked is answered when it returns; a log that hangs is not waited for."""
    running.come()
    number = running.say("last")
    assert running.thread.drain(10.0)
    assert running.answers(number)
    running.log.hold = True
    running.say("hangs")
    assert not running.thread.drain(0.1)


def test_the_state_is_kept_at_the_end() -> None:
    """So that the next start need not read the whole log; and now and then."""
    running = Running()
    running.log_thread.start()
    running.thread.start()
    running.come()
    assert running.thread.stop(10.0)
    assert running.log_thread.stop(10.0)
    assert running.log.snapshot is not None
    assert running.log.snapshot.pos == running.log.last


def test_snapshots_now_and_then(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many records."""
    monkeypatch.setattr(hub_thread, "SNAPSHOT_RECORDS", 5)
    running.come()
    for number in range(10):
        running.result(running.say(str(number)))
    wait_until(lambda: running.log.snapshot is not None, what="a snapshot")


def test_a_start_that_cannot_be_stored_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lobby would be missing for ever otherwise."""
    monkeypatch.setattr(hub_thread, "RETRY_S", 0.05)
    log = MemoryLog()
    log.fail_next = "disk full"
    running = Running(log)
    running.log_thread.start()
    running.thread.start()
    wait_until(lambda: log.last > 0, what="the start")
    running.come()
    assert running.thread.stop(10.0)
    assert running.log_thread.stop(10.0)


def test_nobody_is_served_before_the_start_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends all sessions that there are: also one that had come a moment too early."""
    monkeypatch.setattr(hub_thread, "RETRY_S", 0.05)
    log = MemoryLog()
    log.fail_next = "disk full"
    running = Running(log)
    early = running.ask(64, Register("early", "u", "r", "h"))
    running.log_thread.start()
    running.thread.start()
    assert isinstance(running.result(early), Done)
    assert isinstance(running.result(running.ask(64, Join("#lobby"))), Done)
    assert running.thread.stop(10.0)
    assert running.log_thread.stop(10.0)


def test_a_bug_is_fatal(monkeypatch: pytest.MonkeyPatch) -> None:
    """State that may be half changed is not used any more."""
    running = Running()
    running.log_thread.start()

    def broken(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(running.hub, "prepare", broken)
    running.thread.start()
    assert isinstance(running.errors.get(timeout=10), ZeroDivisionError)
    assert running.log_thread.stop(10.0)
