"""How acts of moderation change channels and the server; a part of `core.apply`."""

from typing import cast

from veche.core.events import (
    AccessChanged,
    BanBody,
    ChannelRenamed,
    Record,
    RenamedBody,
    ServerBanLifted,
    ServerBanSet,
    ServerLocked,
)
from veche.core.names import fold
from veche.core.replies import ServerBan
from veche.core.state import State

_FORMER = 4
"""So many names that a channel had lead its members to it."""


def access_changed(state: State, record: Record, event: AccessChanged) -> None:
    """An account enters the channel with another rank."""
    channel = state.channels.get(event.channel)
    if channel is None:
        return
    if event.letter:
        state.journal.put(channel.access, event.account, event.letter)
    else:
        state.journal.drop(channel.access, event.account)


def channel_renamed(state: State, record: Record, event: ChannelRenamed) -> None:
    """The channel has another name. One whose body was erased has one that nobody can take."""
    channel = state.channels.get(event.channel)
    if channel is None:
        return
    erased = f"*{event.channel}"
    body = cast(RenamedBody | None, record.body)
    name, folded = (body.new, body.folded) if body else (erased, erased)
    journal = state.journal
    if state.names.get(channel.folded) == channel.id:
        journal.drop(state.names, channel.folded)
    journal.put(state.names, folded, channel.id)
    if folded != channel.folded:
        journal.drop(channel.former, folded)
        journal.put(channel.former, channel.folded, None)
        if len(channel.former) > _FORMER:
            journal.drop(channel.former, next(iter(channel.former)))
    journal.set(channel, "name", name)
    journal.set(channel, "folded", folded)


def server_ban_set(state: State, record: Record, event: ServerBanSet) -> None:
    """Somebody is kept out. One whose body was erased keeps out nobody."""
    body = cast(BanBody | None, record.body)
    if body is None:
        return
    ban = ServerBan(body.mask, body.who.nick, body.text, record.at_ms, event.until_ms)
    state.journal.put(state.bans, fold(body.mask), ban)


def server_ban_lifted(state: State, record: Record, event: ServerBanLifted) -> None:
    """Somebody is let in again."""
    body = cast(BanBody | None, record.body)
    if body is not None:
        state.journal.drop(state.bans, fold(body.mask))


def server_locked(state: State, record: Record, event: ServerLocked) -> None:
    """No guests are let in, or they are again."""
    state.journal.set(state, "locked", event.locked)
