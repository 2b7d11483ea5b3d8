"""Which sessions are told of a value of metadata.

Owns that audience (IRCv3 metadata, "Notifications"): those that asked for the key, of users who
are in the channel, or share one with the user, or watch it. Asked before an event is applied.
"""

from collections.abc import Callable, Sequence

from veche.core.audience import Sessions
from veche.core.events import Joined, MetadataBody, MetadataShown, Record, Returned
from veche.core.ids import Id
from veche.core.presence import Notice
from veche.core.state import Channel, State, User


def entered(state: State, record: Record, new_id: Callable[[], Id]) -> Sequence[Notice]:
    """What members are told when a user comes in: its values of the keys they asked for."""
    event = record.event
    if not state.subscribers or not isinstance(event, Joined | Returned):
        return ()
    user, channel = state.users.get(event.user), state.channels.get(event.channel)
    if user is None or channel is None:
        return ()
    found = []
    for key, value in state.metadata_of(user).items():
        sessions = tuple(_inside(state, channel, key, user))
        if sessions:
            body = MetadataBody(user.who, user.nick, key, value)
            shown = Record(new_id(), record.at_ms, None, MetadataShown(user.id), body)
            found.append(Notice(shown, Sessions(sessions)))
    return found


def _inside(state: State, channel: Channel, key: str, but: User) -> list[Id]:
    """Sessions of members that ask for the key, but those of one user."""
    found = []
    for session in state.subscribers.get(key, ()):
        other = state.user_of(session)
        if other is not None and other is not but and channel.id in other.channels:
            found.append(session)
    return found


def rows_for(state: State, session: Id, channel: Channel) -> list[tuple[str, str, str]]:
    """What a session is to know of a channel it enters: target, key and value for all keys that it
    asked for, of the channel and of its members."""
    entry = state.sessions.get(session)
    if entry is None or not entry.keys:
        return []
    rows = _chosen(channel.name, channel.metadata, entry.keys)
    for user, _ in state.members(channel):
        if user.id != entry.user:
            rows += _chosen(user.nick, state.metadata_of(user), entry.keys)
    return rows


def rows_of(state: State, user: User, keys: dict[str, None]) -> list[tuple[str, str, str]]:
    """The same for a user and all its channels, as far as these keys go; each target once."""
    rows = _chosen(user.nick, state.metadata_of(user), keys)
    seen = {user.id: None}
    for channel_id in user.channels:
        channel = state.channels[channel_id]
        rows += _chosen(channel.name, channel.metadata, keys)
        for other, _ in state.members(channel):
            if other.id not in seen:
                seen[other.id] = None
                rows += _chosen(other.nick, state.metadata_of(other), keys)
    return rows


def _chosen(
    name: str, metadata: dict[str, str], keys: dict[str, None]
) -> list[tuple[str, str, str]]:
    return [(name, key, value) for key, value in metadata.items() if key in keys]
