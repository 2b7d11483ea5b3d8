"""Another password for one's own account."""

import pytest

from tests.core.accounts import logged_in, made
from tests.core.driver import Assembly, Result, deliveries, replayed
from veche.core import commands as c
from veche.core.audience import OfUsers
from veche.core.events import CredentialsChanged, PasswordChanged, Scram
from veche.core.exchange import Done
from veche.core.limits import DEFAULT
from veche.core.rejections import Code, Rejection
from veche.core.replies import PasswordSet, RenewPassword
from veche.core.secret import Secret

SCRAM = Scram(b"salt", 4096, b"stored", b"server")
OLD, NEW = Secret("sesame"), Secret("barley")


@pytest.fixture
def assembly() -> Assembly:
    """Alice, by two sessions; bob is a guest."""
    assembly = Assembly()
    made(assembly, "Alice")
    logged_in(assembly, 1, "Alice")
    logged_in(assembly, 2, "Alice")
    assembly.enter(3, "bob")
    return assembly


def renewed(
    assembly: Assembly, good: bool = True, compared: str = "hash of Alice", session: int = 1
) -> Result:
    """The outcome, once a helper has looked."""
    account = assembly.state.find_account("Alice")
    assert account is not None
    found = c.PasswordRenewed(account.id, good, "Alice", compared, "new hash", SCRAM)
    return assembly.follow(session, found)[0]


def test_a_helper_has_both(assembly: Assembly) -> None:
    """And what the old one is compared with."""
    work = assembly.reply(1, c.ChangePassword(OLD, NEW, "192.0.2.1"))
    account = assembly.state.find_account("Alice")
    assert account is not None
    assert work == RenewPassword("hash of Alice", OLD, NEW, account.id, "Alice", "192.0.2.1")
    assert "sesame" not in repr(work)
    assert "barley" not in repr(work)


def test_the_account_has_it_and_its_other_sessions_are_told(assembly: Assembly) -> None:
    """Durably; SCRAM's keys are new as well, and tokens stay."""
    account = assembly.state.find_account("Alice")
    assert account is not None
    tokens = account.credentials.tokens
    command = c.PasswordRenewed(account.id, True, "Alice", "hash of Alice", "new hash", SCRAM)
    result, outs = assembly.follow(1, command)
    assert isinstance(result, Done)
    assert [type(e.record.event) for e in result.events] == [CredentialsChanged, PasswordChanged]
    assert result.reply == PasswordSet("Alice")
    (told,) = deliveries(outs, PasswordChanged)
    assert told.audience == OfUsers((account.user,))
    assert told.but == 1
    for state in (assembly.state, replayed(assembly.log)):
        credentials = state.accounts[account.id].credentials
        assert (credentials.password, credentials.scram) == ("new hash", SCRAM)
        assert credentials.tokens == tokens


def test_the_operators_shell_tells_them_too(assembly: Assembly) -> None:
    """Of a password, and of nothing else."""
    made(assembly, "Nobody")
    changed = assembly.serve(c.ChangeCredentials("Alice", password="x"))
    assert isinstance(changed, Done)
    assert any(isinstance(e.record.event, PasswordChanged) for e in changed.events)
    for command in (
        c.ChangeCredentials("Alice", token=("digest", "phone")),
        c.ChangeCredentials("Nobody", password="x"),
    ):
        quiet = assembly.serve(command)
        assert isinstance(quiet, Done)
        assert not any(isinstance(e.record.event, PasswordChanged) for e in quiet.events)


def test_a_guest_has_none(assembly: Assembly) -> None:
    """Nothing is compared."""
    assert assembly.one(3, c.ChangePassword(OLD, NEW)) == Rejection(Code.NOT_LOGGED_IN)


@pytest.mark.parametrize(
    ("new", "code"),
    [("ab", Code.WEAK_PASSWORD), ("ALICE", Code.WEAK_PASSWORD), ("x\n", Code.WEAK_PASSWORD)],
)
def test_what_cannot_be_one(assembly: Assembly, new: str, code: Code) -> None:
    """As for a new account."""
    refused = assembly.one(1, c.ChangePassword(OLD, Secret(new)))
    assert isinstance(refused, Rejection)
    assert refused.code is code


def test_the_wrong_one_counts_as_a_login_does(assembly: Assembly) -> None:
    """After so many none is looked at, by this or by logging in; nothing has changed."""
    for _ in range(DEFAULT.login_failures):
        assert renewed(assembly, good=False) == Rejection(Code.LOGIN_FAILED)
    for refused in (
        renewed(assembly),
        assembly.one(1, c.ChangePassword(OLD, NEW)),
        assembly.one(9, c.LogIn(c.PasswordProof("alice", OLD))),
    ):
        assert isinstance(refused, Rejection)
        assert refused.code is Code.TOO_MANY_ATTEMPTS
    account = assembly.state.find_account("Alice")
    assert account is not None
    assert account.credentials.password == "hash of Alice"


def test_what_changed_meanwhile_is_not_overwritten(assembly: Assembly) -> None:
    """By the operator's shell; or the session speaks for somebody else by now."""
    assert renewed(assembly, compared="an older hash") == Rejection(Code.LOGIN_FAILED)
    assert renewed(assembly, session=3) == Rejection(Code.LOGIN_FAILED)
