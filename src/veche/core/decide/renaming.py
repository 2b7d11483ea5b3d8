"""Decisions on another name for a channel (IRCv3 channel-rename)."""

from veche.core.commands import RenameChannel
from veche.core.decide.attempts import counted, too_many
from veche.core.decide.audit import audited
from veche.core.decide.base import Context, Decided, Happening, Outcome, channel_for, one_line
from veche.core.events import ChannelRenamed, RenamedBody
from veche.core.names import check_channel, fold
from veche.core.permissions import Act
from veche.core.rejections import Code, Rejection


def rename_channel(ctx: Context, command: RenameChannel) -> Outcome:
    """All of the channel stays as it was: members, modes, lists, what was said."""
    channel = channel_for(ctx, Act.RENAME, command.channel)
    if isinstance(channel, Rejection):
        return channel
    new = command.name
    fault = check_channel(new, ctx.limits.channel_chars)
    if fault is not None:
        return Rejection(Code.CANNOT_RENAME, channel.name, f"{new} {fault.detail}")
    if channel.kept:
        return Rejection(Code.CANNOT_RENAME, channel.name, f"{new} it is the server's own")
    other = ctx.state.find_channel(new)
    if other is not None and other is not channel:
        return Rejection(Code.NAME_TAKEN, channel.name, new)
    if new == channel.name:
        return Decided()
    keys = (f"rename:{channel.id}",)
    limited = too_many(ctx, keys)
    if limited is not None:
        return Rejection(Code.CANNOT_RENAME, channel.name, f"{new} it was renamed just now")
    reason = one_line(command.reason, ctx.limits.reason_chars)
    body = RenamedBody(ctx.actor.who, channel.name, new, fold(new), reason)
    renamed = Happening(ChannelRenamed(ctx.actor.id, channel.id), body, channel.id)
    trail = audited(ctx, "rename", channel.name, new, channel)
    return Decided((renamed, trail, *counted(keys)))
