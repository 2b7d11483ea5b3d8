"""What events of accounts change; one that no longer fits changes nothing."""

from tests.core.accounts import logged_in, made
from tests.core.driver import START_MS, Assembly, assert_consistent, picture
from veche.core.apply import apply
from veche.core.apply_accounts import ATTEMPTS
from veche.core.events import (
    AccountBody,
    AccountCreated,
    AccountErased,
    Attempted,
    Body,
    ClaimOffered,
    Credentials,
    CredentialsBody,
    CredentialsChanged,
    Event,
    LoggedIn,
    LoggedOut,
    Record,
    SettingChanged,
    TextBody,
    Who,
)
from veche.core.state import State

TEXT = TextBody(Who("a", "b", "c"), "alice")


def happen(state: State, event: Event, body: Body | None = None) -> None:
    apply(state, Record(1, START_MS, None, event, body))


def test_an_erased_account_body() -> None:
    """An account that nobody can enter, of a name that nobody can take."""
    state = State()
    happen(state, AccountCreated(9, True))
    account = state.accounts[9]
    assert (account.name, account.credentials, account.owner) == ("*9", Credentials(), True)
    happen(state, CredentialsChanged(9), CredentialsBody(Credentials("x", tokens=(("t", "l"),))))
    assert state.keys == {"token:t": 9}
    happen(state, CredentialsChanged(9))
    assert (account.credentials, state.keys) == (Credentials(), {})


def test_settings() -> None:
    """Kept as long as they are not the default."""
    state = State()
    body = AccountBody("Alice", "alice", Credentials())
    happen(state, AccountCreated(9), body)
    happen(state, SettingChanged(9, "persistence", "off"))
    assert state.accounts[9].settings == {"persistence": "off"}
    happen(state, SettingChanged(9, "persistence"))
    assert state.accounts[9].settings == {}


def test_one_user_speaks_for_an_account() -> None:
    """A later login takes the account over; who spoke for it is a guest."""
    assembly = Assembly()
    account = made(assembly, "Alice")
    first = logged_in(assembly, 1, "Alice")
    second = assembly.enter(2, "bob")
    happen(assembly.state, LoggedIn(second.id, account.id), TEXT)
    assert (first.account, first.account_name, second.account_name) == (0, "", "Alice")
    assert_consistent(assembly.state)
    happen(assembly.state, LoggedOut(second.id), TEXT)
    assert account.user == 0
    assert_consistent(assembly.state)
    happen(assembly.state, LoggedIn(second.id, account.id), TEXT)
    happen(assembly.state, AccountErased(account.id))
    assert second.account == 0
    assert_consistent(assembly.state)


def test_all_of_it_can_be_taken_back() -> None:
    """Each change journals its inverse."""
    assembly = Assembly()
    account = made(assembly, "Alice")
    user = logged_in(assembly, 1, "Alice")
    before = picture(assembly.state)
    for event, body in (
        (LoggedOut(user.id), TEXT),
        (LoggedIn(user.id, account.id), TEXT),
        (CredentialsChanged(account.id), CredentialsBody(Credentials("y"))),
        (SettingChanged(account.id, "k", "v"), None),
        (Attempted(("account:x",)), None),
        (ClaimOffered("ab"), None),
        (AccountErased(account.id), None),
    ):
        happen(assembly.state, event, body)
    assert picture(assembly.state) != before
    assembly.state.journal.undo()
    assert picture(assembly.state) == before


def test_attempts_are_bounded() -> None:
    """Of a kind, and in kinds."""
    state = State()
    for _ in range(ATTEMPTS + 10):
        happen(state, Attempted(("account:x",)))
    assert len(state.attempts["account:x"]) == ATTEMPTS
    for number in range(10_001):
        happen(state, Attempted((f"account:{number}",)))
    assert len(state.attempts) == 10_000
    assert "account:x" not in state.attempts
