"""Asking a server that is not running."""

from contextlib import closing
from pathlib import Path

import pytest

from veche.core.commands import AddAccount, EraseAccount, ListAccounts
from veche.core.events import Credentials
from veche.core.limits import DEFAULT
from veche.core.rejections import Code, Rejection
from veche.core.replies import Accounts
from veche.server.administering import AdminError
from veche.server.data_dir import DataDir
from veche.server.stopped import ask_stopped


def test_it_is_stored(tmp_path: Path) -> None:
    """The next one sees it; a refusal is told."""
    data = tmp_path / "data"
    assert ask_stopped(data, DEFAULT, AddAccount("Alice", Credentials("x"))) is None
    again = ask_stopped(data, DEFAULT, AddAccount("ALICE", Credentials("x")))
    assert again == Rejection(Code.ACCOUNT_EXISTS, "ALICE")
    found = ask_stopped(data, DEFAULT, ListAccounts())
    assert isinstance(found, Accounts)
    assert [row.name for row in found.accounts] == ["Alice"]
    assert ask_stopped(data, DEFAULT, EraseAccount("alice")) is None
    assert ask_stopped(data, DEFAULT, ListAccounts()) == Accounts(())


def test_a_server_that_does_run(tmp_path: Path) -> None:
    """Its data is its own."""
    with closing(DataDir(tmp_path / "data")), pytest.raises(AdminError, match="Another server"):
        ask_stopped(tmp_path / "data", DEFAULT, ListAccounts())
