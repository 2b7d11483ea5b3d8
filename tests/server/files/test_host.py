"""What the server has for files: threads that end, old files that go, nothing when it is off."""

import threading
from pathlib import Path

from tests.harness import wait_until
from veche.config import Config, Files
from veche.core.audience import NOBODY
from veche.core.events import AccountErased, Record, Stored
from veche.core.exchange import Deliver
from veche.core.limits import Limits
from veche.server.files.host import FileHost
from veche.server.files.store import Draft

FILES = Files()


def host_of(path: Path, files: Files = FILES, told: list[str] | None = None) -> FileHost:
    notices = [] if told is None else told
    config = Config(files=files, limits=Limits(disk_free_bytes=1))
    return FileHost(config, path, notices.append)


def test_turned_off(tmp_path: Path) -> None:
    """There is no store, and nothing on the disk."""
    host = host_of(tmp_path, Files(enabled=False))
    host.expire()
    host.close()
    assert host.store is None
    assert list(tmp_path.iterdir()) == []


def test_it_works_on_threads_of_its_own(tmp_path: Path) -> None:
    """They end with it; closing again does nothing, and what comes too late is passed over."""
    before = threading.active_count()
    host = host_of(tmp_path)
    name = host.submit(lambda: threading.current_thread().name).result(10)
    assert name.startswith("veche-files")
    host.close()
    host.close()
    wait_until(lambda: threading.active_count() == before)
    host.later(lambda: None)
    host.expire()


def test_files_of_erased_accounts(tmp_path: Path) -> None:
    """Go with them: as the hub says so, or at the next start."""
    host = host_of(tmp_path)
    store = host.store
    assert store is not None
    host.connect(lambda asks: None, lambda job, done: None, (1, 2, 3))
    addresses = []
    for account in (1, 2, 3):
        draft = store.begin(account, 3)
        assert isinstance(draft, Draft)
        draft.write(b"abc")
        addresses.append(draft.keep("a", "b", "", "").address)
    record = Record(9, 0, None, AccountErased(1))
    host.published([Deliver(Stored(1, None, record), NOBODY)])
    wait_until(lambda: store.find(addresses[0]) is None)
    host.connect(lambda asks: None, lambda job, done: None, (3,))
    assert store.find(addresses[1]) is None
    assert store.find(addresses[2]) is not None
    host.close()


def test_old_files_are_removed(tmp_path: Path) -> None:
    """On one of its threads; and trouble with that is told."""
    told: list[str] = []
    host = host_of(tmp_path, Files(keep_days=0.000_000_01), told)
    assert host.store is not None
    draft = host.store.begin(1, 3)
    assert isinstance(draft, Draft)
    draft.write(b"abc")
    file = draft.keep("a", "b", "", "")
    store = host.store

    def is_gone() -> bool:
        host.expire()
        return store.find(file.address) is None

    wait_until(is_gone)
    host.close()
    assert told == []
