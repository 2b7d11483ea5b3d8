"""50 kills under load; `python -m tests.crash` does any number."""

from pathlib import Path

import pytest

from tests.crash.driver import run

PARTS = 5
KILLS = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_promised_is_lost(tmp_path: Path, part: int) -> None:
    """Acknowledged messages are there once, and numbers have no gaps.

    How soon it is back, `python -m tests.crash` says, on a machine that does nothing else.
    """
    outcome = run(tmp_path / "data", KILLS, seed=part)
    assert outcome.faults == []
    assert outcome.kills == KILLS
    assert outcome.acknowledged >= KILLS, "there was hardly any load"
