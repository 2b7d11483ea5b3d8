"""Decisions that only answer: what may this actor know?"""

from collections.abc import Iterator

from veche.core.commands import (
    CountUsers,
    ListChannels,
    ListInvites,
    ReadMasks,
    ReadMembers,
    ReadModes,
    ReadTopic,
    ReadUsers,
    ReadWho,
    ReadWhois,
)
from veche.core.decide.base import Context, Decided, Outcome, channel_for
from veche.core.decide.views import member
from veche.core.masks import matches
from veche.core.names import fold, is_channel
from veche.core.permissions import Act, authorize
from veche.core.ranks import HALF_OPERATOR, rank_of
from veche.core.rejections import Code, Rejection
from veche.core.replies import (
    ChannelModes,
    Channels,
    Counts,
    Invites,
    ListedChannel,
    Masks,
    Names,
    NoTopic,
    Topic,
    UserModes,
    Users,
    Whois,
    WhoReply,
    WhoRow,
)
from veche.core.state import FLAG_LETTERS, MASK_LETTERS, Channel, User

_READABLE = ("display-name", "homepage", "location", "pronouns", "status")
"""Keys of metadata whose values are for people to read (IRCv3 metadata, RPL_WHOISKEYVALUE)."""


def _visible(ctx: Context, name: str) -> Channel | Rejection:
    """The channel, if the actor may know of it."""
    return channel_for(ctx, Act.SEE, name)


def read_topic(ctx: Context, command: ReadTopic) -> Outcome:
    """The topic, or that there is none."""
    channel = _visible(ctx, command.channel)
    if isinstance(channel, Rejection):
        return channel
    if channel.topic is None:
        return Decided(reply=NoTopic(channel.name))
    return Decided(reply=Topic(channel.name, channel.topic))


def read_modes(ctx: Context, command: ReadModes) -> Outcome:
    """A channel's modes, the key for members only; or one's own."""
    if not is_channel(command.target):
        if fold(command.target) == ctx.actor.folded:
            return Decided(reply=UserModes(ctx.actor.modes))
        known = ctx.state.find_user(command.target)
        return Rejection(Code.NOT_YOURSELF if known else Code.NO_SUCH_NICK, command.target)
    channel = _visible(ctx, command.target)
    if isinstance(channel, Rejection):
        return channel
    inside = channel.id in ctx.actor.channels
    modes = [(letter, "") for letter in FLAG_LETTERS if letter in channel.modes]
    if "k" in channel.modes:
        modes.append(("k", channel.modes["k"] if inside else "*"))
    modes += [(letter, channel.modes[letter]) for letter in "lWfHE" if letter in channel.modes]
    return Decided(reply=ChannelModes(channel.name, tuple(modes), channel.created_ms))


def read_masks(ctx: Context, command: ReadMasks) -> Outcome:
    """A mask list. Bans are for all to see; exceptions are the operators' business."""
    channel = _visible(ctx, command.channel)
    if isinstance(channel, Rejection):
        return channel
    if command.letter not in tuple(MASK_LETTERS):
        return Rejection(Code.UNKNOWN_MODE, command.letter, channel.name)
    if command.letter != "b" and rank_of(channel, ctx.actor) < HALF_OPERATOR:
        return Rejection(Code.OPERATOR_NEEDED, channel.name)
    masks = tuple(channel.masks.get(command.letter, {}).values())
    return Decided(reply=Masks(channel.name, command.letter, masks))


def read_members(ctx: Context, command: ReadMembers) -> Outcome:
    """Who is there; nobody, where the actor may not know."""
    channel = _visible(ctx, command.channel)
    if isinstance(channel, Rejection):
        return Decided(reply=Names(command.channel, False, ()))
    seen = tuple(member(user, letters) for user, letters in _members_seen(ctx, channel))
    return Decided(reply=Names(channel.name, "s" in channel.modes, seen))


def _members_seen(ctx: Context, channel: Channel) -> Iterator[tuple[User, str]]:
    inside = channel.id in ctx.actor.channels
    for user, letters in ctx.state.members(channel):
        if inside or "i" not in user.modes:
            yield user, letters


def list_channels(ctx: Context, command: ListChannels) -> Outcome:
    """The channels that the actor may know of and that fit."""
    if command.names:
        channels = [c for name in command.names if (c := ctx.state.find_channel(name))]
    else:
        channels = list(ctx.state.channels.values())
    rows = []
    for channel in channels:
        if isinstance(authorize(ctx.state, ctx.actor, Act.SEE, channel), Rejection):
            continue
        if "p" in channel.modes and not command.names and channel.id not in ctx.actor.channels:
            continue
        count = sum(1 for _ in _members_seen(ctx, channel))
        if (count or channel.kept) and _fits(command, channel, count, ctx.now_ms):
            topic = channel.topic.text if channel.topic else ""
            rows.append(ListedChannel(channel.name, count, topic))
    return Decided(reply=Channels(tuple(rows)))


