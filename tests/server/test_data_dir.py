"""The data directory: made, ours alone, and a sentence for whatever is wrong with it."""

from contextlib import closing
from pathlib import Path

import pytest

from veche.server.data_dir import DATABASE, DataDir, DataDirError, default_path


def test_it_is_made_for_us_alone(tmp_path: Path) -> None:
    """With the directories above it."""
    data = DataDir(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    assert data.database == tmp_path / "a" / "b" / DATABASE
    data.close()


def test_one_server_at_a_time(tmp_path: Path) -> None:
    """The lock goes with the server that has it."""
    first = DataDir(tmp_path / "data")
    with pytest.raises(DataDirError, match=r"Another server .*data.*--data\.$"):
        DataDir(tmp_path / "data")
    first.close()
    DataDir(tmp_path / "data").close()


def test_a_foreign_directory_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written into it."""
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(DataDirError, match="something else"):
        DataDir(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_directory_that_cannot_be(tmp_path: Path) -> None:
    """A file stands in its place, or above it."""
    (tmp_path / "file").touch()
    with pytest.raises(DataDirError, match="not a directory"):
        DataDir(tmp_path / "file")
    with pytest.raises(DataDirError, match="cannot be used"):
        DataDir(tmp_path / "file" / "below")


def test_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the XDG base directory specification has it."""
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    assert default_path() == Path("/somewhere/veche")
    monkeypatch.setenv("HOME", "/home/a")
    for unset in ("", "relative"):
        monkeypatch.setenv("XDG_DATA_HOME", unset)
        assert default_path() == Path("/home/a/.local/share/veche")


def test_a_secret_of_its_own(tmp_path: Path) -> None:
    """Made once, for us alone; another server has another."""
    with closing(DataDir(tmp_path / "a")) as data:
        secret = data.secret("salts")
        assert len(secret) == 32
        assert (data.path / "salts.secret").stat().st_mode & 0o777 == 0o600
    with closing(DataDir(tmp_path / "a")) as data:
        assert data.secret("salts") == secret
    with closing(DataDir(tmp_path / "b")) as data:
        assert data.secret("salts") != secret
        (data.path / "salts.secret").write_text("nonsense")
        with pytest.raises(DataDirError, match=r"salts\.secret cannot be used"):
            data.secret("salts")


def test_a_private_file(tmp_path: Path) -> None:
    """Replaced whole, whatever was there before."""
    with closing(DataDir(tmp_path / "a")) as data:
        data.write_private("x", "old")
        path = data.write_private("x", "new")
        assert path.read_text() == "new\n"
        assert path.stat().st_mode & 0o777 == 0o600
