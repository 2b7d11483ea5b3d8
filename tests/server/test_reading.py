"""From grants to answers, on a log in memory."""

import pytest

from tests.eventlog.samples import message
from veche.core.commands import Direction, HistoryQuery
from veche.core.replies import (
    CheckPassword,
    Grant,
    Granted,
    GrantedMissed,
    GrantedTargets,
    GrantedUnread,
    HistoryPage,
    HistoryTargets,
    Missed,
    Unread,
    UnreadPage,
)
from veche.core.secret import Secret
from veche.eventlog.memory import MemoryLog
from veche.server.reading import Reading


@pytest.fixture
def log() -> MemoryLog:
    """Messages 1 and 4 in conversation 7, 2 and 3 in 8."""
    log = MemoryLog()
    wanted = [
        message(1, conversation=7, at_ms=10),
        message(2, conversation=8, at_ms=20),
        message(3, conversation=8, at_ms=30),
        message(4, conversation=7, at_ms=40),
    ]
    log.append(wanted, 0, lambda outcome: None)
    return log


def test_a_page(log: MemoryLog) -> None:
    """What the reader gives, under the name of the conversation."""
    work = Granted("#c", Grant(7), HistoryQuery(Direction.LATEST, 20))
    page = Reading(log.reader()).perform(work)
    assert page == HistoryPage("#c", (log.stored[0], log.stored[3]))


BOTH = (("#c", Grant(7)), ("#d", Grant(8)), ("#e", Grant(9)))


@pytest.mark.parametrize(
    ("from_ms", "to_ms", "limit", "found"),
    [
        (0, 100, 9, (("#d", 30), ("#c", 40))),
        (100, 0, 9, (("#d", 30), ("#c", 40))),
        (0, 100, 1, (("#d", 30),)),
        (100, 0, 1, (("#c", 40),)),
        (30, 40, 9, ()),
        (29, 41, 9, (("#d", 30), ("#c", 40))),
    ],
)
def test_targets(
    log: MemoryLog, from_ms: int, to_ms: int, limit: int, found: tuple[tuple[str, int], ...]
) -> None:
    """By the last word, both ends excluded, the closest to the first end."""
    work = GrantedTargets(BOTH, from_ms, to_ms, limit)
    assert Reading(log.reader()).perform(work) == HistoryTargets(found)


def test_what_was_missed(log: MemoryLog) -> None:
    """After one record, up to a position; nothing of conversations where nothing was."""
    missed = Reading(log.reader()).perform(GrantedMissed(BOTH, 2, 3, 9))
    assert missed == Missed((HistoryPage("#d", (log.stored[2],)),))
    missed = Reading(log.reader()).perform(GrantedMissed(BOTH, 1, 4, 1))
    pages = (HistoryPage("#c", (log.stored[3],)), HistoryPage("#d", (log.stored[2],)))
    assert missed == Missed(pages)


def test_what_is_unread(log: MemoryLog) -> None:
    """After the marker, or after one record; up to a position; nothing where neither is known."""
    first, second, third, last = log.stored
    both = (("#c", Grant(7), 10), ("#d", Grant(8), 0))
    reading = Reading(log.reader())
    pages = (UnreadPage("#c", 10, (last,)), UnreadPage("#d", 0, (second, third)))
    assert reading.perform(GrantedUnread(both, first.record.id, 4, 9, 99)) == Unread(pages, 9, 99)
    assert reading.perform(GrantedUnread(both, 0, 4, 9, 99)) == Unread(pages[:1], 9, 99)
    assert reading.perform(GrantedUnread(both, 0, 3, 9, 99)) == Unread((), 9, 99)


def test_nothing_else(log: MemoryLog) -> None:
    """Passwords are others' work."""
    with pytest.raises(TypeError, match="CheckPassword"):
        Reading(log.reader()).perform(CheckPassword("", Secret("x"), 0, "", ""))
