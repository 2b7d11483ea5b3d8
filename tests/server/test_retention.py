"""What has been kept long enough, on both logs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eventlog.contract import Log
from tests.eventlog.samples import ALICE, joining, message
from veche.core.events import Reacted, Record, TextBody
from veche.core.retention import Expiry
from veche.eventlog.memory import MemoryLog
from veche.eventlog.sqlite import SqliteLog
from veche.server import retention
from veche.server.retention import Retention


@pytest.fixture(params=[MemoryLog, SqliteLog])
def log(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Log]:
    """Messages 2 to 7 at 20 to 70 ms, in conversations 7 and 8 by turns, after somebody came."""
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    log = MemoryLog() if request.param is MemoryLog else SqliteLog(tmp_path / "veche.db")
    log.load()
    said = [message(n, conversation=7 + n % 2, at_ms=n * 10) for n in range(2, 8)]
    log.append([joining(1, at_ms=10), *said], 0, lambda outcome: None)
    yield log
    log.close()


def erased(log: Log, *rules: Expiry) -> list[int]:
    """The ids that go by these rules, in order."""
    looking = Retention()
    ids: list[int] = []
    reader = log.reader()
    while due := looking.due(reader, rules):
        found = [stored.record.id for stored in due]
        log.erase(found, lambda: None)
        ids += found
    reader.close()
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
def test_what_goes(log: Log, rules: tuple[Expiry, ...], ids: list[int]) -> None:
    """Messages before the time, a few at once; who came and went stays known."""
    assert erased(log, *rules) == ids
    kept = [stored.record.id for stored in log.records() if stored.record.body is not None]
    assert kept == [number for number in range(1, 8) if number not in ids]
    assert [s.seq for s in log.records() if s.record.conversation == 8] == [1, 2, 3]


def test_a_rule_that_is_no_more_is_forgotten(log: Log) -> None:
    """Channels come and go; one that has such a rule again is looked through from its beginning."""
    looking, reader = Retention(), log.reader()
    rule = Expiry(7, 50)
    for _ in range(2):
        found: list[int] = []
        while more := looking.due(reader, [rule]):
            found += [stored.record.id for stored in more]
        assert found == [2, 4]
        assert looking.due(reader, [Expiry(9, 50)]) == []
    reader.close()


@pytest.mark.parametrize("conversation", [0, 7])
def test_it_goes_on_where_it_was(log: Log, conversation: int) -> None:
    """With the time, past all that stays; also for a rule that reaches further than before."""
    looking, reader = Retention(), log.reader()

    def due(before_ms: int) -> list[int]:
        rules = [Expiry(conversation, before_ms)]
        return [stored.record.id for stored in looking.due(reader, rules)]

    assert due(30) == [2]
    assert due(30) == []
    coming = [joining(n, conversation=7, at_ms=100) for n in range(8, 20)]
    reaction = Record(20, 110, 7, Reacted(5), TextBody(ALICE, "#lobby"))
    log.append([*coming, reaction], log.last, lambda outcome: None)
    found: list[int] = []
    while more := due(200):
        found += more
    assert found == ([3, 4, 5, 6, 7, 20] if conversation == 0 else [4, 6, 20])
    reader.close()
