"""What the server counts.

Owns the names of the counters. Each thread has counters of its own, plain
integers that only it changes; a reader sums them and may see them a moment old.
"""

from collections.abc import Iterable
from typing import ClassVar


class Counters:
    """Integers by name, from zero. Subclasses list them in `__slots__`."""

    __slots__: ClassVar[tuple[str, ...]] = ()
    part: ClassVar[str] = ""

    def __init__(self) -> None:
        for name in self.__slots__:
            setattr(self, name, 0)

    def values(self) -> dict[str, int]:
        """The counts by their names."""
        return {name: getattr(self, name) for name in self.__slots__}


class WorkerCounters(Counters):
    """Of one worker."""

    part = "worker"
    __slots__ = (
        "answers",
        "asks",
        "batches",
        "bugs",
        "bytes_read",
        "bytes_written",
        "deliveries",
        "handed_over",
        "jobs_done",
        "jobs_shed",
        "protocol_errors",
        "sendq_exceeded",
        "sessions_closed",
        "sessions_opened",
        "throttled",
        "writes",
    )
    answers: int
    asks: int
    batches: int
    bugs: int
    bytes_read: int
    bytes_written: int
    deliveries: int
    handed_over: int
    jobs_done: int
    jobs_shed: int
    protocol_errors: int
    sendq_exceeded: int
    sessions_closed: int
    sessions_opened: int
    throttled: int
    writes: int


class HubCounters(Counters):
    """Of the hub's thread."""

    part = "hub"
    __slots__ = (
        "append_failures",
        "asks",
        "batches",
        "outs",
        "records",
        "snapshots",
        "stalls",
    )
    append_failures: int
    asks: int
    batches: int
    outs: int
    records: int
    snapshots: int
    stalls: int


class DoorCounters(Counters):
    """Of accepting."""

    part = "door"
    __slots__ = ("accepted", "out_of_files", "refused")
    accepted: int
    out_of_files: int
    refused: int


class PushCounters(Counters):
    """Of what is sent to push services."""

    part = "push"
    __slots__ = ("failed", "gone", "left_out", "sent")
    failed: int
    gone: int
    left_out: int
    sent: int


def connected(counters: Iterable[WorkerCounters]) -> int:
    """How many sessions there are, with a user or without. From any thread."""
    return sum(each.sessions_opened - each.sessions_closed for each in counters)


def totals(*groups: Iterable[Counters]) -> dict[str, int]:
    """All counts by the names that Prometheus gives to counters, summed over the threads."""
    sums: dict[str, int] = {}
    for group in groups:
        for counters in group:
            for name, value in counters.values().items():
                full = f"veche_{counters.part}_{name}_total"
                sums[full] = sums.get(full, 0) + value
    return sums
