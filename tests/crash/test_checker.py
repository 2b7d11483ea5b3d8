"""The checker finds what is planted: a check that never fails proves nothing."""

from dataclasses import replace

import pytest

from tests.crash.checker import Row, faults
from tests.crash.ledger import Ledger


def _log(count: int = 5) -> list[Row]:
    """Messages in one conversation, with what comes without a number between them."""
    rows = [Row(1, 101, None, None, None), Row(2, 102, 7, 1, None)]
    return rows + [Row(n + 2, n + 102, 7, n + 1, f"text {n}") for n in range(1, count + 1)]


def _ledger(rows: list[Row]) -> Ledger:
    ledger = Ledger()
    for row in rows:
        if row.text is not None:
            ledger.see(row.text, row.receipt)
            ledger.acknowledge(row.text, row.receipt)
    return ledger


def _renumbered(rows: list[Row]) -> list[Row]:
    """The rows with positions and numbers as if nothing had happened."""
    count = 0
    made = []
    for pos, row in enumerate(rows, 1):
        count += row.conversation is not None
        made.append(replace(row, pos=pos, seq=count if row.conversation is not None else None))
    return made


def test_a_good_log_is_good() -> None:
    """Also with messages that nobody was told of: their authors did not live to see it."""
    rows = _log()
    assert faults(rows, [_ledger(rows), Ledger(), _ledger(rows[:-2])]) == []


def test_a_lost_message_is_found() -> None:
    """Even when the log closed the gap over it."""
    rows = _log()
    found = faults(_renumbered([*rows[:3], *rows[4:]]), [_ledger(rows)])
    assert "'text 2' was acknowledged and is lost" in found
    assert "'text 2' was delivered and is lost" in found


def test_a_doubled_message_is_found() -> None:
    """Under two ids."""
    rows = _log()
    doubled = [*rows, Row(8, 200, 7, 7, "text 3")]
    assert faults(doubled, [_ledger(rows)]) == ["'text 3' is stored 2 times"]


def test_a_gap_is_found() -> None:
    """In a conversation, and in the log."""
    rows = _log()
    gap = [replace(row, seq=row.seq + 1) if row.seq and row.seq > 3 else row for row in rows]
    assert "in conversation 7, 5 follows 3" in faults(gap, [])
    assert faults([rows[0], *rows[2:]], []) == ["the record after 1 has position 3"]


def test_a_number_used_twice_is_found() -> None:
    """A sequence number, and an id."""
    rows = _log()
    twice = [*rows[:-1], replace(rows[-1], seq=rows[-2].seq)]
    assert "in conversation 7, 5 follows 5" in faults(twice, [])
    twice = [*rows[:-1], replace(rows[-1], id=rows[-2].id)]
    assert f"id {rows[-2].id} is used twice" in faults(twice, [])


@pytest.mark.parametrize("change", [{"id": 300}, {"text": "other"}])
def test_a_changed_message_is_found(change: dict[str, object]) -> None:
    """What was acknowledged under one name is there under another."""
    rows = _log()
    changed = [*rows[:-1], replace(rows[-1], **change)]  # type: ignore[arg-type]
    found = faults(changed, [_ledger(rows)])
    assert len(found) == 2
    assert all("text 5" in fault for fault in found)


def test_two_acknowledgements_that_differ_are_found() -> None:
    """Sent again under its key, a message has the name it had."""
    rows = _log()
    ledger = _ledger(rows)
    ledger.acknowledge("text 1", rows[3].receipt)
    assert len(faults(rows, [ledger])) == 1
