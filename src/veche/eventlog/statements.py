"""The INSERT statements of a batch: few, so that beside a busy thread it commits soon.

Owns how rows are grouped into statements. Each statement lets go of the GIL
and has to win it back, up to a switch interval later; so one for each row is
out of the question. Several rows in one VALUES cost a third less than
`INSERT ... SELECT ... FROM json_each(?)`, which makes and parses JSON anew.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

EXACT = 32  # up to here there is a statement for every number of rows
LARGEST = 512  # beyond it one for each power of two: 500 rows are 256 + 128 + 64 + 32 + 20
# For three tables that is 108 statements; a connection remembers 128 once they are prepared.


def insert(database: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert the rows, which fill every column of the table."""
    if not rows:
        return
    columns = len(rows[0])
    for group in groups(rows):
        database.execute(statement(table, columns, len(group)), flattened(group))


def groups(rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The rows in order, in groups of such sizes as there are statements for."""
    start = 0
    while (left := len(rows) - start) > EXACT:
        size = min(LARGEST, 1 << left.bit_length() - 1)
        yield rows[start : start + size]
        start += size
    if left:
        yield rows[start:]


def flattened(rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    """All values of all rows."""
    return [value for row in rows for value in row]


@cache
def statement(table: str, columns: int, rows: int) -> str:
    """The text that inserts so many rows. Both names and numbers are ours, never input."""
    row = f"({','.join('?' * columns)})"
    return f"INSERT INTO {table} VALUES {','.join([row] * rows)}"
