"""Decisions on channels: entering, leaving, removing, inviting, topics."""

from veche.core.commands import Invite, Join, Kick, Part, PartAll, SetTopic
from veche.core.decide.audit import audited
from veche.core.decide.base import Context, Decided, Happening, Outcome, channel_for, text_fault
from veche.core.decide.devices import marker
from veche.core.decide.metadata import on_entry
from veche.core.decide.views import channel_view
from veche.core.events import (
    AccessChanged,
    AwayChanged,
    ChannelBody,
    ChannelCreated,
    ChannelExpired,
    InviteAnnounced,
    Invited,
    Joined,
    Kicked,
    ModeChange,
    ModesBody,
    ModesChanged,
    Parted,
    TargetBody,
    TextBody,
    TopicSet,
)
from veche.core.events.bodies import SERVER
from veche.core.ids import Id
from veche.core.names import check_channel, fold
from veche.core.permissions import Act, authorize, restricted
from veche.core.ranks import letters_for, rank_of, stands_over
from veche.core.rejections import Code, Rejection
from veche.core.replies import ChannelView, Inviting
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
    abandoned = not channel.members and not channel.kept and not channel.access
    if abandoned and restricted(channel):
        return _create(ctx, command.channel, (Happening(ChannelExpired(channel.id)),))
    refused = _entry_fault(ctx, channel, command.key)
    if refused is not None:
        return _forwarded(ctx, channel, refused)
    return _enter(ctx, (), channel.id, channel.name, "o" if abandoned else "")


def _entry_fault(ctx: Context, channel: Channel, given: str) -> Rejection | None:
    """Why the actor cannot enter. Whom the access list names needs no key."""
    verdict = authorize(ctx.state, ctx.actor, Act.JOIN, channel)
    if isinstance(verdict, Rejection):
        return verdict
    key = channel.modes.get("k")
    if key is None or given == key or letters_for(channel, ctx.actor.account):
        return None
    return Rejection(Code.WRONG_KEY, channel.name)


def _forwarded(ctx: Context, channel: Channel, refused: Rejection) -> Outcome:
    """Into the channel that mode `f` names instead, if that one lets the actor in."""
    state, actor = ctx.state, ctx.actor
    there = state.find_channel(channel.modes.get("f", ""))
    if there is None or there.id in actor.channels or _entry_fault(ctx, there, "") is not None:
        return refused
    return _enter(ctx, (), there.id, there.name, "", channel.name)


def _create(ctx: Context, name: str, before: tuple[Happening, ...]) -> Outcome:
    fault = check_channel(name, ctx.limits.channel_chars)
    if fault is not None:
        return fault
    channel = ctx.turn.new_id()
    body = ChannelBody(name, fold(name))
    created = Happening(ChannelCreated(channel, FIRST_MODES), body)
    return _enter(ctx, (*before, created, *_founded(ctx, channel)), channel, name, "o")


def _founded(ctx: Context, channel: Id) -> tuple[Happening, ...]:
    """A new channel is its maker's for good, if that has an account and not too many already."""
    account = ctx.actor.account
    if not account:
        return ()
    theirs = sum(1 for c in ctx.state.channels.values() if c.access.get(account) == "q")
    if theirs >= ctx.limits.channels_per_user:
        return ()
    return (Happening(AccessChanged(channel, account, "q")),)


def _enter(
    ctx: Context,
    before: tuple[Happening, ...],
    channel: Id,
    name: str,
    letters: str,
    instead_of: str = "",
) -> Decided:
    state, actor = ctx.state, ctx.actor
    joined = Joined(actor.id, channel, letters)
    entry = Happening(joined, TextBody(actor.who, name, actor.realname), channel)
    events = [*before, entry, *_ranked(ctx, channel, name)]
    if actor.away:  # IRCv3 away-notify: those who are there learn of it on entry
        events.append(
            Happening(AwayChanged(actor.id, channel), TextBody(actor.who, "", actor.away))
        )

    def view() -> ChannelView:
        entered = state.channels[channel]
        marker_ms = marker(ctx, entered.name)
        return channel_view(state, entered, on_entry(ctx, entered), instead_of, marker_ms)

    return Decided(tuple(events), view)


def _ranked(ctx: Context, channel_id: Id, name: str) -> tuple[Happening, ...]:
    """The rank that the access list gives, told to all as an act of the server."""
    actor, channel = ctx.actor, ctx.state.channels.get(channel_id)
    letters = letters_for(channel, actor.account) if channel else ""
    if not letters:
        return ()
    changes = tuple(ModeChange(True, letter, actor.nick, actor.id) for letter in letters)
    body = ModesBody(SERVER, name, changes)
    return (Happening(ModesChanged(actor.id, channel_id), body, channel_id),)


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
    if not stands_over(rank_of(channel, ctx.actor), rank_of(channel, target)):
        return Rejection(Code.OPERATOR_NEEDED, channel.name)
    reason = command.reason[: ctx.limits.reason_chars] or ctx.actor.nick
    fault = text_fault(reason, "reason", ctx.limits.reason_chars)
    if fault is not None:
        return fault
    body = TargetBody(ctx.actor.who, channel.name, target.nick, reason)
    kicked = Happening(Kicked(ctx.actor.id, channel.id, target.id), body, channel.id)
    trail = audited(ctx, "kick", channel.name, f"{target.nick} {reason}", channel)
    return Decided((kicked, trail))


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
    announced = Happening(InviteAnnounced(ctx.actor.id, channel.id, target.id), body)
    return Decided((invited, announced), Inviting(target.nick, channel.name, target.away))


def set_topic(ctx: Context, command: SetTopic) -> Outcome:
    """Set the topic, cut to its limit, or clear it. What it is already changes nothing."""
    channel = channel_for(ctx, Act.SET_TOPIC, command.channel)
    if isinstance(channel, Rejection):
        return channel
    topic = command.topic[: ctx.limits.topic_chars]
    fault = text_fault(topic, "topic", ctx.limits.topic_chars)
    if fault is not None:
        return fault
    if topic == (channel.topic.text if channel.topic else ""):
        return Decided()
    body = TextBody(ctx.actor.who, channel.name, topic)
    return Decided((Happening(TopicSet(ctx.actor.id, channel.id), body, channel.id),))
