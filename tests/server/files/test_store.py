"""Files on the disk: whole or not there, private, bounded, gone when they are to be gone."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from veche.core.limits import Limits
from veche.server.files.catalogue import Catalogue, File, FilesError
from veche.server.files.store import Draft, Full, Store, new_id

DAY_MS = 86_400_000
SMALL = Limits(
    upload_bytes=100,
    uploads=3,
    uploads_per_account=2,
    files_per_account=4,
    file_bytes_per_account=250,
    file_bytes=25_000,
    disk_free_bytes=1,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty one with small limits."""
    it = Store(tmp_path, SMALL)
    yield it
    it.close()


def begun(store: Store, account: int = 1, size: int | None = None) -> Draft:
    draft = store.begin(account, size)
    assert isinstance(draft, Draft)
    return draft


def brought(store: Store, data: bytes, account: int = 1) -> File:
    draft = begun(store, account, len(data))
    assert draft.write(data) is None
    return draft.keep("alice", "text/plain", "a.txt", "txt")


def test_a_file_is_there_for_good(tmp_path: Path) -> None:
    """Its bytes and its row, in the next life too; for nobody else on this machine."""
    store = Store(tmp_path, SMALL)
    file = brought(store, b"hello")
    store.close()
    again = Store(tmp_path, SMALL)
    found = again.find(file.address)
    assert found is not None
    assert found[0] == file
    assert found[1].read_bytes() == b"hello"
    assert found[1].stat().st_mode & 0o777 == 0o600
    assert found[1].parent.stat().st_mode & 0o777 == 0o700
    assert (file.size, file.owner, file.account) == (5, "alice", 1)
    again.close()


def test_ids_tell_nothing() -> None:
    """As many as there are, none is another; letters and digits alone."""
    ids = [new_id() for _ in range(1_000)]
    assert len(set(ids)) == 1_000
    assert all(id_.isalnum() and id_ == id_.lower() and len(id_) == 26 for id_ in ids)


def test_one_byte_too_many(store: Store) -> None:
    """The limit itself is taken, said before or not; not a byte more."""
    assert store.begin(1, 101) is Full.FILE
    draft = begun(store)
    assert draft.write(b"x" * 100) is None
    assert draft.write(b"x") is Full.FILE
    assert draft.keep("a", "b", "", "").size == 100
    said = begun(store, size=5)
    assert said.write(b"123456") is Full.FILE
    said.discard()


def test_discarded_drafts_leave_nothing(store: Store, tmp_path: Path) -> None:
    """No bytes, no room; and what comes after is too late."""
    draft = begun(store, size=50)
    draft.write(b"x" * 50)
    draft.discard()
    draft.discard()
    assert draft.write(b"x") is Full.FILE
    assert list((tmp_path / "new").iterdir()) == []
    assert list((tmp_path / "kept").iterdir()) == []
    assert len([begun(store, size=100) for _ in range(2)]) == 2


def test_so_many_at_once(store: Store) -> None:
    """By one account, and by all; a place is free again when one ends either way."""
    one, other = begun(store), begun(store, size=1)
    assert store.begin(1, 1) is Full.BUSY
    third = begun(store, account=2)
    assert store.begin(3, 1) is Full.BUSY
    third.discard()
    begun(store, account=3, size=1).discard()
    other.write(b"x")
    other.keep("a", "b", "", "")
    one.discard()
    begun(store).discard()


def test_the_room_of_an_account(store: Store) -> None:
    """What is there and what is coming in together; removing makes room."""
    first = brought(store, b"x" * 100)
    coming = begun(store, size=100)
    assert store.begin(1, 51) is Full.ACCOUNT
    assert isinstance(begun(store, account=2, size=100), Draft)
    coming.discard()
    brought(store, b"x" * 100)
    assert store.begin(1, 51) is Full.ACCOUNT
    brought(store, b"x" * 50)
    store.remove(first)
    assert store.find(first.address) is None
    brought(store, b"x" * 100)


def test_many_small_files(store: Store) -> None:
    """Count too."""
    for _ in range(4):
        brought(store, b"x")
    assert store.begin(1, 1) is Full.ACCOUNT


