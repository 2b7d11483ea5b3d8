"""The choice of a language, its counting, and that the catalogues say the same things."""

import dataclasses
import string
from collections.abc import Mapping

import pytest

from veche.terminal.typed import Order, read_typed
from veche.terminal.words import (
    LANGUAGES,
    Words,
    choose,
    english_count,
    language,
    russian_count,
    words_in,
)
from veche.terminal.words.english import ENGLISH
from veche.terminal.words.russian import RUSSIAN


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": ""}, "ru"),
        ({"LANG": "rum_RO"}, "en"),
        ({"LANG": "de_DE@euro"}, "en"),
        ({"LANG": "ru@cyrillic"}, "ru"),
    ],
)
def test_the_locale_chooses(environment: Mapping[str, str], chosen: str) -> None:
    """The first of the three variables that says anything (POSIX, "Environment Variables")."""
    assert language(environment) == chosen
    assert choose(environment) is words_in(chosen)


def test_the_catalogues() -> None:
    """Each under its name."""
    assert {name: words_in(name) for name in LANGUAGES} == {"en": ENGLISH, "ru": RUSSIAN}


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, "many"), (1, "one"), (2, "few"), (4, "few"), (5, "many"), (11, "many"), (12, "many"),
     (14, "many"), (21, "one"), (22, "few"), (111, "many"), (112, "many"), (121, "one")],
)  # fmt: skip
def test_russian_counts(count: int, form: str) -> None:
    """By the plural rules of Unicode CLDR."""
    assert russian_count(count, "one", "few", "many") == form


def test_english_counts() -> None:
    """One is one; all else are many."""
    assert [english_count(n, "one", "many") for n in (0, 1, 2, 21)] == ["many", "one"] + [
        "many"
    ] * 2


def _sentences(words: Words) -> dict[str, str]:
    values = {field.name: getattr(words, field.name) for field in dataclasses.fields(words)}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_every_sentence_has_the_same_places_in_each_language() -> None:
    """So that one call fills them all."""
    english, russian = _sentences(ENGLISH), _sentences(RUSSIAN)
    assert {name: _places(text) for name, text in english.items()} == {
        name: _places(text) for name, text in russian.items()
    }


def test_the_same_commands_are_explained() -> None:
    """And each stands there as it is typed."""
    for words in (ENGLISH, RUSSIAN):
        for name, (syntax, meaning) in words.help.items():
            typed = read_typed(syntax.split()[0].rstrip(","))
            assert (typed == Order(name, "")) is bool(name)
            assert meaning
    assert list(ENGLISH.help) == list(RUSSIAN.help)
