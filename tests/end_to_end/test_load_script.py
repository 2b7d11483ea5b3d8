"""The load script still runs, at a size that measures nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

SMALL = {
    "--one-channel": ("deliveries/s", "--members", "20", "--senders", "2", "--seconds", "0.2"),
    "--many-channels": ("CPU us/delivery", "--channels", "3", "--seconds", "0.2"),
    "--latency": ("p99 ms", "--members", "20", "--seconds", "0.3"),
    "--memory": ("KiB/connection", "--channels", "2", "--members", "10"),
}


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the script pins processes")
@pytest.mark.parametrize("workload", SMALL)
def test_a_small_load(workload: str) -> None:
    """It prints its figure, after it has counted that everybody got everything."""
    figure, *size = SMALL[workload]
    cores = sorted(os.sched_getaffinity(0))
    pinned = ["--server-core", str(cores[0]), "--generator-core", str(cores[-1])]
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", workload, "--runs", "1", *size, *pinned],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert figure in done.stdout
