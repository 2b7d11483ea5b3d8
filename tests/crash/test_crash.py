"""50 kills under load; `python -m tests.crash` does any number."""

from pathlib import Path

import pytest

from tests.crash.driver import BACK_S, run

PARTS = 5
KILLS = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_promised_is_lost(tmp_path: Path, part: int) -> None:
    """Acknowledged messages are there once, numbers have no gaps, and it is back in 2 s."""
    outcome = run(tmp_path / "data", KILLS, seed=part)
    assert outcome.faults == []
    assert outcome.kills == KILLS
    assert outcome.acknowledged >= KILLS, "there was hardly any load"
    assert max(outcome.ready_s) < BACK_S
