"""Decisions on another password for one's own account.

The old one is asked for, and counted as a login is: a session that was left open does not give
the account away.
"""

import msgspec

from veche.core.commands import ChangePassword, PasswordRenewed
from veche.core.decide.accounts import password_fault
from veche.core.decide.attempts import login_keys, too_many
from veche.core.decide.base import Context, Decided, Happening, Outcome
from veche.core.decide.logins import LOGIN_FAILED, proved
from veche.core.events import CredentialsBody, CredentialsChanged, PasswordChanged, TextBody
from veche.core.rejections import Code, Rejection
from veche.core.replies import PasswordSet, RenewPassword
from veche.core.state import Account, User


def change_password(ctx: Context, command: ChangePassword) -> Outcome:
    """Both passwords go to a helper; what it makes of them comes back by `password_renewed`."""
    account = ctx.state.accounts.get(ctx.actor.account)
    if account is None:
        return Rejection(Code.NOT_LOGGED_IN)
    fault = password_fault(ctx.limits, account.name, command.new.value) or too_many(
        ctx, login_keys(ctx, account.name, command.address)
    )
    if fault is not None:
        return fault
    encoded = account.credentials.password
    work = RenewPassword(
        encoded, command.old, command.new, account.id, account.name, command.address
    )
    return Decided(reply=work)


def password_renewed(ctx: Context, command: PasswordRenewed) -> Outcome:
    """Logins by the old password and by SCRAM with it end; tokens and certificates stay."""
    account = proved(ctx, command)
    if not isinstance(account, Account):
        return account
    before = account.credentials
    if account.id != ctx.actor.account or before.password != command.compared:
        return LOGIN_FAILED  # it was changed meanwhile
    after = msgspec.structs.replace(before, password=command.password, scram=command.scram)
    changed = Happening(CredentialsChanged(account.id), CredentialsBody(after))
    return Decided((changed, *told(account, ctx.actor)), PasswordSet(account.name))


def told(account: Account, user: User | None) -> tuple[Happening, ...]:
    """All the account's sessions hear of it."""
    if user is None:
        return ()
    return (Happening(PasswordChanged(user.id), TextBody(user.who, account.name)),)
