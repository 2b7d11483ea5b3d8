"""What moderators type, on any door: durations, ranks and mode letters.

Owns how these words are read.
"""

import re
from collections.abc import Sequence

from veche.core.commands import AskedChange
from veche.core.names import is_channel
from veche.core.state import MASK_LETTERS, MEMBER_LETTERS

_MINUTES = {"m": 1, "h": 60, "d": 1_440, "w": 10_080, "y": 525_600}
_DURATION = re.compile(r"(?:[0-9]{1,6}[ywdhm])+|[0-9]{1,8}", re.ASCII)
_PART = re.compile(r"([0-9]+)([ywdhm])")
_ACTS, _MOST_ACTS, _COUNT_DIGITS = 50, 10_000, 6
_ALWAYS = f"{MEMBER_LETTERS}{MASK_LETTERS}k"
_WHEN_ADDING = "lWfHE"

RANKS = {"founder": "q", "admin": "a", "operator": "o", "halfop": "h", "voice": "v", "none": ""}
"""Words for the member letters of an access list."""
RANK_WORDS = {letter: word for word, letter in RANKS.items()}


def minutes(word: str) -> int | None:
    """`90` or `1d12h` as minutes; None for what is no duration."""
    if not _DURATION.fullmatch(word):
        return None
    if word.isdigit():
        return int(word)
    return sum(int(number) * _MINUTES[unit] for number, unit in _PART.findall(word))


def rank(word: str) -> str:
    """The member letter that a word stands for; letters stay as they are, and `-` is none."""
    return "" if word == "-" else RANKS.get(word.lower(), word)


def ban_words(words: Sequence[str]) -> tuple[str, int, str]:
    """`[duration] mask reason ...` as mask, minutes and reason; there is at least one word."""
    lasting = minutes(words[0]) if len(words) > 1 else None
    rest = words if lasting is None else words[1:]
    return rest[0], lasting or 0, " ".join(rest[1:])


def audit_words(words: Sequence[str]) -> tuple[int, str]:
    """`[#channel] [count]` as count and channel; what is no count is passed over."""
    channel = words[0] if words and is_channel(words[0]) else ""
    counts = (word for word in words[bool(channel) :] if word.isascii() and word.isdigit())
    return min(int(next(counts, str(_ACTS))[:_COUNT_DIGITS]), _MOST_ACTS), channel


def mode_changes(words: Sequence[str]) -> tuple[AskedChange, ...]:
    """`+ov-l alice bob` as changes; there is at least one word."""
    given = iter(words[1:])
    adding = True
    changes = []
    for letter in words[0]:
        if letter in "+-":
            adding = letter == "+"
            continue
        takes = letter in _ALWAYS or (adding and letter in _WHEN_ADDING)
        changes.append(AskedChange(adding, letter, next(given, None) if takes else None))
    return tuple(changes)
