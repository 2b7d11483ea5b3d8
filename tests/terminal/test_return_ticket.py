"""The secret of a guest, between two runs of a program."""

import stat
from pathlib import Path

import pytest

from veche.terminal.return_ticket import ReturnTicket, state_directory


def test_what_is_kept_is_there_next_time(tmp_path: Path) -> None:
    """For this guest on this server, and readable by nobody else."""
    first = ReturnTicket(tmp_path / "g", "h:1", "alice")
    assert first.secret == ""
    first.keep("longer than the next")
    first.keep("secret")
    first.close()
    first.close()
    assert ReturnTicket(tmp_path / "g", "h:1", "alice").secret == "secret"
    assert ReturnTicket(tmp_path / "g", "h:2", "alice").secret == ""
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "g").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "g").stat().st_mode) == 0o700


def test_two_programs_are_not_one_guest(tmp_path: Path) -> None:
    """The second has no ticket, and takes none away."""
    first = ReturnTicket(tmp_path, "h:1", "alice")
    first.keep("secret")
    second = ReturnTicket(tmp_path, "h:1", "alice")
    assert second.secret == ""
    second.keep("other")
    second.close()
    first.close()
    assert ReturnTicket(tmp_path, "h:1", "alice").secret == "secret"


def test_forgotten(tmp_path: Path) -> None:
    """After a QUIT there is no way back."""
    ticket = ReturnTicket(tmp_path, "h:1", "alice")
    ticket.keep("secret")
    ticket.keep("")
    ticket.close()
    assert ReturnTicket(tmp_path, "h:1", "alice").secret == ""


def test_no_place_to_keep_it(tmp_path: Path) -> None:
    """One can talk all the same."""
    (tmp_path / "file").write_text("")
    ticket = ReturnTicket(tmp_path / "file" / "g", "h:1", "alice")
    ticket.keep("secret")
    assert ticket.secret == ""


def test_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the XDG Base Directory Specification says."""
    monkeypatch.setenv("HOME", "/home/al")
    assert state_directory({}) == Path("/home/al/.local/state/veche/guests")
    assert state_directory({"XDG_STATE_HOME": "relative"}) == state_directory({})
    assert state_directory({"XDG_STATE_HOME": "/s"}) == Path("/s/veche/guests")
