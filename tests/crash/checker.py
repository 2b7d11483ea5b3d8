"""Compares the log with what the writers know.

Owns the rules. Reads the database as a table, with no code of the server's but
the form of a msgid.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.crash.ledger import Ledger, Receipt
from veche.core.ids import to_msgid

_ROWS = """
    SELECT events.pos, id, conversation, seq, kind, body
    FROM events LEFT JOIN bodies ON bodies.pos = events.pos ORDER BY events.pos"""


@dataclass(frozen=True)
class Row:
    """An event as stored. `text` is None where it is no message."""

    pos: int
    id: int
    conversation: int | None
    seq: int | None
    text: str | None

    @property
    def receipt(self) -> Receipt:
        """What clients were to be told of it."""
        return Receipt(to_msgid(self.id), self.seq or 0)


def read_log(path: Path) -> list[Row]:
    """All events of a log that no server has open."""
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        rows = database.execute(_ROWS).fetchall()
    finally:
        database.close()
    return [
        Row(
            pos,
            id_,
            conversation,
            seq,
            json.loads(body)["text"] if kind == "message-sent" else None,
        )
        for pos, id_, conversation, seq, kind, body in rows
    ]


def faults(rows: Sequence[Row], ledgers: Iterable[Ledger]) -> list[str]:
    """All that is wrong; empty when every promise was kept."""
    notes = list(ledgers)
    stored: dict[str, list[Row]] = {}
    for row in rows:
        if row.text is not None:
            stored.setdefault(row.text, []).append(row)
    found = [complaint for ledger in notes for complaint in ledger.complaints]
    found += _numbering(rows)
    found += [f"{text!r} is stored {len(r)} times" for text, r in stored.items() if len(r) > 1]
    for ledger in notes:
        found += _missing("acknowledged", ledger.acknowledged, stored)
        found += _missing("delivered", ledger.seen, stored)
    return found


def _numbering(rows: Sequence[Row]) -> Iterator[str]:
    """Ids and positions are unique, and each conversation is numbered 1, 2, 3 in log order."""
    newest: dict[int, int] = {}
    ids: set[int] = set()
    for place, row in enumerate(rows, 1):
        if row.pos != place:
            yield f"the record after {place - 1} has position {row.pos}"
            return
        if row.id in ids:
            yield f"id {row.id} is used twice"
        ids.add(row.id)
        if row.conversation is None:
            continue
        before = newest.get(row.conversation, 0)
        if row.seq != before + 1:
            yield f"in conversation {row.conversation}, {row.seq} follows {before}"
        newest[row.conversation] = row.seq or 0


def _missing(what: str, known: dict[str, Receipt], stored: dict[str, list[Row]]) -> Iterator[str]:
    for text, receipt in known.items():
        rows = stored.get(text, ())
        if not rows:
            yield f"{text!r} was {what} and is lost"
        elif all(row.receipt != receipt for row in rows):
            yield f"{text!r} was {what} as {receipt} and is stored as {rows[0].receipt}"
