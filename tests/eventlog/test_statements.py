"""How the rows of a batch are grouped into statements."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from veche.eventlog.statements import EXACT, LARGEST, flattened, groups, insert, statement


@given(st.integers(0, 2_000))
def test_groups_hold_all_rows_in_order(count: int) -> None:
    """Nothing is lost, and only sizes occur whose statements can be remembered."""
    rows = [(number,) for number in range(count)]
    found = [list(group) for group in groups(rows)]
    assert [row for group in found for row in group] == rows
    allowed = {*range(1, EXACT + 1), *(1 << bit for bit in range(LARGEST.bit_length()))}
    assert {len(group) for group in found} <= allowed


def test_few_statements() -> None:
    """What fits is one statement; a large batch is a handful."""
    sizes = {count: [len(g) for g in groups([(1,)] * count)] for count in (1, 32, 100, 500, 1_100)}
    assert sizes == {
        1: [1],
        32: [32],
        100: [64, 32, 4],
        500: [256, 128, 64, 32, 20],
        1_100: [512, 512, 64, 12],
    }


def test_insert() -> None:
    """Values of every type arrive as they were."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE things (number INTEGER, name TEXT, data BLOB)")
    rows = [(number, f"имя {number}", None if number % 2 else b"\0") for number in range(70)]
    insert(database, "things", rows)
    insert(database, "things", [])
    assert database.execute("SELECT * FROM things ORDER BY number").fetchall() == rows
    database.close()


def test_text_of_a_statement() -> None:
    """The table, and one placeholder for each value."""
    assert statement("things", 2, 3) == "INSERT INTO things VALUES (?,?),(?,?),(?,?)"
    assert flattened([(1, 2), (3, 4)]) == [1, 2, 3, 4]
