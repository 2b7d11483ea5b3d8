"""The lines of the admin socket."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.commands import (
    AddAccount,
    ChangeCredentials,
    Command,
    EraseAccount,
    ListAccounts,
    SwitchAccount,
)
from veche.core.events import Credentials, Scram
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Accounts, Echoed, ListedAccount
from veche.server.administering import (
    AdminError,
    Told,
    read_reply,
    read_request,
    told,
    write_reply,
    write_request,
)

SCRAM = Scram(b"\0\xff", 4096, b"stored", b"server")
ROW = ListedAccount("Алиса", 1, False, True, True, ("ab",), ("phone",), "ally")


@pytest.mark.parametrize(
    "command",
    [
        AddAccount("Алиса", Credentials("x", SCRAM, ("ab",), (("cd", "phone"),)), True),
        ChangeCredentials("a", "x", SCRAM, ("cd", "phone"), "ab", ("old",)),
        ChangeCredentials("a"),
        SwitchAccount("a", True),
        EraseAccount("a\nb"),
        ListAccounts(),
    ],
)
def test_requests(command: Command) -> None:
    """There and back, on one line."""
    line = write_request(command)
    assert line.count(b"\n") == 1
    assert read_request(line) == command


@pytest.mark.parametrize(
    "answer", [None, Rejection(Code.NO_SUCH_ACCOUNT, "a", "b"), Accounts((ROW,)), Accounts(())]
)
def test_replies(answer: Told) -> None:
    """Likewise."""
    assert read_reply(write_reply(answer)) == answer


def test_what_is_told_of_a_result() -> None:
    """A refusal, a list, or that it is done."""
    assert told(Rejection(Code.READ_ONLY)) == Rejection(Code.READ_ONLY)
    assert told(Done(reply=Accounts(()))) == Accounts(())
    assert told(Done(reply=Echoed(1))) is None


@pytest.mark.parametrize(
    "line",
    [b"", b"{}", b'{"command":"Quit","fields":{}}', b'{"command":"EraseAccount","fields":{}}'],
)
def test_what_is_no_request(line: bytes) -> None:
    """Nothing but what is on the list can be asked."""
    with pytest.raises(AdminError):
        read_request(line)


@given(st.binary(max_size=60))
def test_any_line(line: bytes) -> None:
    """Read, or one error."""
    for read in (read_request, read_reply):
        try:
            read(line)
        except AdminError:
            continue
