"""The admin socket, with a pretended hub behind it."""

import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from veche.core.commands import EraseAccount, ListAccounts
from veche.core.exchange import Answer, Ask, Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Accounts
from veche.server.admin_socket import NAME, WORKER, AdminSocket, ask_running, opened


class Hub:
    """Answers at once, as told."""

    def __init__(self, result: Done | Rejection) -> None:
        self.result = result
        self.asked: list[Ask] = []
        self.admin: AdminSocket | None = None

    def ask(self, asks: Sequence[Ask]) -> None:
        self.asked += asks
        assert self.admin is not None
        self.admin.answered([Answer(ask.origin, (self.result,)) for ask in asks])


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(Done(reply=Accounts(())))


def test_asked_and_answered(tmp_path: Path, hub: Hub) -> None:
    """One after another; the file is the owner's alone, and gone at the end."""
    hub.admin = AdminSocket(tmp_path, hub.ask)
    hub.admin.start()
    try:
        assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
        assert ask_running(tmp_path, ListAccounts()) == Accounts(())
        hub.result = Rejection(Code.NO_SUCH_ACCOUNT, "a")
        assert ask_running(tmp_path, EraseAccount("a")) == hub.result
        assert [ask.origin.worker for ask in hub.asked] == [WORKER, WORKER]
    finally:
        hub.admin.stop(5)
    assert not (tmp_path / NAME).exists()
    with pytest.raises(FileNotFoundError):
        ask_running(tmp_path, ListAccounts())


def test_nonsense_is_refused(tmp_path: Path, hub: Hub) -> None:
    """And the next one served."""
    hub.admin = AdminSocket(tmp_path, hub.ask)
    hub.admin.start()
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            client.connect(str(tmp_path / NAME))
            client.sendall(b"GET / HTTP/1.1\r\n")
            assert b"bad-argument" in client.recv(1000)
        assert hub.asked == []
        assert ask_running(tmp_path, ListAccounts()) == Accounts(())
    finally:
        hub.admin.stop(5)


def test_a_path_that_no_address_holds(tmp_path: Path, hub: Hub) -> None:
    """unix(7) allows 108 bytes; and what a killed server left behind is in nobody's way."""
    deep = tmp_path / ("x" * 100) / ("y" * 100)
    deep.mkdir(parents=True)
    (deep / NAME).touch()
    hub.admin = AdminSocket(deep, hub.ask)
    hub.admin.start()
    try:
        assert ask_running(deep, ListAccounts()) == Accounts(())
    finally:
        hub.admin.stop(5)


def test_no_place_for_it(tmp_path: Path, hub: Hub) -> None:
    """The server goes on without, and says so."""
    told: list[str] = []
    assert opened(tmp_path / "missing", hub.ask, told.append) is None
    assert len(told) == 1
    assert "admin socket" in told[0]
