"""What arrives is hostile."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.terminal.sanitise import clean_name, clean_text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("hello, world", "hello, world"),
        ("Алиса: привет 👩\u200d👧 é", "Алиса: привет 👩\u200d👧 é"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jtext", "text"),
        ("\x1bPq#0\x1b\\text", "text"),
        ("\x1bctext", "text"),
        ("\x1b]52;c;never ended", ""),
        ("\x02bold\x0f \x0304,12red\x03 \x04ff0000x", "bold red x"),
        ("a\tb\r\nc\x00\x07\x7fd", "a b  cd"),
        ("\u202eevil\u2066x\u200f\ufeff", "evilx"),
        ("line\u2028break", "line break"),
        ("\x1b\x1b[31mx", "x"),
    ],
)
def test_texts(text: str, clean: str) -> None:
    """The words stay; what moves the cursor, colours or turns the direction goes."""
    assert clean_text(text) == clean


@given(st.text(st.characters()))
def test_nothing_harmful_is_left(text: str) -> None:
    """No control, no format character but the joiners; and cleaning twice changes nothing."""
    clean = clean_text(text)
    bad = [c for c in clean if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert all(c in "\u200c\u200d" for c in bad)
    assert clean_text(clean) == clean


@given(st.text(st.sampled_from("\x1b[]\\P0;m\x07\x9b\x9da\x03,")))
def test_no_escape_is_put_together_by_cleaning(text: str) -> None:
    """Taking one out does not make another of what is left."""
    assert "\x1b" not in clean_text(text)
    assert "\x9b" not in clean_text(text)


def test_a_name_is_one_word() -> None:
    """Without joiners, which could only make two names look alike."""
    assert clean_name("a\u200db c\x1b[2J") == "abc"
    assert clean_name("\x1b[2J") == "?"


@pytest.mark.parametrize("piece", ["\x1b", "\x1b[", "\x1b]", "\x1b[0;", "\x03", "\x1bP", "\x9b "])
def test_long_hostile_text_takes_linear_time(piece: str) -> None:
    """As long as the longest line, a hundred times: done at once."""
    for _ in range(100):
        clean_text(piece * (16_384 // len(piece)))
