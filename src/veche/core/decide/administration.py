"""Decisions on accounts that the operator's shell asks for (`veche account`).

All are in the audit trail, done by nobody (`*`): whoever has that shell.
"""

import msgspec

from veche.core.commands import (
    AddAccount,
    ChangeCredentials,
    EraseAccount,
    ListAccounts,
    SwitchAccount,
)
from veche.core.decide.accounts import created, name_fault
from veche.core.decide.attaching import end_all
from veche.core.decide.audit import audited
from veche.core.decide.base import Context, Decided, Happening, Outcome, one_line
from veche.core.decide.passwords import told
from veche.core.events import (
    AccountErased,
    AccountSwitched,
    Credentials,
    CredentialsBody,
    CredentialsChanged,
    TextBody,
    UserLeft,
)
from veche.core.names import fold
from veche.core.rejections import Code, Rejection
from veche.core.replies import Accounts, ListedAccount
from veche.core.state import Account

_LABEL_CHARS = 100


def add_account(ctx: Context, command: AddAccount) -> Outcome:
    """As one that its owner opens, without logging anybody in."""
    fault = name_fault(ctx, command.name, ctx.actor)
    if fault is not None:
        return fault
    account = Account(
        ctx.turn.new_id(),
        command.name,
        fold(command.name),
        ctx.now_ms,
        command.credentials,
        owner=command.owner,
    )
    if any(key in ctx.state.keys for key in account.lookups):
        return Rejection(Code.KEY_IN_USE, command.name)
    trail = audited(ctx, "account-add", account.name, "owner" if account.owner else "")
    return Decided((created(account), trail))


def change_credentials(ctx: Context, command: ChangeCredentials) -> Outcome:
    """Who is logged in stays so."""
    account = ctx.state.find_account(command.account)
    if account is None:
        return Rejection(Code.NO_SUCH_ACCOUNT, command.account)
    changed = _changed(account.credentials, command)
    most = ctx.limits.keys_per_account
    if len(changed.certificates) + len(changed.tokens) > most:
        return Rejection(Code.TOO_LONG, "list of tokens and certificates", str(most))
    after = msgspec.structs.replace(account, credentials=changed)
    if any(ctx.state.keys.get(key, account.id) != account.id for key in after.lookups):
        return Rejection(Code.KEY_IN_USE, account.name)
    changed_ = Happening(CredentialsChanged(account.id), CredentialsBody(changed))
    trail = audited(ctx, "account-keys", account.name, _words(command))
    user = ctx.state.users.get(account.user) if command.password is not None else None
    return Decided((changed_, trail, *told(account, user)))


def _words(command: ChangeCredentials) -> str:
    """What was changed, without the secrets."""
    token = f"token {command.token[1]}" if command.token is not None else ""
    words = (
        "password" if command.password is not None else "",
        one_line(token, _LABEL_CHARS),
        "certificate" if command.certificate is not None else "",
        "revoked" if command.removed else "",
    )
    return " ".join(filter(None, words))


def _changed(before: Credentials, command: ChangeCredentials) -> Credentials:
    certificates = [c for c in before.certificates if c not in command.removed]
    tokens = [t for t in before.tokens if t[1] not in command.removed]
    if command.certificate is not None and command.certificate not in certificates:
        certificates.append(command.certificate)
    if command.token is not None:
        tokens.append(command.token)
    new_password = command.password is not None
    return Credentials(
        command.password if command.password is not None else before.password,
        command.scram if new_password else before.scram,
        tuple(certificates),
        tuple(tokens),
    )


def switch_account(ctx: Context, command: SwitchAccount) -> Outcome:
    """Whoever speaks for a disabled account is shown out."""
    account = ctx.state.find_account(command.account)
    if account is None:
        return Rejection(Code.NO_SUCH_ACCOUNT, command.account)
    switched = Happening(AccountSwitched(account.id, command.disabled, account.owner))
    out = _shown_out(ctx, account, "Your account is disabled") if command.disabled else ()
    act = "account-disable" if command.disabled else "account-enable"
    return Decided((switched, audited(ctx, act, account.name), *out))


def erase_account(ctx: Context, command: EraseAccount) -> Outcome:
    """Whoever speaks for it is shown out."""
    account = ctx.state.find_account(command.account)
    if account is None:
        return Rejection(Code.NO_SUCH_ACCOUNT, command.account)
    if command.more:
        return Decided((Happening(AccountErased(0, command.records)),))
    out = _shown_out(ctx, account, "Your account was erased")
    records = tuple(dict.fromkeys((*account.traces, *command.records)))
    erased = Happening(AccountErased(account.id, records))
    return Decided((*out, erased, audited(ctx, "account-erase", account.name)))


def _shown_out(ctx: Context, account: Account, reason: str) -> tuple[Happening, ...]:
    user = ctx.state.users.get(account.user)
    if user is None:
        return ()
    left = Happening(UserLeft(user.id), TextBody(user.who, "", reason))
    return (*end_all(user, reason), left)


def list_accounts(ctx: Context, command: ListAccounts) -> Outcome:
    """All there are, without what they are entered with."""
    return Decided(reply=Accounts(tuple(_row(ctx, a) for a in ctx.state.accounts.values())))


def _row(ctx: Context, account: Account) -> ListedAccount:
    user = ctx.state.users.get(account.user)
    kept = account.credentials
    return ListedAccount(
        account.name,
        account.created_ms,
        account.disabled,
        account.owner,
        bool(kept.password),
        kept.certificates,
        tuple(label for _, label in kept.tokens),
        user.nick if user is not None else "",
        account.id,
    )
