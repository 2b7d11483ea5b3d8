"""What Tab makes of a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.terminal.screen.completion import Candidates, Completed, Completion

CANDIDATES = Candidates(
    nicks=["bob", "Bobby", "carol", "дмитрий"],
    channels=["#lobby", "#dev"],
    commands=["join", "leave", "list", "msg"],
)


def complete(text: str, cursor: int | None = None) -> str | None:
    """Return the completed text with `|` where the cursor is."""
    at = len(text) if cursor is None else cursor
    done = Completion().complete(text, at, CANDIDATES)
    return f"{done.text[: done.cursor]}|{done.text[done.cursor :]}" if done else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ca", "carol: |"),
        ("CA", "carol: |"),
        ("Д", "дмитрий: |"),
        ("hi ca", "hi carol |"),
        ("@ca", "@carol |"),
        ("one\nca", "one\ncarol |"),
        ("#d", "#dev |"),
        ("see #L", "see #lobby |"),
        ("/le", "/leave |"),
        ("/msg ca", "/msg carol |"),
        ("", "bob: |"),
    ],
)
def test_a_word_is_made_whole(text: str, expected: str) -> None:
    """A colon follows a name at the very beginning only."""
    assert complete(text) == expected


@pytest.mark.parametrize("text", ["x", "hi ", "#x", "/x", "/msg x", "@"])
def test_nothing_fits(text: str) -> None:
    """Then nothing happens."""
    assert complete(text) is None


def test_again_gives_the_next_and_goes_round() -> None:
    """In the order of the candidates; backwards as well."""
    completion = Completion()
    seen = []
    text = "bo"
    for _ in range(3):
        done = completion.complete(text, len(text), CANDIDATES)
        assert done is not None
        text = done.text
        seen.append(text)
    assert seen == ["bob: ", "Bobby: ", "bob: "]
    back = completion.complete(text, len(text), CANDIDATES, back=True)
    assert back == Completed("Bobby: ", 7)


def test_typing_on_begins_anew() -> None:
    """What was typed after a completion is no part of it."""
    completion = Completion()
    completion.complete("bo", 2, CANDIDATES)
    done = completion.complete("bob: ca", 7, CANDIDATES)
    assert done == Completed("bob: carol ", 11)


def test_what_follows_the_cursor_stays() -> None:
    """And no second space is put before it."""
    assert complete("hi ca there", 5) == "hi carol| there"


def test_a_name_that_is_not_clean_is_not_offered() -> None:
    """It would put its escape sequences into the text."""
    hostile = Candidates(["bo\x1b[31mb"], ["#\u202edev"], [])
    assert Completion().complete("bo", 2, hostile) is None
    assert Completion().complete("#", 1, hostile) is None


@given(st.text(max_size=20), st.data())
def test_any_text_is_survived(text: str, data: st.DataObject) -> None:
    """The cursor stays inside, and all around the word stays."""
    cursor = data.draw(st.integers(0, len(text)))
    done = Completion().complete(text, cursor, CANDIDATES)
    if done is not None:
        assert 0 <= done.cursor <= len(done.text)
        assert done.text.endswith(text[cursor:])
