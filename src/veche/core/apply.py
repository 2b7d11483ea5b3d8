"""How events change the state: `apply` is the only writer there is.

Total: an event that no longer fits (its user left meanwhile) changes nothing,
and one whose body was erased changes what can be known without it.
Each change journals its inverse. Must not decide anything: what an event says
has been decided.
"""

from collections.abc import Callable
from typing import Any

from veche.core.apply_accounts import (
    account_created,
    account_erased,
    account_switched,
    attempted,
    claim_offered,
    credentials_changed,
    forget_life,
    logged_in,
    logged_out,
    setting_changed,
)
from veche.core.apply_channels import (
    channel_created,
    channel_expired,
    joined,
    kicked,
    modes_changed,
    parted,
    topic_set,
)
from veche.core.apply_devices import marker_moved, stay, user_absent, user_present
from veche.core.apply_metadata import keys_subscribed, metadata_set
from veche.core.apply_moderation import (
    access_changed,
    channel_renamed,
    server_ban_lifted,
    server_ban_set,
    server_locked,
)
from veche.core.apply_presence import nicks_watched, realname_changed
from veche.core.apply_users import (
    away_changed,
    detach,
    forget_user,
    nick_changed,
    session_attached,
    session_detached,
    user_detached,
    user_left,
    user_modes_changed,
    user_registered,
    user_resumed,
)
from veche.core.events import (
    AccessChanged,
    AccountCreated,
    AccountErased,
    AccountSwitched,
    Attempted,
    Audited,
    AwayChanged,
    ChannelCreated,
    ChannelExpired,
    ChannelMoved,
    ChannelRenamed,
    ClaimOffered,
    CredentialsChanged,
    DirectOpened,
    Event,
    InviteAnnounced,
    Invited,
    Joined,
    KeysSubscribed,
    Kicked,
    LoggedIn,
    LoggedOut,
    MarkerMoved,
    MessageRedacted,
    MessageSent,
    MetadataSet,
    MetadataShown,
    ModesChanged,
    NickChanged,
    NicksWatched,
    Parted,
    Reacted,
    RealnameChanged,
    Record,
    Returned,
    ServerBanLifted,
    ServerBanSet,
    ServerLocked,
    ServerStarted,
    SessionAttached,
    SessionDetached,
    SessionEnded,
    SettingChanged,
    StatusOpened,
    TagsSent,
    TopicSet,
    UserAbsent,
    UserDetached,
    UserLeft,
    UserModesChanged,
    UserPresent,
    UserRegistered,
    UserResumed,
    WallopsSent,
)
from veche.core.ranks import HALF_OPERATOR, rank_of
from veche.core.state import AUTO_AWAY, State

_INVITATIONS = 100
"""So many a user has at once: a further one takes the place of the oldest."""

_SPEAKERS = 1_000
"""So many are remembered in slow mode, those who spoke last."""


def apply(state: State, record: Record) -> None:
    """Carry the record's event out on the state."""
    if record.at_ms > state.last_ms:
        state.last_ms = record.at_ms
    _APPLY[type(record.event)](state, record, record.event)


def _server_started(state: State, record: Record, event: ServerStarted) -> None:
    journal = state.journal
    for session in list(state.sessions):
        journal.drop(state.sessions, session)
    for user in list(state.users.values()):
        if state.persists(user):
            stay(state, user, record)
            journal.set(user, "away", AUTO_AWAY)
            journal.set(user, "modes", user.modes.replace("o", ""))
        elif user.resume:
            journal.set(user, "sessions", {})
            journal.set(user, "away", "")
            journal.set(user, "modes", "")
            journal.set(user, "invited", {})
            detach(state, user, record.at_ms)
        else:
            forget_user(state, user, record.at_ms)
    journal.set(state, "most_users", 0)
    journal.set(state, "watchers", {})
    journal.set(state, "subscribers", {})
    journal.set(state, "gone", {})
    journal.set(state, "operators", {})
    forget_life(state)


