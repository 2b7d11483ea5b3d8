"""The languages of the full screen."""

import string
from dataclasses import fields

import pytest

from veche.terminal.screen.words import ENGLISH, RUSSIAN, ScreenWords, screen_words

NAMES = [field.name for field in fields(ScreenWords)]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same(name: str) -> None:
    """They take the same things, and there is something to read."""
    one, other = getattr(ENGLISH, name), getattr(RUSSIAN, name)
    if callable(one):
        for count in (0, 1, 2, 5, 21):
            assert one(count)
            assert other(count)
    elif isinstance(one, str):
        assert one
        assert _holes(one) == _holes(other)
    else:
        assert len(one) == len(other)


def test_a_language_is_found_by_its_name() -> None:
    """Another one is English."""
    assert screen_words("ru") is RUSSIAN
    assert screen_words("en") is ENGLISH


def test_russian_counts() -> None:
    """One member, two, five."""
    shown = [RUSSIAN.members(count) for count in (1, 2, 5, 11, 21)]
    assert shown == ["1 участник", "2 участника", "5 участников", "11 участников", "21 участник"]


def _holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
