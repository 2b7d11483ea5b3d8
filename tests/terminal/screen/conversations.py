"""For the tests of the timeline: hostile texts, entries made of them, and what can be read."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from textual.color import Color

from veche.terminal.screen.entries import Entries, Entry, EntryKind

START = datetime(2024, 3, 11, 22, 0, tzinfo=UTC)

# What breaks terminals, and what breaks the arithmetic of cells.
NASTY = (
    "\x1b[31m", "\x1b]0;t\x07", "\x9b2J", "\x00", "\r\n", "\t", "\u202e", "\u2066", "\u200d",
    "\u200c", "\ufe0f", "\U0001f3fd", "👩\u200d👩\u200d👧", "👍🏽", "❤\ufe0f",
    "🇩🇪", "e\u0301\u0302\u0303\u0304\u0305\u0306",
    "\u0301", "日本", "。", "한국", "\u1161", "\u3164", "שלום", "مرحبا", "ﷺ", "[red]", "[/]", "{x}",
    "https://x.example/a?b=c.", " ", "  ", "word", "a" * 90, "ß", "İ", "\u0e01\u0e33", "\U000e0041",
)  # fmt: skip

nasty_texts = st.lists(
    st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec="utf-8"), max_size=5)),
    max_size=30,
).map("".join)

entry_values = st.builds(
    Entry,
    st.sampled_from(EntryKind),
    text=nasty_texts,
    who=st.one_of(st.sampled_from(["alice", "bob", "山田", "", "n" * 40]), nasty_texts),
    at=st.one_of(
        st.none(),
        st.integers(0, 400_000).map(lambda seconds: START + timedelta(seconds=seconds)),
        st.sampled_from([datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]),
    ),
    own=st.booleans(),
    mention=st.booleans(),
    pending=st.one_of(st.none(), st.integers(0, 9)),
)


def said(number: int, text: str = "", who: str = "alice", **more: object) -> Entry:
    """Return the message of that number, one a minute."""
    at = START + timedelta(minutes=number)
    return Entry(EntryKind.SAID, text or f"message {number}", who, at, **more)  # type: ignore[arg-type]


def conversation(count: int, bound: int = 50_000) -> Entries:
    """Return a conversation of as many messages."""
    entries = Entries(bound)
    for number in range(count):
        entries.add(said(number))
    return entries


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    dark, light = sorted(_luminance(each) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
