"""What is made right before the first thread, and the state as the log left it."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.fakes import Stage
from veche.core import snapshot
from veche.core.events import MessageRedacted, Record
from veche.core.limits import Limits
from veche.core.state import State
from veche.eventlog.base import Snapshot
from veche.eventlog.sqlite import SqliteLog
from veche.server import startup
from veche.server.startup import load_hub


def test_the_state_comes_from_the_snapshot_and_what_is_newer(tmp_path: Path) -> None:
    """Or from the whole log, when the snapshot is of another version."""
    log = SqliteLog(tmp_path / "log.db")
    stage = Stage()
    records = [stage.message(str(number)).event.record for number in range(5)]
    log.append(records, 0, lambda outcome: None)
    assert load_hub(log, Limits(), "#lobby").pos == 5
    log.save(Snapshot(3, snapshot.VERSION, snapshot.dump(State())))
    assert load_hub(log, Limits(), "#lobby").pos == 5
    log.save(Snapshot(4, snapshot.VERSION + 1, b"from the future"))
    assert load_hub(log, Limits(), "#lobby").pos == 5
    log.close()


def test_what_was_taken_back_is_erased_after_a_crash(tmp_path: Path) -> None:
    """Though the server died between storing that it was and erasing it."""
    log = SqliteLog(tmp_path / "log.db")
    record = Stage().message("oops").event.record
    redacted = Record(
        record.id + 1, record.at_ms, record.conversation, MessageRedacted(1, record.id)
    )
    log.append([record, redacted], 0, lambda outcome: None)
    load_hub(log, Limits(), "#lobby")
    assert [stored.record.body for stored in log.records()] == [None, None]
    log.close()


def test_as_many_workers_as_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """At least one; with the GIL no more than two."""
    monkeypatch.setattr(startup, "has_gil", lambda: True)
    assert 1 <= startup.default_workers() <= 2
    monkeypatch.setattr(startup, "has_gil", lambda: False)
    assert 1 <= startup.default_workers() <= 4


def test_as_many_files_as_may_be() -> None:
    """The soft limit is raised to the hard one."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[1]), before[1]))
        assert startup.raise_file_limit() == before[1]
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == before[1]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_interpreter_is_settled_in_a_process_of_its_own() -> None:
    """Freezing the collector would change every other test."""
    code = (
        "import gc, sys; from veche.server import startup; startup.settle_interpreter();"
        "assert gc.get_freeze_count() > 0;"
        "assert not startup.has_gil() or sys.getswitchinterval() < 0.001"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_what_is_said_at_the_start() -> None:
    """Whole sentences, and hosts that can be connected to."""
    assert startup.sentence("the disk is full") == "The disk is full."
    assert startup.sentence("It is.") == "It is."
    assert startup.shown("", "0.0.0.0") == "127.0.0.1"
    assert startup.shown("::", "::") == "::1"
    assert startup.shown("localhost", "127.0.0.1") == "localhost"
    assert startup.shown("", "192.0.2.1") == "192.0.2.1"
