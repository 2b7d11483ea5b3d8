"""The rows of one entry.

Owns what stands in each column, and that no row is wider than it may be. Must not know which
entries there are, nor what a look looks like.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from veche.terminal.screen.cells import fit, indices, shape, width
from veche.terminal.screen.columns import Columns
from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.labels import Labels
from veche.terminal.screen.pieces import FAINT, Look, Piece, Role, nick_look, split
from veche.terminal.screen.wrapping import wrap

Row = list[Piece]

_MENTION, _PENDING, _FAILED = "▌", "…", "✗"
_LINE = "─"


def day_row(day: date, today: date, labels: Labels, cells: int) -> Row:
    """Return the line before what was said on `day`."""
    return _rule(labels.day(day, today), Look(Role.DAY), cells)


def unread_row(labels: Labels, cells: int) -> Row:
    """Return the line before what is unread."""
    return _rule(labels.unread, Look(Role.UNREAD), cells)


def entry_rows(
    entry: Entry,
    at: datetime | None,
    pieces: list[Piece],
    columns: Columns,
    *,
    named: bool,
    found: str = "",
) -> list[Row]:
    """Return the rows of `entry`, which says `pieces`, at the local time `at`.

    `named`: with its name, where names have a column. `found`: casefolded, what is to be marked.
    """
    lead = _lead(entry, at, columns, named)
    rows = []
    for row in _wrapped(pieces, columns.text, found):
        rows.append(lead + row)
        lead = [Piece(" " * columns.lead, FAINT)]
    return rows


def body_shape(pieces: Iterable[Piece]) -> str:
    """Return the shape that decides how the pieces wrap."""
    return "".join(shape(piece.text) for piece in pieces)


def _lead(entry: Entry, at: datetime | None, columns: Columns, named: bool) -> Row:
    lead = []
    if columns.time:
        lead.append(Piece(f"{at:%H:%M}" if at else " " * columns.time, FAINT))
    if columns.nick:
        name, look = _nick(entry) if named else ("", FAINT)
        name = fit(name, columns.nick)
        lead += [
            Piece(" " * (1 + columns.nick - width(name)), FAINT),
            Piece(name, look),
            Piece(" ", FAINT),
        ]
    lead.append(_mark(entry))
    if columns.nick:
        lead.append(Piece(" ", FAINT))
    return lead


def _nick(entry: Entry) -> tuple[str, Look]:
    match entry.kind:
        case EntryKind.SAID:
            return entry.who, nick_look(entry)
        case EntryKind.NOTICE:
            return f"-{entry.who}-", nick_look(entry)
        case EntryKind.ACTION:
            return "*", FAINT
        case _:
            return "·", FAINT


def _mark(entry: Entry) -> Piece:
    if entry.failed:
        return Piece(_FAILED, Look(Role.FAILED))
    if entry.pending is not None:
        return Piece(_PENDING, FAINT)
    if entry.mention:
        return Piece(_MENTION, Look(Role.MENTION))
    return Piece(" ", FAINT)


def _wrapped(pieces: list[Piece], cells: int, found: str) -> Iterator[Row]:
    """Wrap the pieces as one text, each keeping its look."""
    text = "".join(piece.text for piece in pieces)
    cell_shape = body_shape(pieces)
    starts = None if cell_shape is text or cell_shape == text else indices(text)
    parts = [part for piece in pieces for part in split(piece, found)]
    for first, end in wrap(cell_shape, cells):
        if starts is None:
            yield _cut(parts, first, end)
        else:
            yield _cut(parts, starts[first], starts[end])


def _cut(parts: list[Piece], start: int, end: int) -> Row:
    row, at = [], 0
    for text, look in parts:
        piece = text[max(0, start - at) : max(0, end - at)]
        if piece:
            row.append(Piece(piece, look))
        at += len(text)
        if at >= end:
            break
    return row


def _rule(title: str, look: Look, cells: int) -> Row:
    title = fit(f" {title} ", cells - 2)
    left = (cells - width(title)) // 2
    right = cells - left - width(title)
    return [Piece(_LINE * left + title + _LINE * right, look)]
