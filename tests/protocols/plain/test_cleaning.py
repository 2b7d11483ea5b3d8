"""Nothing that a terminal obeys gets through, and everything that people write does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.protocols.plain.cleaning import clean, to_wire

FORBIDDEN = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
FORBIDDEN |= {0x2028, 0x2029}
SCRIPTS = [
    "hello",
    "Привет, мир",
    "مرحبا بالعالم",
    "שלום",
    "你好，世界",
    "こんにちは",
    "👩‍👩‍👧 🇺🇦 ❤️",
    "é e\u0301",
]


@pytest.mark.parametrize("text", SCRIPTS)
def test_any_script_stays(text: str) -> None:
    """Joiners of emoji and combining marks included."""
    assert clean(text) == text
    assert to_wire(text).decode() == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9d0;title\x9cx", "x"),
        ("\x1bPq#0\x1b\\x", "x"),
        ("\x1b]not ended", "]not ended"),
        ("\x1b[", "["),
        ("\x1bc", "c"),
        ("a\tb\nc\r\nd", "a b c  d"),
        ("a\x85b\u2028c\u2029d", "a b c d"),
        ("\x02bold\x0f \x034,12red\x03 \x0400ff00green", "bold red green"),
        ("\u202egpj.exe\u2066", "gpj.exe"),
        ("a\x00b\x7fc\x07", "abc"),
        ("\u200fשלום\u200e", "\u200fשלום\u200e"),
    ],
)
def test_what_a_terminal_obeys_goes(text: str, left: str) -> None:
    """Whole sequences where they are whole, else the control characters."""
    assert clean(text) == left


def test_lone_surrogates_do_no_harm() -> None:
    """JSON can say them, UTF-8 cannot."""
    assert to_wire("a\ud800b") == b"a?b"


@given(st.text() | st.text(alphabet="\x1b\x9b\x9d\x9c\x07[]0;m\\\x03\x04,1aP"))
def test_nothing_forbidden_is_left(text: str) -> None:
    """Whatever was there, cleaning twice is cleaning once."""
    cleaned = clean(text)
    assert not FORBIDDEN & set(map(ord, cleaned))
    assert clean(cleaned) == cleaned


@given(st.text(st.characters(exclude_categories=("C", "Z"))))
def test_what_can_be_seen_stays(text: str) -> None:
    """Letters, marks, digits, punctuation and symbols of any script."""
    assert clean(text) == text


def test_long_hostile_text_takes_little_time() -> None:
    """Beginnings of sequences without an end: the time is linear, or this would hang."""
    for hostile in ("\x1b]", "\x1b[0;", "\x1b[ ", "\x9d", "\x1b[" + "0" * 50):
        clean(hostile * 50_000)
    clean("\x1b[" + "0" * 500_000 + " " * 500_000)
