"""Words and their stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.eventlog.words import Words, split


@pytest.mark.parametrize(
    "forms",
    [
        ("message", "messages", "Messages"),
        ("run", "runs", "running"),
        ("сообщение", "сообщения", "сообщениями", "СООБЩЕНИЮ"),
        ("ёлка", "елки", "Ёлку"),
        ("café", "cafe", "CAFÉS"),
        ("日本語", "日本語"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    """In Russian and in English; other words only fold."""
    words = Words()
    assert len({tuple(words.stems(form)) for form in forms}) == 1


def test_different_words_have_different_stems() -> None:
    """The letter й is no и with an accent, however it is written."""
    words = Words()
    assert len({tuple(words.stems(word)) for word in ("рой", "cat", "dog", "42")}) == 4
    assert split("рой рои") == split("ро\u0438\u0306 рои") == ["рой", "рои"]


@given(st.text())
def test_only_word_characters_are_left(text: str) -> None:
    """So that no word has a meaning in a query."""
    for word in [*split(text), *Words().stems(text)]:
        assert word
        assert all(c.isalnum() or c == "_" for c in word)
