"""How many terminal cells a text takes.

Owns what is taken out because terminals disagree about its width. Must not know rows or colours.
"""

import re
import unicodedata

from rich.cells import cell_len, get_character_cell_size

# One cell each, and nothing that joins: Latin, Greek and Cyrillic letters, dashes, quotes, lines.
_SIMPLE = re.compile(
    "[\n -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2500-\u25fc]*"
)
# Whether these take cells depends on the terminal, and some programs between: the zero width
# joiner (the parts of a family stand side by side without it), variation selectors, skin tones,
# and letters that are blank.
_UNSURE = re.compile(
    "[\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff\u115f\u1160\u3164\uffa0]"
)
_JAMO = re.compile("[\u1161-\u11ff\ud7b0-\ud7ff]")
_NON_JOINER = "\u200c"
_MAX_MARKS = 4  # on one letter; Thai, Hebrew and Tibetan need up to so many

# In a shape: the first and the second cell of a wide letter, and the first of one that may not
# begin a row.
WIDE, REST, CLOSING = "\x01", "\x00", "\x02"
# In a text and in its shape: here a row ends.
BREAK = "\n"
_CLOSING_LETTERS = "、。，．！？：；）」』】〉》〕］｝…ー"


def tame(text: str) -> str:
    """Return a clean `text` so that each letter has one width in every terminal.

    Its width is then the sum of its letters' widths, whatever stands beside them.
    """
    if text.isascii() or _SIMPLE.fullmatch(text):
        return text
    kept: list[str] = []
    marks = _MAX_MARKS
    for letter in _UNSURE.sub("", text):
        if letter == BREAK or get_character_cell_size(letter):
            marks = 0 if letter not in (" ", BREAK) else _MAX_MARKS  # a mark on nothing is nothing
        elif marks < _MAX_MARKS and _is_mark(letter):
            marks += 1
        else:
            continue
        kept.append(letter)
    return "".join(kept)


def shape(text: str) -> str:
    """Return one letter for each cell of a tame `text`: WIDE (or CLOSING) and REST for a wide one.

    Spaces and line breaks stay what they are. Where each letter has a cell of its own, it is
    `text` itself.
    """
    if text.isascii() or _SIMPLE.fullmatch(text):
        return text
    return "".join(_cells(letter) for letter in text)


def indices(text: str) -> list[int]:
    """Return for each place of the shape of a tame `text`, and for its end, where its letter is."""
    found: list[int] = []
    for index, letter in enumerate(text):
        found += [index] * (1 if letter == BREAK else get_character_cell_size(letter))
    return [*found, len(text)]


def width(text: str) -> int:
    """Return how many cells a tame `text` takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, cells: int) -> str:
    """Return a tame `text` in at most `cells` cells; what is cut off shows as "…"."""
    if width(text) <= cells:
        return text
    if cells < 1:
        return ""
    starts = indices(text)
    # From a second cell, back to its letter's beginning: cut before it.
    return f"{text[: starts[cells - 1]]}…"


def _cells(letter: str) -> str:
    if letter == BREAK:
        return letter
    size = get_character_cell_size(letter)
    if size == 1:
        return " " if letter == " " else "x"
    if size == 0:
        return ""
    return (CLOSING if letter in _CLOSING_LETTERS else WIDE) + REST


def _is_mark(letter: str) -> bool:
    return (
        unicodedata.category(letter).startswith("M")
        or letter == _NON_JOINER
        or _JAMO.match(letter) is not None
    )
