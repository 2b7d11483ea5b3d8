"""How events change channels and memberships; a part of `core.apply`."""

from typing import cast

from veche.core.events import (
    ChannelBody,
    ChannelCreated,
    ChannelExpired,
    Joined,
    Kicked,
    ModeChange,
    ModesBody,
    ModesChanged,
    Parted,
    Record,
    TextBody,
    TopicSet,
)
from veche.core.ids import Id
from veche.core.names import fold
from veche.core.replies import Mask, TopicView
from veche.core.state import MASK_LETTERS, MEMBER_LETTERS, Channel, State, User

INVITATIONS = 100
"""So many a user has at once: a further one takes the place of the oldest."""
STAYS = 16
"""So many stays in a channel are remembered, and"""
STAYED_CHANNELS = 200
"""so many channels, for those that show their members what was said while they were there."""


def channel_created(state: State, record: Record, event: ChannelCreated) -> None:
    """A channel is there, with its first modes, empty."""
    erased = f"*{event.channel}"
    body = cast(ChannelBody | None, record.body) or ChannelBody(erased, erased)
    channel = Channel(
        id=event.channel,
        name=body.name,
        folded=body.folded,
        created_ms=record.at_ms,
        kept=event.kept,
        modes=dict.fromkeys(event.modes, ""),
        empty_ms=record.at_ms,
    )
    state.journal.put(state.channels, channel.id, channel)
    state.journal.put(state.names, channel.folded, channel.id)


def channel_expired(state: State, record: Record, event: ChannelExpired) -> None:
    """A channel is gone, and everybody from it."""
    channel = state.channels.get(event.channel)
    if channel is None:
        return
    for user_id in list(channel.members):
        state.journal.drop(state.users[user_id].stays, channel.id)
        remove_member(state, state.users[user_id], channel.id, record.at_ms)
    if state.names.get(channel.folded) == channel.id:
        state.journal.drop(state.names, channel.folded)
    state.journal.drop(state.channels, channel.id)


def joined(state: State, record: Record, event: Joined) -> None:
    """A user is a member."""
    user, channel = state.users.get(event.user), state.channels.get(event.channel)
    if user is None or channel is None:
        return
    journal = state.journal
    journal.put(channel.members, user.id, event.letters)
    journal.put(user.channels, channel.id, None)
    journal.drop(user.invited, channel.id)
    _begin_stay(state, user, channel.id, record.id)
    if channel.empty_ms is not None:
        journal.set(channel, "empty_ms", None)


def let_in(state: State, user: User, channel: Id) -> None:
    """The user may enter once, whatever operators have closed."""
    if channel not in user.invited and len(user.invited) >= INVITATIONS:
        state.journal.drop(user.invited, next(iter(user.invited)))
    state.journal.put(user.invited, channel, None)


def parted(state: State, record: Record, event: Parted) -> None:
    """A member left."""
    user = state.users.get(event.user)
    if user is not None:
        _end_stay(state, user, event.channel, record.id)
        remove_member(state, user, event.channel, record.at_ms)


def kicked(state: State, record: Record, event: Kicked) -> None:
    """A member was removed."""
    target = state.users.get(event.target)
    if target is not None:
        _end_stay(state, target, event.channel, record.id)
        remove_member(state, target, event.channel, record.at_ms)


def _begin_stay(state: State, user: User, channel: Id, record: Id) -> None:
    """From this record on the user may read along. The longest ago goes when they are too many."""
    stays = user.stays.get(channel, ())
    if channel not in user.stays and len(user.stays) >= STAYED_CHANNELS:
        left = next((c for c in user.stays if c not in user.channels), None)
        if left is not None:
            state.journal.drop(user.stays, left)
    state.journal.put(user.stays, channel, (*stays, (record, 0))[-STAYS:])


def _end_stay(state: State, user: User, channel: Id, record: Id) -> None:
    stays = user.stays.get(channel, ())
    if stays and stays[-1][1] == 0:
        state.journal.put(user.stays, channel, (*stays[:-1], (stays[-1][0], record)))


def end_stays(state: State, user: User, record: Id, heir: User) -> None:
    """What the user may read for having been there, the heir may read, before what it may."""
    for channel, stays in user.stays.items():
        ended = tuple((first, last or record) for first, last in stays)
        kept = (*ended, *heir.stays.get(channel, ()))[-STAYS:]
        if channel in heir.stays or len(heir.stays) < STAYED_CHANNELS:
            state.journal.put(heir.stays, channel, kept)


def forget_stays(state: State, user: User) -> None:
    """Of where the user was, it may read only where it still is."""
    for channel, stays in list(user.stays.items()):
        going_on = tuple(stay for stay in stays if not stay[1])
        if going_on:
            state.journal.put(user.stays, channel, going_on)
        else:
            state.journal.drop(user.stays, channel)


def remove_member(state: State, user: User, channel_id: Id, at_ms: int) -> None:
    """The user is no member any more; an emptied channel notes the time."""
    journal = state.journal
    journal.drop(user.channels, channel_id)
    channel = state.channels.get(channel_id)
    if channel is None or user.id not in channel.members:
        return
    journal.drop(channel.members, user.id)
    if not channel.members:
        journal.set(channel, "empty_ms", at_ms)


def topic_set(state: State, record: Record, event: TopicSet) -> None:
    """The channel has another topic, or none."""
    channel = state.channels.get(event.channel)
    if channel is None:
        return
    body = cast(TextBody | None, record.body)
    topic = TopicView(body.text, body.who.nick, record.at_ms) if body and body.text else None
    state.journal.set(channel, "topic", topic)


def modes_changed(state: State, record: Record, event: ModesChanged) -> None:
    """The channel's modes, lists and members' letters changed."""
    channel = state.channels.get(event.channel)
    if channel is None:
        return
    body = cast(ModesBody | None, record.body)
    if body is None:
        return
    for change in body.changes:
        if change.letter in MEMBER_LETTERS:
            _change_member(state, channel, change)
        elif change.letter in MASK_LETTERS:
            _change_mask(state, channel, change, body.who.nick, record.at_ms)
        elif change.adding:
            state.journal.put(channel.modes, change.letter, change.argument)
        else:
            state.journal.drop(channel.modes, change.letter)
            if change.letter == "W":
                state.journal.set(channel, "spoke", {})


def _change_member(state: State, channel: Channel, change: ModeChange) -> None:
    letters = channel.members.get(change.user)
    if letters is None:
        return
    kept = letters.replace(change.letter, "")
    if change.adding:
        kept = "".join(x for x in MEMBER_LETTERS if x in kept or x == change.letter)
    state.journal.put(channel.members, change.user, kept)


def _change_mask(state: State, channel: Channel, change: ModeChange, by: str, at_ms: int) -> None:
    masks = channel.masks.get(change.letter)
    if masks is None:
        masks = {}
        state.journal.put(channel.masks, change.letter, masks)
    if change.adding:
        state.journal.put(masks, fold(change.argument), Mask(change.argument, by, at_ms))
    else:
        state.journal.drop(masks, fold(change.argument))
