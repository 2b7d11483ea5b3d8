"""`python -m tests.simulation --seed N [--steps M] [--trace]`: one seed, again and the same."""

import argparse
import sys

from tests.simulation.plants import PLANTS
from tests.simulation.run import STEPS, Failure, run


def main() -> int:
    """Run the seed and print its digest; 1 when it found something."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, default=STEPS, help="acts and faults, default 200")
    parser.add_argument("--count", type=int, default=1, help="so many seeds from there")
    parser.add_argument("--trace", action="store_true", help="print all that is read and stored")
    parser.add_argument("--plant", choices=PLANTS, help="put this bug in, to see it found")
    options = parser.parse_args()
    if options.plant:
        PLANTS[options.plant][0](setattr)
    found = 0
    for seed in range(options.seed, options.seed + options.count):
        try:
            outcome = run(seed, options.steps, trace=options.trace)
        except Failure as failure:
            found = 1
            print(failure)
        else:
            print(
                f"seed {seed}: {outcome.digest}, {outcome.records} records,"
                f" {outcome.lives} lives, {outcome.seconds:.1f} s"
            )
    return found


if __name__ == "__main__":
    sys.exit(main())
