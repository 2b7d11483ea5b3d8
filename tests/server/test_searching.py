"""From grants to what was found, on a log in memory and a real index."""

from pathlib import Path

import pytest

from tests.eventlog.samples import message
from veche.core.commands import Direction, HistoryQuery, Search
from veche.core.replies import Found, Grant, Granted, GrantedSearch
from veche.eventlog.memory import MemoryLog
from veche.eventlog.search import Index, Searcher
from veche.server.follower import follow
from veche.server.searching import Searching


@pytest.fixture
def log(tmp_path: Path) -> MemoryLog:
    """Messages 1 to 6, in conversations 7 and 8 by turns."""
    log = MemoryLog()
    wanted = [message(n, f"hello {n}", conversation=7 + n % 2, at_ms=n) for n in range(1, 7)]
    log.append(wanted, 0, lambda outcome: None)
    index = Index(tmp_path / "search.db")
    follow(log.reader(), index)
    index.close()
    return log


def found(log: MemoryLog, tmp_path: Path, *grants: Grant, limit: int = 9) -> list[int]:
    """The ids of the messages with that word."""
    searching = Searching(log.reader(), Searcher(tmp_path / "search.db"))
    reply = searching.perform(GrantedSearch(grants, Search(limit, "hello")))
    searching.close()
    assert isinstance(reply, Found)
    return [stored.record.id for stored in reply.events]


def test_the_newest_oldest_first(log: MemoryLog, tmp_path: Path) -> None:
    """To the limit, in all conversations together."""
    assert found(log, tmp_path, Grant(7), Grant(8)) == [1, 2, 3, 4, 5, 6]
    assert found(log, tmp_path, Grant(7), Grant(8), limit=2) == [5, 6]
    assert found(log, tmp_path, Grant(7)) == [2, 4, 6]


def test_no_more_than_is_granted(log: MemoryLog, tmp_path: Path) -> None:
    """What may not be shown makes room for what may."""
    assert found(log, tmp_path, Grant(7, stays=((2, 4),)), limit=1) == [4]
    assert found(log, tmp_path, Grant(7, since_ms=4)) == [4, 6]
    assert found(log, tmp_path, Grant(7, 1, 0)) == []


def test_what_is_erased_is_not_shown(log: MemoryLog, tmp_path: Path) -> None:
    """Even before the index knows."""
    log.erase([4], lambda: None)
    assert found(log, tmp_path, Grant(7)) == [2, 6]


def test_nothing_else(log: MemoryLog, tmp_path: Path) -> None:
    """Pages are others' work."""
    searching = Searching(log.reader(), Searcher(tmp_path / "search.db"))
    with pytest.raises(TypeError, match="Granted"):
        searching.perform(Granted("#c", Grant(7), HistoryQuery(Direction.LATEST, 1)))
