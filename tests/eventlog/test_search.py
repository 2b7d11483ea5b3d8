"""The index of words: what is found, where, and what is not."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.eventlog.samples import joining, message
from veche.core.events import Stored
from veche.eventlog.base import LogError
from veche.eventlog.search import Index, Searcher, Wanted

EVERYWHERE = (7, 8)
SAID = (
    (7, "Привет, новые сообщения пришли"),
    (7, "running dogs"),
    (8, 'nothing "here" OR * ( ) : NEAR'),
    (8, "the cat runs"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "search.db"


@pytest.fixture
def index(path: Path) -> Iterator[Index]:
    """Messages 1 to 4, at 10, 20, 30 and 40 ms, and somebody who came."""
    index = Index(path)
    said = [
        Stored(n, n, message(n, text, conversation=place, at_ms=n * 10))
        for n, (place, text) in enumerate(SAID, 1)
    ]
    index.take([*said, Stored(5, 5, joining(5))], (), 5)
    yield index
    index.close()


@pytest.fixture
def searcher(index: Index, path: Path) -> Iterator[Searcher]:
    searcher = Searcher(path)
    yield searcher
    searcher.close()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted("сообщению"), [1]),
        (Wanted("СООБЩ"), [1]),
        (Wanted("привет сообщ"), [1]),
        (Wanted("run"), [4, 2]),
        (Wanted("dogs running"), [2]),
        (Wanted("dog cat"), []),
        (Wanted("ca"), []),
        (Wanted("her"), [3]),
        (Wanted('"*" (OR)'), [3]),
        (Wanted(author="ALICE"), [4, 3, 2, 1]),
        (Wanted(author="bob"), []),
        (Wanted("run", author="alice"), [4, 2]),
        (Wanted(after_ms=20), [4, 3]),
        (Wanted(before_ms=20), [1]),
        (Wanted("run", after_ms=20, before_ms=41), [4]),
        (Wanted(after_ms=40), []),
        (Wanted(before_ms=-(1 << 80), after_ms=1 << 80), []),
        (Wanted(), [4, 3, 2, 1]),
    ],
)
def test_what_is_found(searcher: Searcher, wanted: Wanted, found: list[int]) -> None:
    """The newest first; in few conversations and in many."""
    assert searcher.find(EVERYWHERE, wanted, 1 << 60, 9) == found
    assert searcher.find((*EVERYWHERE, *range(100, 120)), wanted, 1 << 60, 9) == found


def test_only_there(searcher: Searcher) -> None:
    """In the conversations that are asked for, below a position, to the limit."""
    assert searcher.find((8,), Wanted("run"), 9, 9) == [4]
    assert searcher.find((9, *range(100, 120)), Wanted("run"), 9, 9) == []
    assert searcher.find((), Wanted("run"), 9, 9) == []
    assert searcher.find(EVERYWHERE, Wanted("run"), 4, 9) == [2]
    assert searcher.find(EVERYWHERE, Wanted("run"), 9, 1) == [4]


def test_erased_words_are_not_found(index: Index, searcher: Searcher) -> None:
    """And the cursor goes on."""
    index.take((), (2, 77), 6)
    assert searcher.find(EVERYWHERE, Wanted("run"), 9, 9) == [4]
    assert index.cursor == 6


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.text())
def test_no_text_is_a_query(searcher: Searcher, text: str, author: str) -> None:
    """Quotes, operators and NULs are only what is between words."""
    assert isinstance(searcher.find(EVERYWHERE, Wanted(text, author), 9, 9), list)


def test_it_is_there_again(index: Index, path: Path) -> None:
    """Where it had come to."""
    again = Index(path)
    assert again.cursor == 5
    again.close()


@pytest.mark.parametrize("version", [None, 99])
def test_what_cannot_be_read_is_made_anew(path: Path, version: int | None) -> None:
    """All that is in it is in the log."""
    if version is None:
        path.write_bytes(b"no database" * 999)
    else:
        database = sqlite3.connect(path)
        database.execute(f"PRAGMA user_version = {version}")
        database.close()
    index = Index(path)
    assert index.cursor == 0
    index.close()


def test_words_for_the_operator(tmp_path: Path) -> None:
    """No file, and a place where there can be none."""
    searcher = Searcher(tmp_path / "none.db")
    with pytest.raises(LogError, match="cannot be read"):
        searcher.find((7,), Wanted("x"), 9, 9)
    searcher.close()
    with pytest.raises(LogError, match="cannot be made"):
        Index(tmp_path / "no" / "search.db")
