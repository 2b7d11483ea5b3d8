"""What `veche send` and `veche tail` say, in each language."""

import dataclasses
import string

import pytest

from veche.terminal.visit_words import visit_words
from veche.terminal.words import LANGUAGES, words_in


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_takes_the_same_values(language: str) -> None:
    """Whatever the language; and it is another sentence than the English one."""
    english, other = visit_words("en"), visit_words(language)
    assert other.others is words_in(language)
    for field in dataclasses.fields(english):
        if field.name != "others":
            one, two = getattr(english, field.name), getattr(other, field.name)
            assert _fields(one) == _fields(two), field.name
            assert (one == two) is (language == "en"), field.name


def test_an_unknown_language_is_english() -> None:
    """As everywhere."""
    assert visit_words("xx") == visit_words("en")
