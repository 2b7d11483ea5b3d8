"""What moderators type."""

import pytest

from veche.core.commands import AskedChange
from veche.protocols.moderating import audit_words, ban_words, minutes, mode_changes, rank


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("0", 0),
        ("90", 90),
        ("1h", 60),
        ("1d12h", 2_160),
        ("2w", 20_160),
        ("1y", 525_600),
        ("", None),
        ("h", None),
        ("1x", None),
        ("1h ", None),
        ("٣", None),
        ("-5", None),
        ("999999999", None),
    ],
)
def test_durations(word: str, expected: int | None) -> None:
    """Minutes, or numbers with units; nothing else is one."""
    assert minutes(word) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["eve"], ("eve", 0, "")),
        (["90"], ("90", 0, "")),
        (["90", "eve"], ("eve", 90, "")),
        (["1h", "eve", "too", "loud"], ("eve", 60, "too loud")),
        (["eve", "1h"], ("eve", 0, "1h")),
    ],
)
def test_bans(words: list[str], expected: tuple[str, int, str]) -> None:
    """The duration is first, if it is not all there is."""
    assert ban_words(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], (50, "")),
        (["7"], (7, "")),
        (["#a"], (50, "#a")),
        (["#a", "7"], (7, "#a")),
        (["x", "-1", "٣"], (50, "")),
        (["9999999999"], (10_000, "")),
    ],
)
def test_the_trail(words: list[str], expected: tuple[int, str]) -> None:
    """The channel is first; what is no count is passed over."""
    assert audit_words(words) == expected


def test_ranks() -> None:
    """Words, letters as they are, and nothing."""
    words = ("Founder", "admin", "operator", "halfop", "voice", "none", "-", "q", "x")
    assert [rank(word) for word in words] == ["q", "a", "o", "h", "v", "", "", "q", "x"]


def test_modes() -> None:
    """Letters take their arguments in order, or have none."""
    assert mode_changes(["+ov-lk+i", "anna", "boris"]) == (
        AskedChange(True, "o", "anna"),
        AskedChange(True, "v", "boris"),
        AskedChange(False, "l"),
        AskedChange(False, "k"),
        AskedChange(True, "i"),
    )
    assert mode_changes(["W", "5"]) == (AskedChange(True, "W", "5"),)
    assert mode_changes(["+-"]) == ()