def _direct_opened(state: State, record: Record, event: DirectOpened) -> None:
    one, other = state.users.get(event.one), state.users.get(event.other)
    if one is not None and other is not None:
        state.journal.put(one.directs, other.id, event.conversation)
        state.journal.put(other.directs, one.id, event.conversation)


def _status_opened(state: State, record: Record, event: StatusOpened) -> None:
    channel = state.channels.get(event.channel)
    if channel is not None:
        state.journal.put(channel.statuses, event.letter, event.conversation)


def _invited(state: State, record: Record, event: Invited) -> None:
    """Only an operator's invitation, or a half-operator's, opens what operators have closed."""
    target, channel = state.users.get(event.target), state.channels.get(event.channel)
    user = state.users.get(event.user)
    if target is None or channel is None or user is None:
        return
    if rank_of(channel, user) >= HALF_OPERATOR:
        if len(target.invited) >= _INVITATIONS:
            state.journal.drop(target.invited, next(iter(target.invited)))
        state.journal.put(target.invited, event.channel, None)


def _message_sent(state: State, record: Record, event: MessageSent) -> None:
    user = state.users.get(event.user)
    if user is not None and user.active_ms != record.at_ms:  # one stamp a batch
        state.journal.set(user, "active_ms", record.at_ms)
    if not event.target and event.user:
        _slow_down(state, record, event)


def _slow_down(state: State, record: Record, event: MessageSent) -> None:
    """In slow mode it counts when somebody last spoke."""
    channel = state.channels.get(event.channel or record.conversation or 0)
    if channel is not None and "W" in channel.modes:
        journal, spoke = state.journal, channel.spoke
        journal.drop(spoke, event.user)
        if len(spoke) >= _SPEAKERS:
            journal.drop(spoke, next(iter(spoke)))
        journal.put(spoke, event.user, record.at_ms)


def _nothing(state: State, record: Record, event: Event) -> None:
    """Told, but changes nothing."""


_APPLY: dict[type[Event], Callable[[State, Record, Any], None]] = {
    ServerStarted: _server_started,
    UserRegistered: user_registered,
    NickChanged: nick_changed,
    UserLeft: user_left,
    SessionAttached: session_attached,
    SessionDetached: session_detached,
    SessionEnded: _nothing,
    UserDetached: user_detached,
    UserResumed: user_resumed,
    Returned: _nothing,
    AwayChanged: away_changed,
    UserModesChanged: user_modes_changed,
    DirectOpened: _direct_opened,
    ChannelCreated: channel_created,
    ChannelExpired: channel_expired,
    Joined: joined,
    Parted: parted,
    Kicked: kicked,
    TopicSet: topic_set,
    ModesChanged: modes_changed,
    Invited: _invited,
    InviteAnnounced: _nothing,
    RealnameChanged: realname_changed,
    NicksWatched: nicks_watched,
    MessageSent: _message_sent,
    TagsSent: _nothing,
    Reacted: _nothing,
    MessageRedacted: _nothing,
    StatusOpened: _status_opened,
    MetadataSet: metadata_set,
    MetadataShown: _nothing,
    KeysSubscribed: keys_subscribed,
    AccountCreated: account_created,
    CredentialsChanged: credentials_changed,
    AccountSwitched: account_switched,
    AccountErased: account_erased,
    SettingChanged: setting_changed,
    LoggedIn: logged_in,
    LoggedOut: logged_out,
    Attempted: attempted,
    ClaimOffered: claim_offered,
    MarkerMoved: marker_moved,
    UserAbsent: user_absent,
    UserPresent: user_present,
    AccessChanged: access_changed,
    ChannelRenamed: channel_renamed,
    ChannelMoved: _nothing,
    ServerBanSet: server_ban_set,
    ServerBanLifted: server_ban_lifted,
    ServerLocked: server_locked,
    Audited: _nothing,
    WallopsSent: _nothing,
}