def test_the_room_of_all(tmp_path: Path) -> None:
    """Bytes, and a block for each file; and what the disk must keep free."""
    store = Store(tmp_path, msgspec.structs.replace(SMALL, file_bytes=8_300))
    brought(store, b"x" * 50, account=1)
    brought(store, b"x" * 50, account=2)
    assert store.begin(3, 9) is Full.SERVER
    store.close()
    full = Store(tmp_path, msgspec.structs.replace(SMALL, disk_free_bytes=1 << 60))
    assert full.begin(3, 9) is Full.SERVER
    full.close()


def test_what_a_crash_leaves_is_removed(tmp_path: Path) -> None:
    """Half a file, a whole one that was never acknowledged, a row whose bytes are gone."""
    store = Store(tmp_path, SMALL)
    kept, lost = brought(store, b"kept"), brought(store, b"lost")
    store.close()
    (tmp_path / "new" / "half").write_bytes(b"ha")
    (tmp_path / "kept" / "stray").write_bytes(b"stray")
    (tmp_path / "kept" / lost.id).unlink()
    again = Store(tmp_path, SMALL)
    assert list((tmp_path / "new").iterdir()) == []
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [kept.id]
    assert again.find(lost.address) is None
    assert again.find(kept.address) is not None
    again.close()


def test_a_failure_while_keeping(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is there, and the room is free."""

    def refuse(handle: int) -> None:
        raise OSError(28, "No space left on device")

    for _ in range(3):
        draft = begun(store, size=3)
        draft.write(b"abc")
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", refuse)
            with pytest.raises(OSError, match="No space"):
                draft.keep("a", "b", "", "")
        draft.discard()
    assert list((tmp_path / "new").iterdir()) == list((tmp_path / "kept").iterdir()) == []
    brought(store, b"abc")


def test_a_row_that_cannot_be_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes go again: without a row there is no file."""

    def refuse(catalogue: Catalogue, file: File) -> None:
        raise FilesError("the disk is full")

    draft = begun(store, size=3)
    draft.write(b"abc")
    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "add", refuse)
        with pytest.raises(FilesError, match="full"):
            draft.keep("a", "b", "", "")
    assert list((tmp_path / "new").iterdir()) == list((tmp_path / "kept").iterdir()) == []


def test_files_of_accounts_that_are_no_more(store: Store) -> None:
    """One account's, or those of all but some."""
    files = [brought(store, b"x", account) for account in (1, 2, 2, 3)]
    store.remove_of(1)
    store.remove_of_others({3: "carol"})
    assert [store.find(file.address) is not None for file in files] == [False, False, False, True]


def test_what_comes_in_goes_with_its_account(store: Store, tmp_path: Path) -> None:
    """Whether or not all of it was there; and the room is free again."""
    coming, other = begun(store, 1), begun(store, 2)
    assert coming.write(b"x") is other.write(b"x") is None
    store.remove_of(1)
    assert coming.write(b"y") is not None
    with pytest.raises(FilesError):
        coming.keep("alice", "text/plain", "a.txt", "txt")
    assert [path.name for path in (tmp_path / "new").iterdir()] == [other.id]
    assert list((tmp_path / "kept").iterdir()) == []
    assert store.find(other.keep("bob", "text/plain", "b.txt", "txt").address) is not None


def test_old_files_go(tmp_path: Path) -> None:
    """After the days that were set; never where none were."""
    now = [1_000 * DAY_MS]
    store = Store(tmp_path, SMALL, keep_days=2.0, clock_ms=lambda: now[0])
    old = brought(store, b"old")
    now[0] += DAY_MS
    new = brought(store, b"new")
    now[0] += DAY_MS + 1
    assert store.expire() == 1
    assert store.find(old.address) is None
    assert store.find(new.address) is not None
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [new.id]
    store.close()
    forever = Store(tmp_path, SMALL, clock_ms=lambda: 1 << 60)
    assert forever.expire() == 0
    forever.close()


def test_a_directory_that_cannot_be_used(tmp_path: Path) -> None:
    """A sentence says so."""
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(FilesError, match="cannot be used"):
        Store(tmp_path / "files", SMALL)
