"""Nicks and channel names: who may be called what, and who is the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.names import check_channel, check_nick, fold, is_channel
from veche.core.rejections import Code

GOOD_NICKS = (
    "bob",
    "[Bob]_\\`^{|}-9",
    "Алиса",
    "Ἀλέξανδρος",
    "小明",
    "はなこ",
    "민준",
    "ליאת",
    "ليلى",
    "प्रिया",
    "สมชาย",
    "Łukasz",
    "naïve",
    "🐈",
    "a" * 32,
)
BAD_NICKS = (
    "9lives",
    "-dash",
    "a b",
    "a!b",
    "a@b",
    "#bob",
    "a*",
    "a?",
    ":bob",
    "a,b",
    "a.b",
    "a" * 33,
    "\u0301abc",  # begins with a combining mark
    "ａ．ｂ",  # fullwidth, folds to a.b
    "℀",  # folds to a/c
    "server",
    "SERVER",
    "Ｓerver",
    "Anonymous",
    "veche",
)
UNSEEN = (
    *"\0\n\r\t\x1b\x7f\x85",
    *"\u200b\u200c\u200d\u2060\ufeff",  # zero width
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",  # bidi
    *"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180e\u3164\uffa0\u2800",  # nothing to be seen
    *"\ufe0f\ufe00\U000e0100\U000e0041",
    *"\u2028\u2029\u00a0\u3000\ue000\uffff",
)


@pytest.mark.parametrize("nick", GOOD_NICKS)
def test_nicks_in_any_script(nick: str) -> None:
    """People are called as they are called."""
    assert check_nick(nick, 32) is None


@pytest.mark.parametrize("nick", BAD_NICKS)
def test_bad_nicks(nick: str) -> None:
    """Refused with the nick and a reason."""
    fault = check_nick(nick, 32)
    assert fault is not None
    assert (fault.code, fault.subject) == (Code.BAD_NICK, nick)
    assert fault.detail


@pytest.mark.parametrize("letter", UNSEEN, ids=lambda x: f"U+{ord(x):04X}")
def test_nothing_unseen_in_names(letter: str) -> None:
    """Controls, bidi overrides, zero widths and fillers would make doubles of a name."""
    assert check_nick(f"bo{letter}b", 32) is not None
    assert check_nick(f"bob{letter}", 32) is not None
    assert check_nick(f"{letter}bob", 32) is not None
    assert check_channel(f"#bob{letter}", 64) is not None


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    """Also for the longer texts that are not remembered."""
    assert fold(fold(name)) == fold(name)
    assert fold(fold(name * 10)) == fold(name * 10)


@given(st.text(max_size=20))
def test_what_looks_equal_by_unicode_is_equal(name: str) -> None:
    """The forms of Unicode normalization do not tell names apart."""
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert fold(unicodedata.normalize(form, name)) == fold(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bob", "BOB"), ("АЛИСА", "алиса"), ("straße", "STRASSE"), ("Ｂob", "bob"), ("Ǆ", "ǆ")],
)
def test_same_names(one: str, other: str) -> None:
    """Case and width do not tell names apart."""
    assert fold(one) == fold(other)


@given(st.text(min_size=1, max_size=32))
def test_a_good_nick_is_harmless_everywhere(nick: str) -> None:
    """Neither it nor what it is compared as has anything with a meaning in a protocol."""
    if check_nick(nick, 32) is None:
        for form in (nick, fold(nick)):
            assert not set(form) & set(" !@:,*?#&+%~.\0\r\n\x07$")
            assert form
            assert not any(unicodedata.category(c)[0] in "CZ" for c in form)


@pytest.mark.parametrize("name", ["#a", "#1", "##", "#вече", "#c++", "#a:b", "#" + "x" * 63])
def test_good_channels(name: str) -> None:
    """A hash and nearly anything."""
    assert check_channel(name, 64) is None
    assert is_channel(name)


@pytest.mark.parametrize(
    "name",
    ["", "#", "a", "&a", "#a b", "#a,b", "#a*", "#a?", "#a!", "#a@", "#a\x07", "#" + "x" * 64],
)
def test_bad_channels(name: str) -> None:
    """Refused with the name and a reason."""
    fault = check_channel(name, 64)
    assert fault is not None
    assert (fault.code, fault.subject) == (Code.BAD_CHANNEL, name)
    assert fault.detail
