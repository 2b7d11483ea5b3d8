"""Kills the server again and again while writers write, and measures how soon it is back.

Owns the course of a run. What must hold afterwards is the checker's.
"""

import random
import threading
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.checker import faults, read_log
from tests.crash.writer import Writer
from tests.harness import ServerProcess, wait_until
from veche.server.data_dir import DATABASE

CHANNELS = ("#lobby", "#one", "#two")
KEYED_WRITERS = 4
UNKEYED_WRITERS = 2
BACK_S = 2.0
"""The server is to be ready again within so many seconds."""

_LOAD_S = (0.05, 0.45)  # from ready, or from the last writer's return, to the kill
_EARLY_S = (0.05, 0.6)  # from the start of the process: it is not ready yet, or only just
_EARLY_SHARE = 0.1


@dataclass
class Outcome:
    """Of a run. `faults` is empty when every promise was kept."""

    kills: int = 0
    said: int = 0
    acknowledged: int = 0
    stored: int = 0
    ready_s: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def run(data: Path, kills: int, seed: int) -> Outcome:
    """Kill the server on this data directory so many times, then stop it and compare.

    The seed fixes when the kills come; what the server does at that moment
    cannot be fixed from outside.
    """
    chance = random.Random(seed)
    outcome = Outcome()
    with ServerProcess(data) as server:
        # A restart of a server with much to load is worth measuring too.
        outcome.ready_s.append(server.ready_s)
        writers = [
            Writer(
                f"{'k' if keyed else 'u'}{number}x",
                CHANNELS[number % len(CHANNELS)],
                lambda: server.connect(2.0),
                keyed,
            )
            for keyed, count in ((True, KEYED_WRITERS), (False, UNKEYED_WRITERS))
            for number in range(count)
        ]
        try:
            while outcome.kills < kills:
                _wait_for_progress(writers)
                threading.Event().wait(chance.uniform(*_LOAD_S))
                server.kill()
                outcome.kills += 1
                if outcome.kills < kills and chance.random() < _EARLY_SHARE:
                    _kill_early(server, chance.uniform(*_EARLY_S))
                    outcome.kills += 1
                server.start()
                outcome.ready_s.append(server.ready_s)
            _wait_for_progress(writers)
        finally:
            for writer in writers:
                writer.stop()
        if code := server.stop(10.0):
            outcome.faults.append(f"exit code {code} after SIGTERM")
        if "error" in server.errors().lower():
            outcome.faults.append(f"stderr: {server.errors()[-2000:]}")
    rows = read_log(log_file(data))
    ledgers = [writer.ledger for writer in writers]
    outcome.faults += faults(rows, ledgers)
    outcome.said = sum(len(ledger.said) for ledger in ledgers)
    outcome.acknowledged = sum(len(ledger.acknowledged) for ledger in ledgers)
    outcome.stored = sum(row.text is not None for row in rows)
    return outcome


def log_file(data: Path) -> Path:
    """The database in a data directory."""
    return data / DATABASE


def _wait_for_progress(writers: list[Writer]) -> None:
    """Wait until somebody is acknowledged again: kills in an idle server prove little."""
    before = sum(len(writer.ledger.acknowledged) for writer in writers)
    wait_until(
        lambda: (
            sum(len(writer.ledger.acknowledged) for writer in writers) > before
            or any(writer.failure for writer in writers)
        ),
        20.0,
        "an acknowledgement",
    )


def _kill_early(server: ServerProcess, after_s: float) -> None:
    """Start it and kill it so many seconds later, ready or not."""

    def kill() -> None:
        wait_until(lambda: server.running, 10.0, "the start")
        threading.Event().wait(after_s)
        server.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        server.start()
    except AssertionError:
        if server.running:
            raise
    finally:
        killer.join()
