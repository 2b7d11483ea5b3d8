"""The heap of deadlines."""

from tests.server.fakes import LOCAL, FakeConnection, FakeTransport
from veche.core.ids import Id, Mono
from veche.server.session import Session
from veche.server.timers import Timers


def sessions(count: int) -> dict[Id, Session]:
    """Some, by number."""
    return {n: Session(n, FakeTransport(), FakeConnection(None), LOCAL) for n in range(count)}


def test_they_come_up_in_order_of_time() -> None:
    """Each once."""
    timers, there = Timers(), sessions(3)
    for number, at in ((0, 3.0), (1, 1.0), (2, 2.0)):
        timers.schedule(there[number], at)
    assert timers.next == 1.0
    assert [s.id for s in timers.due(there, 2.0)] == [1, 2]
    assert [s.id for s in timers.due(there, 9.0)] == [0]
    assert timers.next is None


def test_only_an_earlier_deadline_counts() -> None:
    """A later one costs nothing: the session comes up early, and is scheduled anew."""
    timers, there = Timers(), sessions(1)
    deadlines: tuple[Mono | None, ...] = (5.0, 9.0, None, 3.0)
    for at in deadlines:
        timers.schedule(there[0], at)
    assert [s.id for s in timers.due(there, 3.0)] == [0]
    assert timers.due(there, 9.0) == []


def test_who_is_gone_does_not_come_up() -> None:
    """Its entry goes by itself."""
    timers, there = Timers(), sessions(1)
    timers.schedule(there[0], 1.0)
    assert timers.due({}, 1.0) == []
    assert timers.next is None
