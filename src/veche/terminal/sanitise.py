"""What arrives is hostile: text and names made safe for a terminal.

Owns what is taken out: escape sequences, formatting, control and bidirectional characters, and
what nobody can see. Must not know where the text came from.
"""

import re
import unicodedata

# ECMA-48: CSI; the strings OSC, DCS, SOS, PM, APC up to their end; other escapes. The 8-bit forms
# too. No part can match in two ways, so that no text takes more than linear time.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
# Colours of IRC clients carry digits (modern.ircdocs.horse/formatting).
_COLOURS = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?")
_SPACES = "\t\r\n\x0b\x0c\x85\u2028\u2029"
_NON_JOINER, _JOINER = "\u200c", "\u200d"
# U+FE0E and U+FE0F: whether a symbol is shown as text or as emoji (UTS #51 section 2.3).
_PRESENTATIONS = "\ufe0e\ufe0f"
# Default ignorable (DerivedCoreProperties of Unicode) without being Cf: nobody sees them.
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE0E), *range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE1000))))
)
_MARKS = ("Mn", "Me")
_SYMBOLS = ("So", "Sk", "Mn", "Me")
# Enough for every script; more only piles up over the lines above and below.
_MAX_MARKS = 6
_VIRAMA = 9
_BLANK = "\u2800"


def clean_text(text: str) -> str:
    """Return `text` on one line, without anything that moves the cursor or turns the direction.

    What cannot be seen goes too, but for the joiners where they change how letters look.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _COLOURS.sub("", _ESCAPES.sub("", text))
    text = "".join(" " if c in _SPACES else c for c in text if _is_visible(c))
    return text if text.isascii() else "".join(_without_tricks(text))


def clean_lines(text: str) -> str:
    """Return `text` as `clean_text` does, but with its line breaks, and no blank ends."""
    lines = [clean_text(line).rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip("\n") if len(lines) > 1 else clean_text(text)


def clean_name(name: str) -> str:
    """Return a nick or channel name so that it shows as one word; "?" where nothing is left."""
    kept = "".join(c for c in clean_text(name) if not (c.isspace() or _is_blank_in_name(c)))
    # Without what stood before it, a mark could stand first.
    return clean_text(kept).lstrip() or "?"


def _is_visible(letter: str) -> bool:
    if letter in (_JOINER, _NON_JOINER) or letter in _SPACES:
        return True
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs") and letter not in _UNSEEN


def _is_blank_in_name(letter: str) -> bool:
    if letter in (_JOINER, _NON_JOINER, _BLANK) or letter in _PRESENTATIONS:
        return True
    return unicodedata.category(letter) in ("Co", "Cn")


def _without_tricks(text: str) -> list[str]:
    """Drop joiners that join nothing, marks on nothing and marks without end."""
    kept: list[str] = []
    marks = 0
    for at, letter in enumerate(text):
        before = kept[-1] if kept else " "
        if letter in (_JOINER, _NON_JOINER):
            if _joins(letter, before, text[at + 1 : at + 2]):
                kept.append(letter)
        elif letter in _PRESENTATIONS:
            if before.isdigit() or before in "#*" or unicodedata.category(before) in ("So", "Sm"):
                kept.append(letter)
        elif unicodedata.category(letter) not in _MARKS:
            kept.append(letter)
            marks = 0
        elif marks < _MAX_MARKS and not before.isspace():
            kept.append(letter)
            marks += 1
    return kept


def _joins(joiner: str, before: str, after: str) -> bool:
    """Return whether a joiner does what it is for.

    After RFC 5892 appendix A.1 and A.2 (a virama; Arabic letters), and UTS #51 (emoji).
    """
    if after in ("", _JOINER, _NON_JOINER):
        return False
    if unicodedata.combining(before) == _VIRAMA or unicodedata.combining(after) == _VIRAMA:
        return True
    if joiner == _NON_JOINER:
        return unicodedata.bidirectional(before) == unicodedata.bidirectional(after) == "AL"
    category = unicodedata.category
    return category(after) == "So" and category(before) in _SYMBOLS and not before.isascii()
