"""How events change accounts, and who speaks for them; a part of `core.apply`."""

from typing import cast

from veche.core.apply_channels import forget_stays
from veche.core.apply_past import end_directs
from veche.core.events import (
    AccountBody,
    AccountCreated,
    AccountErased,
    AccountSwitched,
    Attempted,
    ClaimOffered,
    Credentials,
    CredentialsBody,
    CredentialsChanged,
    LoggedIn,
    LoggedOut,
    Record,
    SettingChanged,
)
from veche.core.skeletons import skeleton
from veche.core.state import Account, State, User

ATTEMPTS = 32
"""So many times of a kind are remembered: more than any limit allows."""
_COUNTED = 10_000
"""So many kinds; beyond them the one that was counted first is forgotten."""


def account_created(state: State, record: Record, event: AccountCreated) -> None:
    """An account is there. One whose body was erased has a name that nobody can take."""
    erased = AccountBody(f"*{event.account}", f"*{event.account}", Credentials())
    body = cast(AccountBody | None, record.body) or erased
    account = Account(
        event.account,
        body.name,
        body.folded,
        record.at_ms,
        body.credentials,
        owner=event.owner,
        records=(record.id,),
    )
    journal = state.journal
    journal.put(state.accounts, account.id, account)
    journal.put(state.account_names, account.folded, account.id)
    journal.put(state.account_looks, skeleton(account.name), account.id)
    for key in account.lookups:
        journal.put(state.keys, key, account.id)


def credentials_changed(state: State, record: Record, event: CredentialsChanged) -> None:
    """An account is entered in other ways."""
    account = state.accounts.get(event.account)
    if account is None:
        return
    body = cast(CredentialsBody | None, record.body)
    _drop_keys(state, account)
    state.journal.set(account, "records", (*account.records, record.id))
    state.journal.set(account, "credentials", body.credentials if body else Credentials())
    for key in account.lookups:
        state.journal.put(state.keys, key, account.id)


def _drop_keys(state: State, account: Account) -> None:
    for key in account.lookups:
        if state.keys.get(key) == account.id:
            state.journal.drop(state.keys, key)


def account_switched(state: State, record: Record, event: AccountSwitched) -> None:
    """An account is disabled or an owner's, or is not."""
    account = state.accounts.get(event.account)
    if account is not None:
        state.journal.set(account, "disabled", event.disabled)
        state.journal.set(account, "owner", event.owner)


def account_erased(state: State, record: Record, event: AccountErased) -> None:
    """An account is gone; whoever spoke for it is a guest."""
    account = state.accounts.get(event.account)
    if account is None:
        return
    user = state.users.get(account.user)
    if user is not None:
        leave_account(state, user)
    journal = state.journal
    _drop_keys(state, account)
    if state.account_names.get(account.folded) == account.id:
        journal.drop(state.account_names, account.folded)
    if state.account_looks.get(skeleton(account.name)) == account.id:
        journal.drop(state.account_looks, skeleton(account.name))
    for channel in state.channels.values():
        journal.drop(channel.access, account.id)
    journal.drop(state.pushed, account.id)
    journal.drop(state.accounts, account.id)


def setting_changed(state: State, record: Record, event: SettingChanged) -> None:
    """A setting has another value, or its default."""
    account = state.accounts.get(event.account)
    if account is None:
        return
    if event.value:
        state.journal.put(account.settings, event.key, event.value)
    else:
        state.journal.drop(account.settings, event.key)


def logged_in(state: State, record: Record, event: LoggedIn) -> None:
    """A user speaks for the account, and for no other; nobody else does."""
    user, account = state.users.get(event.user), state.accounts.get(event.account)
    if user is None or account is None:
        return
    before = state.users.get(account.user)
    if before is not None:
        leave_account(state, before)
    leave_account(state, user)
    state.journal.set(account, "user", user.id)
    state.journal.set(user, "account", account.id)
    state.journal.set(user, "account_name", account.name)


def logged_out(state: State, record: Record, event: LoggedOut) -> None:
    """A user is a guest again."""
    user = state.users.get(event.user)
    if user is not None:
        leave_account(state, user)


def leave_account(state: State, user: User) -> None:
    """The user speaks for no account any more."""
    if not user.account:
        return
    end_directs(state, user)
    forget_stays(state, user)
    account = state.accounts.get(user.account)
    if account is not None:
        state.journal.set(account, "user", 0)
    state.journal.set(user, "account", 0)
    state.journal.set(user, "account_name", "")


def attempted(state: State, record: Record, event: Attempted) -> None:
    """One more of each kind."""
    for key in event.keys:
        times = (*state.attempts.get(key, ()), record.at_ms)[-ATTEMPTS:]
        if key not in state.attempts and len(state.attempts) >= _COUNTED:
            state.journal.drop(state.attempts, next(iter(state.attempts)))
        state.journal.put(state.attempts, key, times)


def claim_offered(state: State, record: Record, event: ClaimOffered) -> None:
    """The server waits for an owner, or no more."""
    state.journal.set(state, "claim", event.digest)


def forget_life(state: State) -> None:
    """A new life of the server begins, which knows nothing of what was only announced."""
    state.journal.set(state, "attempts", {})
    state.journal.set(state, "claim", "")
