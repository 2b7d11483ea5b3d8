"""What arrives is hostile."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.terminal.sanitise import clean_lines, clean_name, clean_text

_PIECES = (
    "\x1b[", "\x1b]", "\x1bP", "\x1b\\", "\x1b", "[2J", "0;31m", "]8;;", "\x9b", "\x9d", "\x9c",
    "\x90", "\x07", "\x00", "\x03", "\x034,12", "\x04ff0000", "\x02", "\x7f", "\x85", "\r", "\n",
    "\t", "\u2028", "\u202e", "\u2066", "\u200f", "\u061c", "\ufeff", "\u200b", "\u200c",
    "\u200d", "\u2060", "\xad", "\u034f", "\u3164", "\u115f", "\u180b", "\ufe0f", "\ufe00",
    "\U000e0041", "\U000e0100", "\ud800", "\u0301", "\u0338", "\u20e3", "\u094d", "\u0915",
    "\u0645", "\U0001f469", "\u2764", "1", "#", "a", "\u044f", " ",
)  # fmt: skip
"""Parts of tricks, and honest letters to hide them among."""
HOSTILE = st.lists(st.sampled_from(_PIECES) | st.text(st.characters(), max_size=4)).map("".join)
_SEEN_BY_NOBODY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")


def faults(text: str) -> list[str]:
    """Say what is in a line that must not reach a terminal."""
    found = [c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    found += [c for c in text if unicodedata.category(c) == "Cf" and c not in "\u200c\u200d"]
    found += [c for c in text if c in _SEEN_BY_NOBODY]
    found += [c for c in text if 0xFE00 <= ord(c) < 0xFE0E or 0xE0000 <= ord(c) < 0xE1000]
    # A joiner that stands between letters of one's own alphabet, or beside another, hides.
    for before, joiner, after in zip(" " + text, text, text[1:] + " ", strict=False):
        plain = before.isascii() or after.isascii() or before in "я" or after in "я"
        if joiner in "\u200c\u200d" and (plain or {before, after} & {"\u200c", "\u200d"}):
            found.append(f"{before}{joiner}{after}")
    return [ascii(c) for c in found]


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
        ("al\u200dice al\u200cice а\u200dбв", "alice alice абв"),
        ("क्\u200dष می\u200cخواهم", "क्\u200dष می\u200cخواهم"),
        ("❤️\u200d🔥 👩🏽\u200d🚀 1\ufe0f\u20e3", "❤️\u200d🔥 👩🏽\u200d🚀 1\ufe0f\u20e3"),
        ("👩\u200d\u200d👧\u200d x\ufe0f\ufe0f", "👩\u200d👧 x"),
        ("\u0301a\u3164b\u034fc\U000e0041", "abc"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 6),
        (" \u0338", " "),
    ],
)
def test_texts(text: str, clean: str) -> None:
    """The words stay; what moves the cursor, colours or turns the direction goes."""
    assert clean_text(text) == clean


@given(HOSTILE)
def test_nothing_harmful_is_left(text: str) -> None:
    """No control, escape or bidirectional character; and cleaning twice changes nothing."""
    clean = clean_text(text)
    assert faults(clean) == []
    assert clean_text(clean) == clean


@given(HOSTILE)
def test_a_name_is_always_one_visible_word(name: str) -> None:
    """Nothing in it is blank or joins; cleaning twice changes nothing; it is never empty."""
    clean = clean_name(name)
    assert faults(clean) == []
    assert clean.split() == [clean]
    assert not set(clean) & set("\u200c\u200d\u2800\ufe0e\ufe0f")
    assert unicodedata.category(clean[0]) not in ("Mn", "Me")
    assert clean_name(clean) == clean


@given(HOSTILE, HOSTILE)
def test_what_is_clean_stays_clean_beside_another(one: str, other: str) -> None:
    """A line is put together of clean parts with something visible between them."""
    assert faults(f"{clean_name(one)}: {clean_text(other)}") == []


@given(st.text(st.sampled_from("\x1b[]\\P0;m\x07\x9b\x9da\x03,")))
def test_no_escape_is_put_together_by_cleaning(text: str) -> None:
    """Taking one out does not make another of what is left."""
    assert "\x1b" not in clean_text(text)
    assert "\x9b" not in clean_text(text)


def test_a_name_is_one_word() -> None:
    """Without joiners, which could only make two names look alike."""
    assert clean_name("a\u200db c\x1b[2J") == "abc"
    assert clean_name("\x1b[2J") == "?"


@pytest.mark.parametrize(
    "piece", [p for p in _PIECES if p != " "] + ["\x1b[0;", "\u200da", "a\u0301"]
)
def test_long_hostile_text_takes_linear_time(piece: str) -> None:
    """In squared time, so much of it would outlast the time that a test has many times over."""
    chars = 100_000
    text = piece * (chars // len(piece))
    assert len(clean_text(text)) <= len(text)
    assert len(clean_name(text)) <= len(text)


def test_lines_stay_lines() -> None:
    """Each is clean; the ends are not blank."""
    assert clean_lines("\n one \x1b[2J\r\n\n\ttwo\n \n") == " one\n\n two"
    assert clean_lines(" one\ttwo ") == clean_text(" one\ttwo ")


@given(HOSTILE)
def test_any_lines(text: str) -> None:
    """Are what `clean_text` makes of each."""
    cleaned = clean_lines(text)
    assert all(line == clean_text(line) for line in cleaned.split("\n"))
