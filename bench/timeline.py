"""The timeline of the full screen with many messages: `python -m bench.timeline [--entries N]`.

Owns the conversation, the steps and the table. Each step is timed in processor time from the call
until everything that follows from it is painted, in an application that draws to nowhere. What an
idle screen takes in the meantime is measured first and taken off.
"""

import argparse
import asyncio
import platform
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from bench.process import machine_load
from veche.terminal.screen.entries import Entries, Entry, EntryKind
from veche.terminal.screen.timeline import Timeline

_TEXTS = (
    "yes",
    "I have put the new build on the staging machine; please look at it before we let it out.",
    "see https://ci.example/builds/4711?verbose=1 for all of it, the third step is the slow one",
    "У меня всё собирается, но тесты на старой машине идут больше двадцати минут.",
    "こんにちは。新しいバージョンを試しました。とても速いですね。メモリの使用量も減っています。",
    "👩‍👩‍👧 done 🎉🎉",
    "so be it. " * 30,
)
_NICKS = ("alice", "bob", "Константин", "山田", "a_rather_long_nickname")
_START = datetime(2026, 1, 1, tzinfo=UTC)


class _Screen(App[None]):
    def compose(self) -> ComposeResult:
        yield Timeline(zone=UTC)


def main() -> int:
    """Measure, and print a table of medians and maxima in ms."""
    parser = argparse.ArgumentParser(prog="python -m bench.timeline", description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=200, help="of each kind")
    options = parser.parse_args()
    print(
        f"{platform.machine()}, Python {platform.python_version()}; load average {machine_load()}\n"
        f"{options.entries:,} entries, 120 x 36; ms: median, maximum"
    )
    asyncio.run(_measure(options.entries, options.steps))
    return 0


async def _measure(count: int, steps: int) -> None:
    conversations = [_conversation(count), _conversation(count)]
    shown = conversations[0]
    app = _Screen()
    async with app.run_test(size=(120, 36)) as pilot:
        timeline = app.query_one(Timeline)
        timeline.show(conversations[1])
        timeline.show(shown)
        await pilot.pause()
        idle = statistics.median([await _once(pilot, _nothing) for _ in range(steps)])

        async def report(name: str, step: Callable[[int], object], times: int = steps) -> None:
            spent = [await _once(pilot, partial(step, n)) - idle for n in range(times)]
            print(f"  {name:<44}{statistics.median(spent):>8.2f}{max(spent):>8.2f}")

        calls = [_timed(partial(shown.add, _entry(count + n))) for n in range(steps)]
        print(f"  {'append, the call alone':<44}{statistics.median(calls):>8.2f}{max(calls):>8.2f}")
        await report("the same rows painted again", lambda _: timeline.refresh())
        await report("append at the end, painted", lambda n: shown.add(_entry(count + n)))
        await report("scroll by 3 rows, painted", lambda _: timeline.action_move(-3))
        await report("append while scrolled up, painted", lambda n: shown.add(_entry(count + n)))
        await report("a page up, painted", lambda _: timeline.action_move_page(-1))
        older = [_entry(-n) for n in range(50, 0, -1)]
        await report("50 older messages before all, painted", lambda _: shown.prepend(older), 10)
        await report("another conversation, painted", lambda n: timeline.show(conversations[n % 2]))
        layout = timeline.layout_shown
        await report("wrap all for another width", lambda n: layout.resize(60 + n % 80), 20)
        spent = [await _resize(pilot, n) for n in range(20)]
        print(f"  {'resize, painted':<44}{statistics.median(spent):>8.2f}{max(spent):>8.2f}")


async def _once(pilot: Pilot[None], step: Callable[[], object]) -> float:
    began = time.process_time()
    step()
    await pilot.pause()
    return (time.process_time() - began) * 1000


async def _resize(pilot: Pilot[None], number: int) -> float:
    began = time.process_time()
    await pilot.resize_terminal(80 + number % 2 * 40, 36)
    await pilot.pause()
    return (time.process_time() - began) * 1000


def _timed(step: Callable[[], object]) -> float:
    began = time.perf_counter()
    step()
    return (time.perf_counter() - began) * 1000


def _nothing() -> None:
    pass


def _conversation(count: int) -> Entries:
    entries = Entries()
    for number in range(count):
        entries.add(_entry(number))
    return entries


def _entry(number: int) -> Entry:
    who, at = _NICKS[number // 3 % len(_NICKS)], _START + timedelta(minutes=number)
    if number % 11 == 0:
        return Entry(EntryKind.JOINED, who=who, at=at)
    return Entry(EntryKind.SAID, _TEXTS[number % len(_TEXTS)], who, at)


if __name__ == "__main__":
    sys.exit(main())
