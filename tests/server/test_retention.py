"""What has been kept long enough, on a log in memory."""

import pytest

from tests.eventlog.samples import joining, message
from veche.core.retention import Expiry
from veche.eventlog.memory import MemoryLog
from veche.server import retention
from veche.server.retention import Retention


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> MemoryLog:
    """Messages 2 to 7 at 20 to 70 ms, in conversations 7 and 8 by turns, after somebody came."""
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    log = MemoryLog()
    said = [message(n, conversation=7 + n % 2, at_ms=n * 10) for n in range(2, 8)]
    log.append([joining(1, at_ms=10), *said], 0, lambda outcome: None)
    return log


def erased(log: MemoryLog, *rules: Expiry) -> list[int]:
    """The ids that go by these rules, in order."""
    looking = Retention()
    ids: list[int] = []
    while due := looking.due(log.reader(), rules):
        found = [stored.record.id for stored in due]
        log.erase(found, lambda: None)
        ids += found
    return ids


@pytest.mark.parametrize(
    ("rules", "ids"),
    [
        ((), []),
        ((Expiry(7, 50),), [2, 4]),
        ((Expiry(8, 1_000),), [3, 5, 7]),
        ((Expiry(9, 1_000),), []),
        ((Expiry(0, 50),), [2, 3, 4]),
        ((Expiry(0, 40), Expiry(8, 60)), [2, 3, 5]),
        ((Expiry(0, 1_000),), [2, 3, 4, 5, 6, 7]),
        ((Expiry(0, 5),), []),
    ],
)
def test_what_goes(log: MemoryLog, rules: tuple[Expiry, ...], ids: list[int]) -> None:
    """Messages before the time, a few at once; who came and went stays known."""
    assert erased(log, *rules) == ids
    assert log.stored[0].record.body is not None


def test_it_goes_on_where_it_was(log: MemoryLog) -> None:
    """With the time."""
    looking = Retention()
    assert [s.record.id for s in looking.due(log.reader(), [Expiry(0, 30)])] == [2]
    assert looking.due(log.reader(), [Expiry(0, 30)]) == []
    assert [s.record.id for s in looking.due(log.reader(), [Expiry(0, 40)])] == [3]
