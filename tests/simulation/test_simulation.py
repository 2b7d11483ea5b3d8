"""Hundreds of seeds: nothing lost, doubled, out of order, seen too early or by the wrong people.

Another seed, or the same again: `python -m tests.simulation --seed N --trace`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.run import run

ROOT = Path(__file__).parent.parent.parent
CHUNKS = 10
SEEDS_PER_CHUNK = 50


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nothing_is_found(chunk: int) -> None:
    """Fifty seeds, and in them enough crashes and records for that to mean something."""
    first = chunk * SEEDS_PER_CHUNK
    outcomes = [run(seed) for seed in range(first, first + SEEDS_PER_CHUNK)]
    assert len({outcome.digest for outcome in outcomes}) == SEEDS_PER_CHUNK
    assert sum(outcome.lives for outcome in outcomes) > 1.5 * SEEDS_PER_CHUNK
    assert sum(outcome.records for outcome in outcomes) > 80 * SEEDS_PER_CHUNK


def digests(hash_seed: int, seed: int, count: int, *options: str) -> list[str]:
    """What a process with this hash seed prints for so many seeds."""
    places = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    command = [sys.executable, "-m", "tests.simulation", "--seed", str(seed)]
    done = subprocess.run(
        [*command, "--count", str(count), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": places, "PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    return done.stdout.splitlines()


def test_a_seed_is_the_same_everywhere() -> None:
    """To the byte: in this process, in others, and whatever the order of sets there."""
    one = digests(1, 3, 8)
    assert len(one) == 8
    assert digests(4242, 3, 8) == one
    assert run(3).digest in one[0]


def test_an_order_that_differs_is_seen() -> None:
    """Members out of a set: no checker could object, but two processes do not agree."""
    assert digests(1, 3, 3, "--plant", "iterate-set") != digests(2, 3, 3, "--plant", "iterate-set")