def _fits(command: ListChannels, channel: Channel, count: int, now_ms: int) -> bool:
    if command.masks and not any(matches(fold(m), channel.folded) for m in command.masks):
        return False
    if any(matches(fold(m), channel.folded) for m in command.not_masks):
        return False
    age_ms = now_ms - channel.created_ms
    topic_age_ms = now_ms - channel.topic.at_ms if channel.topic else None
    return (
        _between(command.more_than, count, command.fewer_than)
        and _between(_ms(command.made_longer_ago_s), age_ms, _ms(command.made_less_ago_s))
        and _between(_ms(command.topic_longer_ago_s), topic_age_ms, _ms(command.topic_less_ago_s))
    )


def _ms(seconds: int | None) -> int | None:
    return None if seconds is None else seconds * 1000


def _between(low: int | None, value: int | None, high: int | None) -> bool:
    if low is None and high is None:
        return True
    if value is None:
        return False
    return (low is None or value > low) and (high is None or value < high)


def read_who(ctx: Context, command: ReadWho) -> Outcome:
    """The members of a channel, or the users that fit a nick or a glob."""
    state, mask = ctx.state, command.mask
    if is_channel(mask):
        channel = _visible(ctx, mask)
        if isinstance(channel, Rejection):
            return Decided(reply=WhoReply(mask, ()))
        rows = [
            WhoRow(channel.name, member(user, letters), _idle_s(ctx, user))
            for user, letters in _members_seen(ctx, channel)
        ]
    else:
        exact = state.find_user(mask)
        found = [exact] if exact is not None else _search(ctx, "*" if mask == "0" else fold(mask))
        rows = [_row(ctx, user) for user in found]
    if command.operators:
        rows = [row for row in rows if row.member.operator]
    return Decided(reply=WhoReply(mask, tuple(rows)))


def _idle_s(ctx: Context, user: User) -> int:
    return max(0, ctx.now_ms - user.active_ms) // 1000


def _search(ctx: Context, mask: str) -> list[User]:
    return [
        user
        for user in ctx.state.users.values()
        if user.present
        and not isinstance(authorize(ctx.state, ctx.actor, Act.SEE_USER, user), Rejection)
        and (matches(mask, user.folded) or matches(mask, fold(user.host)) or mask == "*")
    ]


def _row(ctx: Context, user: User) -> WhoRow:
    for channel in _channels_seen(ctx, user):
        shown = member(user, channel.members[user.id])
        return WhoRow(channel.name, shown, _idle_s(ctx, user))
    return WhoRow("*", member(user), _idle_s(ctx, user))


def _channels_seen(ctx: Context, user: User) -> Iterator[Channel]:
    for channel_id in user.channels:
        channel = ctx.state.channels[channel_id]
        inside = channel_id in ctx.actor.channels
        hidden = "s" in channel.modes or "p" in channel.modes or "i" in user.modes
        if inside or not hidden:
            yield channel


def read_whois(ctx: Context, command: ReadWhois) -> Outcome:
    """All about one user that the actor may know."""
    user = ctx.state.find_user(command.nick)
    if user is None:
        return Rejection(Code.NO_SUCH_NICK, command.nick)
    channels = tuple((c.name, c.members[user.id]) for c in _channels_seen(ctx, user))
    reply = Whois(
        member=member(user),
        modes=user.modes,
        channels=channels,
        away=user.away,
        idle_s=_idle_s(ctx, user),
        since_ms=user.registered_ms,
        itself=user is ctx.actor,
        metadata=tuple((k, v) for k, v in ctx.state.metadata_of(user).items() if k in _READABLE),
    )
    return Decided(reply=reply)


def read_users(ctx: Context, command: ReadUsers) -> Outcome:
    """Those of the nicks that are here."""
    found = (ctx.state.find_user(nick) for nick in command.nicks)
    return Decided(reply=Users(tuple(member(user) for user in found if user is not None)))


def count_users(ctx: Context, command: CountUsers) -> Outcome:
    """How many are here."""
    state = ctx.state
    counts = Counts(
        state.present_users,
        len(state.invisible),
        len(state.channels),
        state.most_users,
        len(state.operators),
        len(state.sessions),
    )
    return Decided(reply=counts)


def list_invites(ctx: Context, command: ListInvites) -> Outcome:
    """Where the actor is invited to."""
    channels = ctx.state.channels
    return Decided(
        reply=Invites(tuple(channels[c].name for c in ctx.actor.invited if c in channels))
    )
