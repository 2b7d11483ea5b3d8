"""Counters: every one has a name that Prometheus takes."""

import re

from veche.server.telemetry import DoorCounters, HubCounters, WorkerCounters, connected, totals


def test_they_begin_at_zero_and_are_summed() -> None:
    """Over the threads; the parts stay apart."""
    one, other, hub = WorkerCounters(), WorkerCounters(), HubCounters()
    one.asks, other.asks, hub.asks = 2, 3, 7
    sums = totals([one, other], [hub, DoorCounters()])
    assert sums["veche_worker_asks_total"] == 5
    assert sums["veche_hub_asks_total"] == 7
    assert sums["veche_door_accepted_total"] == 0
    assert all(re.fullmatch(r"[a-z_]+_total", name) for name in sums)


def test_who_is_connected() -> None:
    """Who came and has not gone, on all workers."""
    one, other = WorkerCounters(), WorkerCounters()
    one.sessions_opened, one.sessions_closed, other.sessions_opened = 5, 3, 1
    assert connected([one, other]) == 3


def test_a_slot_for_each_and_no_other() -> None:
    """The annotations and the slots name the same."""
    for kind in (WorkerCounters, HubCounters, DoorCounters):
        named = {name for name in kind.__annotations__ if name not in ("part",)}
        assert named == set(kind.__slots__)
