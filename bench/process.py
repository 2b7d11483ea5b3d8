"""What the kernel says of a process: processor time and memory.

Owns the reading of /proc (Linux, proc(5)). Knows nothing of the server.
"""

import os
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def cpu_s(pid: int) -> float:
    """Seconds of processor time, user and system, of all threads so far; in steps of 10 ms."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    # The name in parentheses may hold anything; what follows it begins with field 3.
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S


def memory_kib(pid: int) -> int:
    """KiB that are the process's own in memory or swapped out; the kernel's buffers are not."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    sizes = {
        name: int(rest.split()[0])
        for name, _, rest in (line.partition(":") for line in status.splitlines())
        if name in ("VmRSS", "VmSwap")
    }
    return sum(sizes.values())


def machine_load() -> str:
    """The load averages, to be printed beside what was measured."""
    return " ".join(f"{load:.2f}" for load in os.getloadavg())
