"""From the hub's outs to a push service, with a real hub and a real thread."""

import asyncio
import threading
from collections.abc import Iterator, Sequence

import pytest

from tests.core.accounts import logged_in, made
from tests.core.devices import device
from tests.core.driver import Assembly, deliveries
from tests.harness import wait_until
from veche.core import commands as c
from veche.core.events import Invited, MessageSent
from veche.core.exchange import Ask
from veche.core.ids import to_msgid
from veche.core.subscriptions import Subscription
from veche.protocols.base import ServerInfo
from veche.protocols.irc.push import PushLines
from veche.server.push.service import Fate, PushService, Result
from veche.server.push.thread import PushThread, place_of
from veche.server.telemetry import PushCounters


class FakeService(PushService):
    """Keeps what is sent. Made on the thread, as the real one is."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.fate = Fate.SENT
        self.thread = ""
        self.closed = False

    async def send(self, subscription: Subscription, text: bytes) -> Result:
        self.thread = threading.current_thread().name
        self.sent.append((subscription.endpoint.rpartition("/")[2], text.decode()))
        await asyncio.sleep(0)
        return Result(self.fate)

    async def close(self) -> None:
        self.closed = True


class Scene:
    """A hub, whose outs a push thread sees; Anna has a device, Boris has none."""

    def __init__(self, delay_s: float = 0.0) -> None:
        self.service = FakeService()
        self.asks: list[Ask] = []
        self.bugs: list[BaseException] = []
        self.counters = PushCounters()
        self.thread = PushThread(
            lambda: self.service,
            PushLines(ServerInfo()),
            self._ask,
            self.counters,
            delay_s,
            self.bugs.append,
        )
        self.assembly = Assembly()
        made(self.assembly, "anna")
        logged_in(self.assembly, 1, "anna")
        self.assembly.enter(2, "boris")
        for session in (1, 2):
            self.assembly.do(session, c.Join("#a"))

    def _ask(self, asks: Sequence[Ask]) -> None:
        self.asks += asks

    def do(self, session: int, *commands: c.Command) -> None:
        """Ask, and show the thread what comes of it."""
        self.thread.published(self.assembly.ask(session, *commands)[1])

    def wait(self, count: int) -> list[tuple[str, str]]:
        """What was sent, once there is so much."""
        wait_until(lambda: len(self.service.sent) >= count, what="the push")
        return self.service.sent


@pytest.fixture
def scene() -> Iterator[Scene]:
    """Its thread runs."""
    scene = Scene()
    scene.thread.start()
    yield scene
    scene.thread.stop(5)
    assert scene.bugs == []
    assert scene.service.closed


def test_a_message(scene: Scene) -> None:
    """As the client would have had it, by the thread's own hand."""
    caps = ("message-tags", "server-time", "account-tag", "draft/multiline")
    scene.do(1, device(capabilities=caps))
    scene.do(2, c.SendMessage("anna", "hello"))
    ((where, line),) = scene.wait(1)
    message = scene.assembly.log[-1].record
    assert where == "abc"
    assert f"msgid={to_msgid(message.id)}" in line
    assert line.startswith("@time=")
    assert line.endswith(":boris!user@host.test PRIVMSG anna :hello")
    assert scene.service.thread == "veche-push"


def test_of_many(scene: Scene) -> None:
    """In one batch: only what concerns the device, in order."""
    scene.do(1, device())
    says = [c.SendMessage("#a", text) for text in ("one", "anna: two", "three", "anna: four")]
    scene.do(2, *says, c.SendMessage("anna", "five"))
    texts = [line.rpartition(":")[2] for _, line in scene.wait(3)]
    assert texts == [" two", " four", "five"]


def test_an_invitation(scene: Scene) -> None:
    """INVITE."""
    scene.do(1, device())
    scene.do(2, c.Join("#b"))
    scene.do(2, c.Invite("anna", "#b"))
    assert scene.wait(1) == [("abc", ":boris!user@host.test INVITE anna #b")]


def test_a_device_that_is_gone(scene: Scene) -> None:
    """The hub is told, and drops it."""
    scene.service.fate = Fate.GONE
    scene.do(1, device())
    scene.do(2, c.SendMessage("anna", "hello"))
    wait_until(lambda: bool(scene.asks), what="the ask")
    account = scene.assembly.state.find_account("anna")
    assert account is not None
    (kept,) = account.subscriptions.values()
    (ask,) = scene.asks
    assert ask.commands == (c.DropPush(account.id, kept.record),)
    assert ask.origin.worker == -1
    scene.assembly.batch(ask)
    assert scene.assembly.state.pushed == {}


def test_before_it_runs() -> None:
    """What is said then is sent then."""
    scene = Scene()
    scene.do(1, device())
    scene.do(2, c.SendMessage("anna", "hello"))
    scene.thread.start()
    scene.wait(1)
    scene.thread.stop(5)


@pytest.mark.parametrize(
    "second",
    [
        (1, c.MoveMarker("Boris", 1 << 60)),
        (1, c.UnregisterPush(device().endpoint)),
        (2, c.Redact("anna", 0)),
    ],
    ids=["read", "unregistered", "taken back"],
)
def test_second_thoughts(second: tuple[int, c.Command]) -> None:
    """It was read elsewhere, the device has left, or the message was taken back."""
    scene = Scene(delay_s=0.2)
    scene.do(1, device())
    scene.do(2, c.SendMessage("anna", "hello"))
    session, command = second
    if isinstance(command, c.Redact):
        command = c.Redact("anna", scene.assembly.log[-1].record.id)
    scene.do(session, command)
    scene.do(1, device("other"))
    scene.do(2, c.Join("#b"))
    scene.do(2, c.Invite("anna", "#b"))
    scene.thread.start()
    wait_until(lambda: "other" in dict(scene.service.sent), what="the push")
    scene.thread.stop(5)
    assert "PRIVMSG" not in str(scene.service.sent)


def test_an_error_of_ours_ends_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and the next push is sent."""
    scene.do(1, device())
    right = PushLines.line
    monkeypatch.setattr(PushLines, "line", lambda *_: 1 / 0)
    scene.do(2, c.SendMessage("anna", "one"))
    wait_until(lambda: bool(scene.bugs), what="the bug")
    monkeypatch.setattr(PushLines, "line", right)
    scene.do(2, c.SendMessage("anna", "two"))
    assert scene.wait(1)[0][1].endswith(":two")
    assert [type(bug) for bug in scene.bugs] == [ZeroDivisionError]
    scene.bugs.clear()


def test_after_it_ended(scene: Scene) -> None:
    """Nobody minds."""
    scene.do(1, device())
    scene.thread.stop(5)
    scene.do(2, c.SendMessage("anna", "hello"))
    scene.thread.stop(5)
    assert scene.service.sent == []


def test_places() -> None:
    """Where a marker is set: the channel, or who wrote."""
    scene = Scene()
    for target, place in (("#A", "#a"), ("anna", "boris")):
        outs = scene.assembly.ask(2, c.SendMessage(target, "anna"))[1]
        assert place_of(deliveries(outs, MessageSent)[0].event) == place
    scene.assembly.do(2, c.Join("#b"))
    outs = scene.assembly.ask(2, c.Invite("anna", "#b"))[1]
    assert place_of(deliveries(outs, Invited)[0].event) == ""
