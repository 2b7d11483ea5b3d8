"""The audit trail of one channel, through pages as a reader gives them."""

from pathlib import Path

from tests.eventlog.contract import committed
from tests.eventlog.samples import ALICE
from veche.core.commands import Direction, HistoryQuery
from veche.core.events import AuditBody, Audited, Record, Stored
from veche.core.replies import Grant
from veche.eventlog.memory import MemoryLog
from veche.eventlog.paging import allows
from veche.eventlog.sqlite import SqliteLog
from veche.eventlog.trail import _AT_ONCE, About, is_about

TRAIL, HERE, ELSEWHERE = 1, 50, 60
NEWEST = HistoryQuery(Direction.LATEST, 3, events=True)


def act(number: int, channel: int) -> Record:
    """An act with the id `number`."""
    body = AuditBody(ALICE, "kick", "#a", str(number))
    return Record(number, number, TRAIL, Audited(5, channel), body)


def ids(events: tuple[Stored, ...] | list[Stored]) -> list[int]:
    return [stored.record.id for stored in events]


def test_only_what_was_done_there(tmp_path: Path) -> None:
    """The newest of it, oldest first; a grant without a channel shows everything."""
    log = SqliteLog(tmp_path / "log.db")
    committed(log, *(act(n, HERE if n % 4 == 0 else ELSEWHERE if n % 4 == 1 else 0) for n in RANGE))
    reader = log.reader()
    assert ids(reader.page(Grant(TRAIL, about=HERE), NEWEST).events) == [32, 36, 40]
    assert ids(reader.page(Grant(TRAIL), NEWEST).events) == [38, 39, 40]
    assert ids(reader.page(Grant(TRAIL, about=99), NEWEST).events) == []
    forward = HistoryQuery(Direction.AFTER, 2, seq=4, events=True)
    assert ids(reader.page(Grant(TRAIL, about=HERE), forward).events) == [8, 12]
    reader.close()
    log.close()


RANGE = range(1, 41)


def test_a_single_act_far_back_is_found() -> None:
    """Behind more acts elsewhere than are read at once."""
    log = MemoryLog()
    committed(log, act(1, HERE), *(act(n, ELSEWHERE) for n in range(2, 3 * _AT_ONCE)))
    assert ids(log.reader().page(Grant(TRAIL, about=HERE), NEWEST).events) == [1]


def test_other_acts_are_not_allowed() -> None:
    """Neither by a page nor one by one."""
    log = MemoryLog()
    here, there = committed(log, act(1, HERE), act(2, ELSEWHERE))
    assert is_about(here, HERE)
    assert not is_about(there, HERE)
    reader = log.reader()
    assert reader.allows(Grant(TRAIL, about=HERE), here)
    assert not reader.allows(Grant(TRAIL, about=HERE), there)


class Endless:
    """Acts elsewhere, for ever; counts how many were read."""

    def __init__(self) -> None:
        self.read = 0

    def newest(self, first: int, last: int, limit: int) -> list[Stored]:
        self.read += limit
        return [Stored(n, n, act(n, ELSEWHERE)) for n in range(last, last - limit, -1)]


def test_looking_has_an_end() -> None:
    """However much was done elsewhere."""
    endless = Endless()
    found = About(endless, HERE).newest(1, 10**9, 3)  # type: ignore[arg-type]
    assert found == []
    assert endless.read == 10_000
    assert not allows(endless, Grant(TRAIL, about=HERE), Stored(1, 1, act(1, 0)))  # type: ignore[arg-type]
