"""/history, /search and /more, as they are typed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.commands import Command, Echo, Refuse, Search
from veche.core.rejections import Code, Rejection
from veche.protocols.plain.commands import parse
from veche.protocols.plain.reading import FOUND
from veche.protocols.plain.wishes import Look, More, ShowHistory


def ms(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp()) * 1000  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("/history", ShowHistory("#lobby")),
        ("/history 50", ShowHistory("#lobby", 50)),
        ("/history #dev", ShowHistory("#dev")),
        ("/history bob 5", ShowHistory("bob", 5)),
        ("/more", More()),
        ("/search tea time", Look(Search(FOUND, "tea time"))),
        ("/search from:bob", Look(Search(FOUND, author="bob"))),
        ("/search In:#dev tea", Look(Search(FOUND, "tea", place="#dev"))),
        ("/search in:@bob tea", Look(Search(FOUND, "tea", place="bob"))),
        ("/search x before:2026-01-31", Look(Search(FOUND, "x", before_ms=ms(2026, 1, 31)))),
        ("/search x after:2026-01-31", Look(Search(FOUND, "x", after_ms=ms(2026, 1, 31) - 1))),
        (
            "/search after:2026-01-31T14:02",
            Look(Search(FOUND, after_ms=ms(2026, 1, 31, 14, 2) - 1)),
        ),
        ("/search https://x.example/", Look(Search(FOUND, "https://x.example/"))),
        ("/search to:bob", Look(Search(FOUND, "to:bob"))),
    ],
)
def test_what_is_wished(line: str, wish: object) -> None:
    """Words with a colon that mean nothing are looked for as they are."""
    assert parse(line, "#lobby") == Echo(wish)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("/search from:", "from"),
        ("/search x in:", "in"),
        ("/search before:monday", "before"),
        ("/search after:2026-02-30", "after"),
        ("/search after:2026-1-1", "after"),
    ],
)
def test_a_search_that_cannot_be(line: str, key: str) -> None:
    """It is said what was expected, with an example."""
    refused = parse(line, "#lobby")
    assert isinstance(refused, Refuse)
    assert refused.rejection.code is Code.BAD_ARGUMENT
    assert refused.rejection.detail.startswith(f"{key}: needs")


@pytest.mark.parametrize("line", ["/search", "/history a b"])
def test_how_it_is_typed(line: str) -> None:
    """Too little, or too much."""
    assert parse(line, "#lobby") == Refuse(Rejection(Code.NEED_MORE, line.split()[0]))


def test_history_of_nowhere() -> None:
    """Nothing is guessed."""
    assert parse("/history", "") == Refuse(Rejection(Code.NO_RECIPIENT))


@given(st.text(), st.sampled_from(["from", "in", "before", "after"]))
def test_any_value_is_taken_or_refused(value: str, key: str) -> None:
    """Never more."""
    assert isinstance(parse(f"/search {key}:{value}", "#lobby"), Command)
