"""`python -m tests.crash --kills 2000`: as many kills as wanted, on a log of any length."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.crash.driver import BACK_S, log_file, run
from tests.crash.filling import fill


def main() -> int:
    """Run, print what was found, and return 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, help="of the moments; a random one is printed")
    parser.add_argument("--messages-before", type=int, default=0, help="in the log at the start")
    parser.add_argument("--data", type=Path, help="an empty folder, kept; else a temporary one")
    options = parser.parse_args()
    seed = random.randrange(1 << 32) if options.seed is None else options.seed
    print(f"--kills {options.kills} --seed {seed} --messages-before {options.messages_before}")
    with tempfile.TemporaryDirectory(prefix="veche-crash-") as folder:
        data = options.data or Path(folder) / "data"
        if options.messages_before:
            fill(data, options.messages_before)
            print(f"{log_file(data).stat().st_size / 1e6:,.0f} MB of log")
        outcome = run(data, options.kills, seed)
    first, *later = outcome.ready_s
    print(
        f"{outcome.kills} kills; {outcome.said} messages said, {outcome.acknowledged} "
        f"acknowledged, {outcome.stored} in the log; ready in {first:.2f} s at first, "
        f"then in {max(later, default=0.0):.2f} s at most (limit {BACK_S} s)"
    )
    for fault in outcome.faults[:50]:
        print(f"  {fault}")
    if max(outcome.ready_s) >= BACK_S:
        outcome.faults.append("too slow")
        print(f"  {sum(t >= BACK_S for t in outcome.ready_s)} starts took too long")
    print("FAILED" if outcome.faults else "ok")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
