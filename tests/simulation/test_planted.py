"""The simulation finds bugs: each of those that are put in, and by the checker that is for it."""

import pytest

from tests.simulation.plants import PLANTS
from tests.simulation.run import Failure, run

MOST_SEEDS = 150
SPOKEN_OF = [name for name, (_, checkers) in PLANTS.items() if checkers]


def run_many() -> None:
    """Run seed after seed. Raises the first `Failure`."""
    for seed in range(MOST_SEEDS):
        run(seed)


@pytest.mark.parametrize("name", SPOKEN_OF)
def test_it_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some seed speaks, and says how to see it again."""
    plant, checkers = PLANTS[name]
    plant(monkeypatch.setattr)
    with pytest.raises(Failure) as found:
        run_many()
    assert found.value.checker in checkers, found.value
    assert f"--seed {found.value.seed} " in str(found.value)


def test_a_seed_that_speaks_is_silent_without_the_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the bug that is found, and not the seed."""
    with monkeypatch.context() as patched:
        PLANTS["forget-keys"][0](patched.setattr)
        with pytest.raises(Failure) as found:
            run_many()
    run(found.value.seed)
