"""Decisions on the server's operators: who is one, and what they do to people."""

from veche.core.commands import BecomeOperator, Kill, OperatorChecked, Rehash, Wallops
from veche.core.decide.attaching import end_all
from veche.core.decide.attempts import failed, operator_keys, too_many
from veche.core.decide.audit import audited
from veche.core.decide.base import Context, Decided, Happening, Outcome, one_line, text_fault
from veche.core.events import (
    ModeChange,
    ModesBody,
    SessionDetached,
    TextBody,
    UserLeft,
    UserModesChanged,
    WallopsSent,
)
from veche.core.ids import Id
from veche.core.permissions import is_server_operator
from veche.core.rejections import Code, Rejection
from veche.core.replies import CheckOperator, Left, Ordered, Reload
from veche.core.state import User

_NOT_ALLOWED = Rejection(Code.NOT_ALLOWED)


def become_operator(ctx: Context, command: BecomeOperator) -> Outcome:
    """Whose account owns the server is one at once; others' passwords a helper compares."""
    account = ctx.state.accounts.get(ctx.actor.account)
    if account is not None and account.owner:
        return _become(ctx, account.name)
    limited = too_many(ctx, operator_keys(ctx, command.name, command.address))
    if limited is not None:
        return limited
    return Decided(reply=CheckOperator(command.name, command.password, command.address))


def operator_checked(ctx: Context, command: OperatorChecked) -> Outcome:
    """The helper's word. In the meantime others may have guessed too often."""
    keys = operator_keys(ctx, command.name, command.address)
    limited = too_many(ctx, keys)
    if limited is not None:
        return limited
    if not command.good:
        return failed(keys, Rejection(Code.WRONG_PASSWORD))
    return _become(ctx, command.name)


def _become(ctx: Context, name: str) -> Decided:
    actor = ctx.actor
    if is_server_operator(actor):
        return Decided(reply=Ordered("oper", name))
    body = ModesBody(actor.who, actor.nick, (ModeChange(True, "o"),))
    events = (Happening(UserModesChanged(actor.id), body), audited(ctx, "oper", name))
    return Decided(events, Ordered("oper", name))


def kill(ctx: Context, command: Kill) -> Outcome:
    """The user is gone, on all its sessions."""
    actor = ctx.actor
    if not is_server_operator(actor):
        return _NOT_ALLOWED
    target = ctx.state.find_user(command.nick)
    if target is None:
        return Rejection(Code.NO_SUCH_NICK, command.nick)
    reason = one_line(command.reason, ctx.limits.reason_chars) or "No reason was given"
    why = f"Killed ({actor.nick} ({reason}))"
    trail = audited(ctx, "kill", target.nick, reason)
    if target is actor:
        return Decided((trail, *removal(target, why, but=ctx.session)), Left(why))
    return Decided((trail, *removal(target, why)), Ordered("kill", target.nick))


def removal(user: User, why: str, but: Id = 0) -> tuple[Happening, ...]:
    """The user leaves for good, told why on each session, except on `but`, which is answered."""
    last = (Happening(SessionDetached(but)),) if but else ()
    gone = Happening(UserLeft(user.id), TextBody(user.who, "", why))
    return (*end_all(user, why, but), *last, gone)


def wallops(ctx: Context, command: Wallops) -> Outcome:
    """Told to everybody with user mode w, and to the actor."""
    if not is_server_operator(ctx.actor):
        return _NOT_ALLOWED
    fault = text_fault(command.text, "message", ctx.limits.plain_line_bytes)
    if fault is not None:
        return fault
    body = TextBody(ctx.actor.who, "", command.text)
    return Decided((Happening(WallopsSent(ctx.actor.id), body),), Ordered("wallops"))


def rehash(ctx: Context, command: Rehash) -> Outcome:
    """A helper reads the configuration."""
    if not is_server_operator(ctx.actor):
        return _NOT_ALLOWED
    return Decided((audited(ctx, "rehash"),), Reload())
