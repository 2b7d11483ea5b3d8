"""The list of files: what is written is there in the next life, for who knows the address."""

import sqlite3
from pathlib import Path

import pytest

from veche.server.files.catalogue import Catalogue, File, FilesError, Usage


def file(id_: str, account: int = 1, size: int = 10, at_ms: int = 5, end: str = "png") -> File:
    return File(id_, end, account, "alice", size, "image/png", "кот.png", at_ms)


def test_files_are_listed_and_counted(tmp_path: Path) -> None:
    """By account and together; in the next life too."""
    catalogue = Catalogue(tmp_path / "files.db")
    for one in (file("a"), file("b", size=5, at_ms=9), file("c", account=2, end="")):
        catalogue.add(one)
    assert catalogue.usage(1) == Usage(2, 15)
    assert catalogue.usage() == Usage(3, 25)
    assert catalogue.usage(7) == Usage(0, 0)
    catalogue.close()
    again = Catalogue(tmp_path / "files.db")
    assert again.find("a.png") == file("a")
    assert again.find("c") == file("c", account=2, end="")
    assert sorted(again.ids()) == ["a", "b", "c"]
    assert sorted(again.ids(before_ms=9)) == ["a", "c"]
    again.remove(["a", "c", "nobody"])
    assert again.ids() == ["b"]
    again.close()


def test_what_is_removed_is_on_the_disk_no_more(tmp_path: Path) -> None:
    """Who had brought it, and what it was called."""
    catalogue = Catalogue(tmp_path / "files.db")
    for number in range(40):
        catalogue.add(file(f"{number:03}"))
    names = "кот.png".encode(), b"alice"
    assert all(name in (tmp_path / "files.db").read_bytes() for name in names)
    catalogue.remove(catalogue.ids())
    catalogue.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not any(name in left for name in names)


@pytest.mark.parametrize("address", ["a", "a.jpg", "a.png.png", "A.png", "", ".png", "a.png/"])
def test_only_the_whole_address_leads_to_it(tmp_path: Path, address: str) -> None:
    """Nothing near it does."""
    catalogue = Catalogue(tmp_path / "files.db")
    catalogue.add(file("a"))
    assert catalogue.find(address) is None
    catalogue.close()


def test_it_is_private(tmp_path: Path) -> None:
    """Nobody else on this machine reads who brought what."""
    Catalogue(tmp_path / "files.db").close()
    assert (tmp_path / "files.db").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_none_of_ours(tmp_path: Path) -> None:
    """Is left as it is, and a sentence says so."""
    path = tmp_path / "files.db"
    path.write_bytes(b"something else" * 100)
    with pytest.raises(FilesError, match=r"files\.db cannot be used"):
        Catalogue(path)
    assert path.read_bytes().startswith(b"something else")
    newer = tmp_path / "newer.db"
    database = sqlite3.connect(newer)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(FilesError, match="another version"):
        Catalogue(newer)


def test_a_row_is_written_once(tmp_path: Path) -> None:
    """A failure is told, and what was there stays."""
    catalogue = Catalogue(tmp_path / "files.db")
    catalogue.add(file("a"))
    with pytest.raises(FilesError):
        catalogue.add(file("a", size=99))
    assert catalogue.usage() == Usage(1, 10)
    catalogue.close()
