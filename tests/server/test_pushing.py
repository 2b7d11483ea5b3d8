"""Whether a server pushes at all."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.core.devices import decoded
from tests.harness import environment, run_veche, wait_until
from veche.config import Config, Push
from veche.protocols.base import ServerInfo
from veche.server.data_dir import DataDir, DataDirError
from veche.server.pushing import Pushing


def test_it_is_off(tmp_path: Path) -> None:
    """Unless it was asked for: no key, no thread, nothing loaded, nothing written."""
    data = DataDir(tmp_path / "data")
    pushing = Pushing(Config(), data)
    pushing.start(ServerInfo(), lambda asks: None, lambda error: None)
    pushing.published(())
    pushing.stop(1)
    data.close()
    assert pushing.key == ""
    assert not (tmp_path / "data" / "push.secret").exists()
    code = (
        "import sys; import veche.server.app;"
        "sys.exit(any(m.split('.')[0] == 'cryptography' for m in sys.modules))"
    )
    assert run_python(code) == 0


def run_python(code: str) -> int:
    """The exit code of a fresh interpreter."""
    done = subprocess.run([sys.executable, "-c", code], env=environment(), timeout=60, check=False)
    return done.returncode


def test_the_key_is_made_once(tmp_path: Path) -> None:
    """And is for nobody else's eyes."""
    keys = []
    for _ in range(2):
        data = DataDir(tmp_path / "data")
        keys.append(Pushing(Config(push=Push(enabled=True)), data).key)
        data.close()
    assert keys[0] == keys[1]
    assert len(decoded(keys[0])) == 65
    assert (tmp_path / "data" / "push.secret").stat().st_mode & 0o777 == 0o600


def test_a_key_that_cannot_be_read(tmp_path: Path) -> None:
    """The server does not start with another: every device would have to subscribe anew."""
    data = DataDir(tmp_path / "data")
    (tmp_path / "data" / "push.secret").write_text("damaged")
    with pytest.raises(DataDirError, match=r"push\.secret"):
        Pushing(Config(push=Push(enabled=True)), data)
    data.close()


def test_it_starts_and_stops(tmp_path: Path) -> None:
    """A thread of its own."""
    data = DataDir(tmp_path / "data")
    pushing = Pushing(Config(push=Push(enabled=True)), data)
    pushing.start(ServerInfo(), lambda asks: None, lambda error: None)
    wait_until(lambda: "veche-push" in {thread.name for thread in threading.enumerate()}, what="it")
    pushing.stop(5)
    assert "veche-push" not in {thread.name for thread in threading.enumerate()}
    data.close()


def test_a_contact_that_is_none(tmp_path: Path) -> None:
    """Push services take no other (RFC 8292 section 2.1)."""
    done = run_veche("serve", "--data", str(tmp_path), "--push-contact", "me@example.org")
    assert done.returncode == 2
    assert "contact in [push] is 'me@example.org'" in done.stderr
