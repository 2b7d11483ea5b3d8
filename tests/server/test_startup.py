"""What is made right before the first thread, and the state as the log left it."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.fakes import Stage
from veche.core import snapshot
from veche.core.limits import Limits
from veche.core.state import State
from veche.eventlog.base import Snapshot
from veche.eventlog.sqlite import SqliteLog
from veche.server import startup
from veche.server.startup import StartError, load_hub, tls_context


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


def test_no_tls_without_files() -> None:
    """It is not needed."""
    assert tls_context("", "") is None


def test_tls_files_that_cannot_be_used(tmp_path: Path) -> None:
    """A sentence that names them."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    with pytest.raises(StartError, match=r"cert\.pem does not exist"):
        tls_context(str(cert), str(key))
    cert.write_text("nonsense")
    key.write_text("nonsense")
    with pytest.raises(StartError, match=r"cert\.pem and .*key\.pem cannot be used"):
        tls_context(str(cert), str(key))


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
