"""Load on a server of its own: `python -m bench.load [--one-channel] [--many-channels] ...`.

Owns the command line and the table. The server is pinned to one core and this
generator to another, so that each is seen to have a whole one; durability and
all else is as shipped, except that nothing else runs on the server. Before the
figures of a flood are printed, each member's lines have been counted against
what was said.
"""

import argparse
import os
import platform
import resource
import statistics
import sys
from collections.abc import Callable

from bench.process import machine_load
from bench.workloads import Figures, Size, flood, latency, memory
from tests.harness import ServerProcess

_BUSY_PERCENT = 90.0  # a generator busier than this may be what is measured

_WORKLOADS: dict[str, tuple[str, Callable[[ServerProcess, Size], Figures], Size]] = {
    "one_channel": ("one channel, 10 senders flat out", flood, Size(1, 1000, 10)),
    "many_channels": ("many channels, a sender in each, flat out", flood, Size(200, 10, 1)),
    "latency": ("one channel at 20 messages/s", latency, Size(1, 1000, 1, seconds=15.0)),
    "memory": ("idle joined connections", memory, Size(50, 100, 0)),
}


def main() -> int:
    """Run what was asked for (all, if nothing was) and print a table of medians."""
    options = _options()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, hard), hard))
    wanted = [name for name in _WORKLOADS if getattr(options, name)] or list(_WORKLOADS)
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; "
        f"generator Python {platform.python_version()}; load average {machine_load()}"
    )
    for name in wanted:
        title, run, size = _WORKLOADS[name]
        _report(title, _scaled(size, options), run, options)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    for name, (title, _, _) in _WORKLOADS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", action="store_true", help=title)
    parser.add_argument("--runs", type=int, default=3, help="each on a new server; medians")
    parser.add_argument("--seconds", type=float, help="the measured window")
    parser.add_argument("--channels", type=int)
    parser.add_argument("--members", type=int, help="in each channel")
    parser.add_argument("--senders", type=int, help="in each channel")
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--generator-core", type=int, default=1)
    parser.add_argument("--python", default=sys.executable, help="the server's interpreter")
    parser.add_argument("--server-args", default="", help="more arguments for `veche serve`")
    return parser.parse_args()


def _scaled(size: Size, options: argparse.Namespace) -> Size:
    return Size(
        options.channels or size.channels,
        options.members or size.members,
        size.senders if options.senders is None else options.senders,
        options.seconds or size.seconds,
    )


def _report(
    title: str,
    size: Size,
    run: Callable[[ServerProcess, Size], Figures],
    options: argparse.Namespace,
) -> None:
    print(f"\n{title}: {size.channels} x {size.members}, load average {machine_load()}")
    results = [_once(run, size, options) for _ in range(options.runs)]
    for name in results[0]:
        values = [result[name] for result in results]
        every = "  ".join(f"{value:,.2f}" for value in values)
        print(f"  {name:<18}{statistics.median(values):>16,.2f}   ({every})")
    if any(result.get("generator core %", 0.0) > _BUSY_PERCENT for result in results):
        print("  The generator was out of breath: the server may be faster than this.")


def _once(
    run: Callable[[ServerProcess, Size], Figures], size: Size, options: argparse.Namespace
) -> Figures:
    # A process begins on the cores of the thread that starts it, with all its threads.
    os.sched_setaffinity(0, {options.server_core})
    with ServerProcess(python=(options.python,), args=options.server_args.split()) as server:
        os.sched_setaffinity(0, {options.generator_core})
        return run(server, size)


if __name__ == "__main__":
    sys.exit(main())
