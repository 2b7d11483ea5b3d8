"""Text that is too long for a line."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from veche.client.text import LINE_BYTES, room, split


def test_short_text_is_left_alone() -> None:
    """Also where it fits exactly."""
    assert list(split("привет", 16)) == ["привет"]
    assert list(split("a" * 20, 20)) == ["a" * 20]


def test_it_is_cut_at_a_space() -> None:
    """The space itself is dropped; also where it stands right after the piece."""
    assert list(split("aaaa bbbb cccc dddd", 17)) == ["aaaa bbbb cccc", "dddd"]
    assert list(split("aaaa bbbb cccc dd eeee", 17)) == ["aaaa bbbb cccc dd", "eeee"]


def test_without_spaces_letters_stay_whole() -> None:
    """No torn UTF-8, no mark apart from its letter, no torn emoji sequence."""
    assert list(split("я" * 20, 17)) == ["я" * 8, "я" * 8, "я" * 4]
    pieces = list(split("e\u0301" * 20, 17))
    assert all(not unicodedata.combining(piece[0]) for piece in pieces)
    family = "\U0001f468\u200d\U0001f469"
    assert list(split(family + family, 17)) == [family, family]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(16, 60))
def test_pieces_fit_and_lose_only_spaces(text: str, limit: int) -> None:
    """All pieces together are the text, but for spaces at the cuts."""
    pieces = list(split(text, limit))
    assert all(0 < len(piece.encode()) <= limit for piece in pieces)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_room_counts_what_the_server_puts_before() -> None:
    """Prefix, command, target and line break (RFC 1459 section 2.3)."""
    line = f":a!b@c PRIVMSG #x :{'y' * room('a!b@c', 'PRIVMSG', '#x')}\r\n"
    assert len(line) == LINE_BYTES
