"""Decisions on channels: entering, leaving, removing, inviting, topics."""

from veche.core.commands import Invite, Join, Kick, Part, PartAll, SetTopic
from veche.core.decide.base import Context, Decided, Happening, Outcome, channel_for, text_fault
from veche.core.decide.views import channel_view
from veche.core.events import (
    AwayChanged,
    ChannelBody,
    ChannelCreated,
    ChannelExpired,
    Invited,
    Joined,
    Kicked,
    Parted,
    TargetBody,
    TextBody,
    TopicSet,
)
from veche.core.ids import Id
from veche.core.names import check_channel, fold
from veche.core.permissions import Act, authorize, restricted
from veche.core.rejections import Code, Rejection
from veche.core.replies import Inviting
from veche.core.state import Channel

FIRST_MODES = "nt"
"""A new channel takes no messages from outside, and its operators set the topic."""


def join(ctx: Context, command: Join) -> Outcome:
    """Enter a channel; where there is none, make it and be its operator.

    An empty channel of guests belongs to whoever enters it first. One that a
    stranger could not have entered is not opened that way: it ends, and its
    name begins another channel with a history of its own.
    """
    state, actor = ctx.state, ctx.actor
    channel = state.find_channel(command.channel)
    if channel is not None and channel.id in actor.channels:
        return Decided()
    if len(actor.channels) >= ctx.limits.channels_per_user:
        detail = str(ctx.limits.channels_per_user)
        return Rejection(Code.TOO_MANY_CHANNELS, command.channel, detail)
    if channel is None:
        return _create(ctx, command.channel, ())
    abandoned = not channel.members and not channel.kept
    if abandoned and restricted(channel):
        return _create(ctx, command.channel, (Happening(ChannelExpired(channel.id)),))
    verdict = authorize(state, actor, Act.JOIN, channel)
    if isinstance(verdict, Rejection):
        return verdict
    key = channel.modes.get("k")
    if key is not None and command.key != key:
        return Rejection(Code.WRONG_KEY, channel.name)
    return _enter(ctx, (), channel.id, channel.name, "o" if abandoned else "")


def _create(ctx: Context, name: str, before: tuple[Happening, ...]) -> Outcome:
    fault = check_channel(name, ctx.limits.channel_chars)
    if fault is not None:
        return fault
    channel = ctx.turn.new_id()
    body = ChannelBody(name, fold(name))
    created = Happening(ChannelCreated(channel, FIRST_MODES), body)
    return _enter(ctx, (*before, created), channel, name, "o")


def _enter(
    ctx: Context, before: tuple[Happening, ...], channel: Id, name: str, letters: str
) -> Decided:
    state, actor = ctx.state, ctx.actor
    joined = Joined(actor.id, channel, letters)
    entry = Happening(joined, TextBody(actor.who, name), channel)
    events = [*before, entry]
    if actor.away:  # IRCv3 away-notify: those who are there learn of it on entry
        events.append(
            Happening(AwayChanged(actor.id, channel), TextBody(actor.who, "", actor.away))
        )
    return Decided(tuple(events), lambda: channel_view(state, state.channels[channel]))


def part(ctx: Context, command: Part) -> Outcome:
    """Leave one channel."""
    channel = channel_for(ctx, Act.SEE, command.channel)
    if isinstance(channel, Rejection):
        return channel
    if channel.id not in ctx.actor.channels:
        return Rejection(Code.NOT_IN_CHANNEL, channel.name)
    reason = command.reason[: ctx.limits.reason_chars]
    fault = text_fault(reason, "reason", ctx.limits.reason_chars)
    return fault or Decided((_parting(ctx, channel, reason),))


def part_all(ctx: Context, command: PartAll) -> Outcome:
    """Leave them all."""
    channels = [ctx.state.channels[channel] for channel in ctx.actor.channels]
    return Decided(tuple(_parting(ctx, channel, "") for channel in channels))


def _parting(ctx: Context, channel: Channel, reason: str) -> Happening:
    body = TextBody(ctx.actor.who, channel.name, reason)
    return Happening(Parted(ctx.actor.id, channel.id), body, channel.id)


def kick(ctx: Context, command: Kick) -> Outcome:
    """Remove a member."""
    channel = channel_for(ctx, Act.KICK, command.channel)
    if isinstance(channel, Rejection):
        return channel
    target = ctx.state.find_user(command.nick)
    if target is None:
        return Rejection(Code.NO_SUCH_NICK, command.nick)
    if target.id not in channel.members:
        return Rejection(Code.THEY_ARE_NOT_IN_CHANNEL, target.nick, channel.name)
    reason = command.reason[: ctx.limits.reason_chars] or ctx.actor.nick
    fault = text_fault(reason, "reason", ctx.limits.reason_chars)
    if fault is not None:
        return fault
    body = TargetBody(ctx.actor.who, channel.name, target.nick, reason)
    return Decided((Happening(Kicked(ctx.actor.id, channel.id, target.id), body, channel.id),))


def invite(ctx: Context, command: Invite) -> Outcome:
    """Ask somebody in. An operator's invitation is good for one entry, past `+b`, `+i`, `+l`."""
    target = ctx.state.find_user(command.nick)
    if target is None:
        return Rejection(Code.NO_SUCH_NICK, command.nick)
    channel = channel_for(ctx, Act.INVITE, command.channel)
    if isinstance(channel, Rejection):
        return channel
    if target.id in channel.members:
        return Rejection(Code.ALREADY_IN_CHANNEL, target.nick, channel.name)
    body = TargetBody(ctx.actor.who, channel.name, target.nick)
    invited = Happening(Invited(ctx.actor.id, channel.id, target.id), body)
    return Decided((invited,), Inviting(target.nick, channel.name, target.away))


def set_topic(ctx: Context, command: SetTopic) -> Outcome:
    """Set the topic, cut to its limit, or clear it."""
    channel = channel_for(ctx, Act.SET_TOPIC, command.channel)
    if isinstance(channel, Rejection):
        return channel
    topic = command.topic[: ctx.limits.topic_chars]
    fault = text_fault(topic, "topic", ctx.limits.topic_chars)
    if fault is not None:
        return fault
    body = TextBody(ctx.actor.who, channel.name, topic)
    return Decided((Happening(TopicSet(ctx.actor.id, channel.id), body, channel.id),))
