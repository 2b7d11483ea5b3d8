"""What an entry says, as pieces that each have a look of their own.

Owns the words around names and texts, and their roles. Must not know colours or rows.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.labels import Labels

_LINK = re.compile(r"\b(?:https?|ircs?)://[^\s<>\"]+", re.IGNORECASE)
_FURTHER = "\n  "
_NOT_AT_END_OF_LINK = ".,;:!?'\")]}…"


class Role(Enum):
    """What a piece is for."""

    TEXT = auto()
    NICK = auto()
    OWN_NICK = auto()
    FAINT = auto()
    MENTION = auto()
    PENDING = auto()
    FAILED = auto()
    DAY = auto()
    UNREAD = auto()


class Look(NamedTuple):
    """How a piece looks: its role, whose colour it has, and what lies over it."""

    role: Role
    name: str = ""
    link: bool = False
    found: bool = False


class Piece(NamedTuple):
    """A text with one look."""

    text: str
    look: Look


FAINT = Look(Role.FAINT)


def nick_look(entry: Entry) -> Look:
    """Return how the name of who spoke looks."""
    return Look(Role.OWN_NICK if entry.own else Role.NICK, entry.who)


def body(entry: Entry, labels: Labels, aligned: bool) -> list[Piece]:
    """Return what stands in the text column; names stand there too unless `aligned`.

    Of JOINED, LEFT and RENAMED it does not tell: those are folded.
    """
    # Where names are in the text, no further line may read like what somebody else has said.
    lines = entry.text if aligned else entry.text.replace("\n", _FURTHER)
    text = Piece(lines, _text_look(entry))
    pieces = [text]
    if entry.kind is EntryKind.ACTION:
        pieces = [Piece(entry.who, nick_look(entry)), Piece(" ", FAINT), text]
        if not aligned:
            pieces.insert(0, Piece("* ", FAINT))
    elif entry.kind is EntryKind.STATUS:
        pieces = [*_bullet(aligned), text]
    elif not aligned:
        before, after = ("-", "- ") if entry.kind is EntryKind.NOTICE else ("", ": ")
        pieces = [Piece(before, FAINT), Piece(entry.who, nick_look(entry)), Piece(after, FAINT)]
        pieces.append(text)
    if entry.edits:
        pieces.append(Piece(labels.edited, FAINT))
    if entry.failed:
        pieces.append(Piece(labels.not_sent.format(reason=entry.reason), Look(Role.FAILED)))
    return pieces


def folded(text: str, aligned: bool) -> list[Piece]:
    """Return what stands in the text column for who came and went."""
    return [*_bullet(aligned), Piece(text, FAINT)]


def split(piece: Piece, found: str) -> Iterator[Piece]:
    """Give the parts of `piece`: its links, and where it holds `found` (casefolded, not "")."""
    text, look = piece
    links = [_trimmed(match.span(), text) for match in _LINK.finditer(text)]
    places = _places(text, found) if found else []
    cuts = sorted({0, len(text), *(cut for span in links + places for cut in span)})
    for start, end in pairwise(cuts):
        yield Piece(
            text[start:end],
            look._replace(link=_within(start, links), found=_within(start, places)),
        )


def _text_look(entry: Entry) -> Look:
    if entry.kind is EntryKind.STATUS:
        return FAINT
    if entry.failed:
        return Look(Role.FAILED)
    if entry.pending is not None:
        return Look(Role.PENDING)
    return Look(Role.MENTION if entry.mention else Role.TEXT)


def _bullet(aligned: bool) -> list[Piece]:
    return [] if aligned else [Piece("· ", FAINT)]


def _trimmed(span: tuple[int, int], text: str) -> tuple[int, int]:
    start, end = span
    return start, start + len(text[start:end].rstrip(_NOT_AT_END_OF_LINK))


def _places(text: str, found: str) -> list[tuple[int, int]]:
    """Where the casefolded text holds `found`; a letter may fold to several ("ß": "ss")."""
    origins: list[int] = []
    folded_text = ""
    if (lowered := text.casefold()) and len(lowered) == len(text):
        folded_text, origins = lowered, list(range(len(text)))
    else:
        letters = [letter.casefold() for letter in text]
        folded_text = "".join(letters)
        origins = [index for index, letter in enumerate(letters) for _ in letter]
    places = []
    at = folded_text.find(found)
    while at >= 0:
        places.append((origins[at], origins[at + len(found) - 1] + 1))
        at = folded_text.find(found, at + len(found))
    return places


def _within(index: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= index < end for start, end in spans)
