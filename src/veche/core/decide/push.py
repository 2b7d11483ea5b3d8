"""Decisions on push: only an account has devices, and only its own."""

from veche.core.commands import DropPush, RegisterPush, UnregisterPush
from veche.core.decide.base import Context, Decided, Happening, Outcome
from veche.core.events import PushBody, PushDropped, PushRegistered
from veche.core.rejections import Code, Rejection
from veche.core.replies import PushChanged
from veche.core.subscriptions import Subscription, endpoint_fault, keys_fault

_DAY_MS = 86_400_000
FRESH_MS = _DAY_MS
"""Clients register at every start: what has not changed is written down once in this time."""


def register_push(ctx: Context, command: RegisterPush) -> Outcome:
    """In the place of what the endpoint had, and of the oldest where there would be too many."""
    fault = endpoint_fault(command.endpoint, ctx.limits.push_endpoint_bytes)
    fault = fault or keys_fault(command.public, command.secret)
    if fault:
        return Rejection(Code.BAD_ARGUMENT, "endpoint", f"the subscription {fault}")
    account = ctx.state.accounts.get(ctx.actor.account)
    if account is None:
        return Rejection(Code.NOT_LOGGED_IN)
    reply = PushChanged(command.endpoint, True)
    before = account.subscriptions.get(command.endpoint)
    if before is not None and _is_fresh(ctx, before, command):
        return Decided(reply=reply)
    others = [s for s in account.subscriptions.values() if s is not before]
    too_many = others[: max(0, len(others) + 1 - ctx.limits.push_subscriptions)]
    replaced = [s.record for s in (before, *too_many) if s is not None]
    body = PushBody(command.endpoint, command.public, command.secret, command.capabilities)
    return Decided((Happening(PushRegistered(account.id, tuple(replaced)), body),), reply)


def _is_fresh(ctx: Context, before: Subscription, command: RegisterPush) -> bool:
    same = (before.public, before.secret, before.capabilities)
    wanted = (command.public, command.secret, command.capabilities)
    return same == wanted and ctx.now_ms - before.at_ms < FRESH_MS


def unregister_push(ctx: Context, command: UnregisterPush) -> Outcome:
    """One that is not there is passed over (IRCv3 webpush, "UNREGISTER Subcommand")."""
    account = ctx.state.accounts.get(ctx.actor.account)
    if account is None:
        return Rejection(Code.NOT_LOGGED_IN)
    before = account.subscriptions.get(command.endpoint)
    if before is None:
        return Decided()
    dropped = Happening(PushDropped(account.id, (before.record,)))
    return Decided((dropped,), PushChanged(command.endpoint, False))


def drop_push(ctx: Context, command: DropPush) -> Outcome:
    """Unless it was registered anew meanwhile."""
    account = ctx.state.accounts.get(command.account)
    if account is None or all(s.record != command.record for s in account.subscriptions.values()):
        return Decided()
    return Decided((Happening(PushDropped(account.id, (command.record,))),))


def unused(ctx: Context) -> list[Happening]:
    """Subscriptions that no client has come back to for too long end."""
    oldest_ms = ctx.now_ms - int(ctx.limits.push_unused_days * _DAY_MS)
    ended = []
    for account_id in ctx.state.pushed:
        subscriptions = ctx.state.accounts[account_id].subscriptions.values()
        old = tuple(s.record for s in subscriptions if s.at_ms < oldest_ms)
        if old:
            ended.append(Happening(PushDropped(account_id, old)))
    return ended
