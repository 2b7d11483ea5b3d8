"""Decisions for people who have several devices: read markers, and staying without a session."""

from veche.core.commands import (
    MoveMarker,
    Persistence,
    ReadEntry,
    ReadMarker,
    ReadPersistence,
    SetPersistence,
)
from veche.core.decide.base import Context, Decided, Happening, Outcome
from veche.core.decide.metadata import on_entry
from veche.core.decide.views import channel_view
from veche.core.events import MarkerMoved, SettingChanged, TextBody
from veche.core.names import check_channel, check_nick, fold, is_channel
from veche.core.rejections import Code, Rejection
from veche.core.replies import Marker, Persisting
from veche.core.state import PERSISTENCE, Account


def read_marker(ctx: Context, command: ReadMarker) -> Outcome:
    """One's own, wherever it is; others' are nobody's business."""
    fault = _target_fault(ctx, command.target)
    return fault or Decided(reply=Marker(command.target, marker(ctx, command.target)))


def marker(ctx: Context, target: str) -> int:
    """Up to when the actor has read the target; 0 when it has not said."""
    return ctx.state.markers_of(ctx.actor).get(fold(target), 0)


def move_marker(ctx: Context, command: MoveMarker) -> Outcome:
    """Forward, and not into the future; whoever comes with an older one is told the newer."""
    fault = _target_fault(ctx, command.target)
    if fault is not None:
        return fault
    before, actor = marker(ctx, command.target), ctx.actor
    at_ms = min(command.at_ms, ctx.now_ms)
    if at_ms <= before:
        return Decided(reply=Marker(command.target, before))
    moved = MarkerMoved(actor.id, actor.account, at_ms)
    return Decided((Happening(moved, TextBody(actor.who, command.target)),))


def read_entry(ctx: Context, command: ReadEntry) -> Outcome:
    """A channel that the actor is in; it may have left it again since another device came in."""
    channel = ctx.state.find_channel(command.channel)
    if channel is None or channel.id not in ctx.actor.channels:
        return Decided()
    rows = on_entry(ctx, channel)
    return Decided(
        reply=channel_view(ctx.state, channel, rows, marker_ms=marker(ctx, channel.name))
    )


def _target_fault(ctx: Context, target: str) -> Rejection | None:
    if not target:
        return Rejection(Code.NO_NAME)
    if is_channel(target):
        return check_channel(target, ctx.limits.channel_chars)
    return check_nick(target, ctx.limits.nick_chars)


def read_persistence(ctx: Context, command: ReadPersistence) -> Outcome:
    """What one has said, and what holds."""
    account = ctx.state.accounts.get(ctx.actor.account)
    if account is None:
        return Rejection(Code.NOT_LOGGED_IN)
    return Decided(reply=persisting(account))


def set_persistence(ctx: Context, command: SetPersistence) -> Outcome:
    """From now on, on all devices."""
    account = ctx.state.accounts.get(ctx.actor.account)
    if account is None:
        return Rejection(Code.NOT_LOGGED_IN)
    if account.settings.get(PERSISTENCE, "") == command.setting.value:
        return Decided(reply=persisting(account))
    changed = SettingChanged(account.id, PERSISTENCE, command.setting.value)
    return Decided((Happening(changed),))


def persisting(account: Account) -> Persisting:
    """What somebody has said, and what holds."""
    setting = Persistence(account.settings.get(PERSISTENCE, ""))
    return Persisting(setting, account.persists)
