"""What has to be right before the first thread starts, and the sentence when it is not.

Owns reading the state back, and the settings of the process itself.
"""

import gc
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

from veche.core import snapshot
from veche.core.erasures import erasures
from veche.core.events import Stored
from veche.core.hub import Hub
from veche.core.ids import Id
from veche.core.limits import Limits
from veche.core.snapshot import SnapshotError
from veche.core.state import State
from veche.eventlog.base import LogError
from veche.eventlog.sqlite import SqliteLog

_SWITCH_S = 0.0005
"""With the GIL: how long a thread keeps it when others want it. Measured beside a busy thread:
commits take 2 to 3 ms with this, 6 to 17 ms with the default of 5 ms."""
_YOUNG_OBJECTS = 20_000
"""Allocations between two young collections: the default of 700 is for programs with cycles."""


class StartError(Exception):
    """The server cannot start. The text is one sentence for the person who starts it."""


def load_hub(log: SqliteLog, limits: Limits, lobby: str) -> Hub:
    """The hub as the log left it. Raises LogError.

    What was taken back and could not be erased before the end of the last life is erased now.
    """
    found, newer = log.load()
    hub = Hub(State(), limits, lobby)
    if found is not None:
        try:
            hub = Hub(snapshot.load(found.version, found.data), limits, lobby)
        except SnapshotError:
            newer = log.records()
        else:
            hub.pos = found.pos
    taken_back: list[Id] = []
    hub.replay(_noting(newer, taken_back))
    if taken_back:
        with suppress(LogError):  # the disk may be full just now; the next start tries again
            log.erase(taken_back, lambda: None)
    return hub


def _noting(stored: Iterable[Stored], taken_back: list[Id]) -> Iterator[Stored]:
    for item in stored:
        taken_back += erasures((item,))
        yield item


def has_gil() -> bool:
    """Whether this Python runs one thread's bytecode at a time."""
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def default_workers() -> int:
    """How many workers serve this machine best."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(2 if has_gil() else 4, cores or 1))


def raise_file_limit() -> int:
    """Allow as many open files as we may; returns how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):  # macOS says "unlimited" and means less
            return soft
    return hard


def settle_interpreter() -> None:
    """Once everything is made: fair turns for threads, and a collector that leaves it alone."""
    if has_gil():
        sys.setswitchinterval(_SWITCH_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 20, 50)


def sentence(text: str) -> str:
    """With a capital letter and a full stop, as all that is said at the start."""
    text = text[:1].upper() + text[1:] if text[:1].islower() else text
    return text if text.endswith(".") else f"{text}."


def shown(asked: str, bound: str) -> str:
    """The host to tell people: as it was asked for, but one that can be connected to."""
    if bound in ("0.0.0.0", "::"):
        return "127.0.0.1" if bound == "0.0.0.0" else "::1"
    return asked or bound
