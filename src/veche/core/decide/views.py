"""Frozen pictures of channels and users, for answers."""

from veche.core.permissions import EVERYTHING
from veche.core.replies import ChannelView, Member, MetadataRow
from veche.core.state import Channel, State, User


def member(user: User, letters: str = "") -> Member:
    """A user as a member with these letters."""
    return Member(user.who, letters, user.realname, bool(user.away), "o" in user.modes)


def members(state: State, channel: Channel) -> tuple[Member, ...]:
    """Every member that others see."""
    return tuple(member(user, letters) for user, letters in state.members(channel))


def channel_view(
    state: State,
    channel: Channel,
    metadata: tuple[MetadataRow, ...] | None = (),
    instead_of: str = "",
    marker_ms: int = 0,
) -> ChannelView:
    """The channel as somebody sees it who enters it."""
    return ChannelView(
        channel.id,
        channel.name,
        "s" in channel.modes,
        channel.topic,
        members(state, channel),
        channel.created_ms,
        metadata,
        instead_of,
        marker_ms,
        channel.modes.get("H", EVERYTHING) == EVERYTHING,
    )
