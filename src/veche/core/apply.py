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
    let_in,
    modes_changed,
    parted,
    topic_set,
)
from veche.core.apply_devices import inherited, marker_moved, stay, user_absent, user_present
from veche.core.apply_metadata import keys_subscribed, metadata_set
from veche.core.apply_moderation import (
    access_changed,
    channel_renamed,
    server_ban_lifted,
    server_ban_set,
    server_locked,
)
from veche.core.apply_past import go_on
from veche.core.apply_presence import host_changed, nicks_watched, realname_changed
from veche.core.apply_push import push_dropped, push_registered
from veche.core.apply_users import (
    attach,
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
    HostChanged,
    HostShown,
    Inherited,
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
    PasswordChanged,
    PushDropped,
    PushDue,
    PushRegistered,
    Reacted,
    RealnameChanged,
    Record,
    Reentered,
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
from veche.core.ids import Id
from veche.core.ranks import HALF_OPERATOR, rank_of
from veche.core.state import AUTO_AWAY, Channel, State

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
            attach(state, user)  # it may have come back, which no record tells
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
    journal.set(state, "most_users", state.present_users)
    journal.set(state, "watchers", {})
    journal.set(state, "subscribers", {})
    journal.set(state, "gone", {})
    journal.set(state, "operators", {})
    forget_life(state)


def _direct_opened(state: State, record: Record, event: DirectOpened) -> None:
    one, other = state.users.get(event.one), state.users.get(event.other)
    if one is not None and other is not None:
        go_on(state, event.conversation, one, other)


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
        let_in(state, target, event.channel)


def _message_sent(state: State, record: Record, event: MessageSent) -> None:
    user = state.users.get(event.user)
    if user is not None and user.active_ms != record.at_ms:  # one stamp a batch
        state.journal.set(user, "active_ms", record.at_ms)
    if not event.target and event.user:
        channel = state.channels.get(event.channel or record.conversation or 0)
        if channel is not None and "W" in channel.modes:
            _slow_down(state, channel, event.user, record.at_ms)


def _slow_down(state: State, channel: Channel, user: Id, at_ms: int) -> None:
    """In slow mode it counts when somebody last spoke."""
    journal, spoke = state.journal, channel.spoke
    journal.drop(spoke, user)
    if len(spoke) >= _SPEAKERS:
        journal.drop(spoke, next(iter(spoke)))
    journal.put(spoke, user, at_ms)


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
    HostChanged: host_changed,
    HostShown: _nothing,
    Reentered: _nothing,
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
    PasswordChanged: _nothing,
    AccountSwitched: account_switched,
    AccountErased: account_erased,
    SettingChanged: setting_changed,
    LoggedIn: logged_in,
    Inherited: inherited,
    LoggedOut: logged_out,
    Attempted: attempted,
    ClaimOffered: claim_offered,
    PushRegistered: push_registered,
    PushDropped: push_dropped,
    PushDue: _nothing,
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
