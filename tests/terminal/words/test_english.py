"""Sentences with a count, in English."""

import pytest

from veche.terminal.words.english import ENGLISH


@pytest.mark.parametrize(
    ("count", "kept", "done"),
    [
        (1, "1 message kept", "The kept message is delivered"),
        (2, "2 messages kept", "2 kept messages are delivered"),
    ],
)
def test_counts(count: int, kept: str, done: str) -> None:
    """One, and more."""
    assert ENGLISH.kept_count(count) == kept
    assert ENGLISH.kept_done(count) == done
    assert ENGLISH.more(count) == f"and {count} more"
