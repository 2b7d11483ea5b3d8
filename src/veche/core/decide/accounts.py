"""Decisions on opening an account, and on owning the server."""

import hashlib
import hmac

from veche.core.commands import ClaimServer, OfferClaim, OpenAccount, PasswordHashed
from veche.core.decide.attempts import counted, failed, login_keys, opening_keys, too_many
from veche.core.decide.audit import audited
from veche.core.decide.base import NOBODY_YET, Context, Decided, Happening, Outcome, text_fault
from veche.core.decide.logins import logged_in
from veche.core.events import (
    AccountBody,
    AccountCreated,
    AccountSwitched,
    ClaimOffered,
    Credentials,
)
from veche.core.limits import Limits
from veche.core.names import check_nick, fold
from veche.core.rejections import Code, Rejection
from veche.core.replies import Claimed, HashPassword, LoggedInAs
from veche.core.state import Account, User


def open_account(ctx: Context, command: OpenAccount) -> Outcome:
    """The password goes to a helper; what it makes of it comes back by `password_hashed`."""
    actor = ctx.actor
    name = command.name or ("" if actor is NOBODY_YET else actor.nick)
    if actor.account:
        return Rejection(Code.ALREADY_LOGGED_IN, actor.account_name)
    if ctx.state.locked:
        return Rejection(Code.REGISTRATION_CLOSED)
    keys = opening_keys(command.address)
    fault = (
        name_fault(ctx, name, actor)
        or password_fault(ctx.limits, name, command.password.value)
        or too_many(ctx, keys)
    )
    if fault is not None:
        return fault
    work = HashPassword(name, command.password, command.address)
    return Decided(counted(keys), work)


def password_hashed(ctx: Context, command: PasswordHashed) -> Outcome:
    """The account is there, and the session logged in to it."""
    actor, name = ctx.actor, command.name
    if actor.account:
        return Rejection(Code.ALREADY_LOGGED_IN, actor.account_name)
    fault = name_fault(ctx, name, actor)
    if fault is not None:
        return fault
    credentials = Credentials(command.password, command.scram)
    account = Account(ctx.turn.new_id(), name, fold(name), ctx.now_ms, credentials)
    made = created(account)
    if actor is NOBODY_YET:
        return Decided((made,), LoggedInAs(account.id, name, opened=True))
    return Decided(
        (made, logged_in(actor, account)),
        lambda: LoggedInAs(account.id, name, actor.who, opened=True),
    )


def created(account: Account) -> Happening:
    """There is such an account from now on."""
    body = AccountBody(account.name, account.folded, account.credentials)
    return Happening(AccountCreated(account.id, account.owner), body)


def name_fault(ctx: Context, name: str, actor: User) -> Rejection | None:
    """Why the actor cannot have an account of this name: accounts are named as users are."""
    if not name:
        return Rejection(Code.NO_NAME)
    fault = check_nick(name, ctx.limits.nick_chars)
    if fault is not None:
        return Rejection(Code.BAD_ACCOUNT_NAME, name, fault.detail)
    folded = fold(name)
    if folded in ctx.state.account_names:
        return Rejection(Code.ACCOUNT_EXISTS, name)
    if ctx.state.nicks.get(folded, actor.id) != actor.id:
        return Rejection(Code.NAME_IN_USE, name)
    return None


def password_fault(limits: Limits, name: str, password: str) -> Rejection | None:
    """Why this cannot be the account's password."""
    if len(password) < limits.password_chars:
        detail = f"it is shorter than {limits.password_chars} characters"
        return Rejection(Code.WEAK_PASSWORD, name, detail)
    if fold(password) == fold(name):
        return Rejection(Code.WEAK_PASSWORD, name, "it is the account's name")
    if len(password.encode()) > limits.password_bytes:
        detail = f"it is longer than {limits.password_bytes} bytes"
        return Rejection(Code.BAD_PASSWORD, name, detail)
    if text_fault(password, "password", limits.password_bytes) is not None:
        return Rejection(Code.BAD_PASSWORD, name, "it has a line break or a NUL in it")
    return None


def offer_claim(ctx: Context, command: OfferClaim) -> Outcome:
    """Whoever knows the code may own the server."""
    return Decided((Happening(ClaimOffered(command.digest)),))


def claim_server(ctx: Context, command: ClaimServer) -> Outcome:
    """The asker's account owns the server; the code is used up."""
    actor = ctx.actor
    account = ctx.state.accounts.get(actor.account)
    if account is None:
        return Rejection(Code.NOT_LOGGED_IN)
    keys = login_keys(ctx, "", command.address)
    limited = too_many(ctx, keys)
    if limited is not None:
        return limited
    digest = hashlib.sha256(command.code.value.encode()).hexdigest()
    if not ctx.state.claim or not hmac.compare_digest(digest, ctx.state.claim):
        return failed(keys, Rejection(Code.WRONG_CODE, account.name))
    owns = Happening(AccountSwitched(account.id, owner=True))
    events = (owns, Happening(ClaimOffered()), audited(ctx, "claim", account.name))
    return Decided(events, Claimed(account.name))
