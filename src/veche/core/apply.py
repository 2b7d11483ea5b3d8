"""How events change the state: `apply` is the only writer there is.

Total: an event that no longer fits (its user left meanwhile) changes nothing,
and one whose body was erased changes what can be known without it.
Each change journals its inverse. Must not decide anything: what an event says
has been decided.
"""

from collections.abc import Callable
from typing import Any, cast

from veche.core.apply_channels import (
    channel_created,
    channel_expired,
    joined,
    kicked,
    modes_changed,
    parted,
    remove_member,
    topic_set,
)
from veche.core.events import (
    AwayChanged,
    ChannelCreated,
    ChannelExpired,
    DirectOpened,
    Event,
    Invited,
    Joined,
    Kicked,
    MessageSent,
    ModesBody,
    ModesChanged,
    NickBody,
    NickChanged,
    Parted,
    Record,
    Returned,
    ServerStarted,
    SessionAttached,
    SessionDetached,
    SessionEnded,
    TagsSent,
    TextBody,
    TopicSet,
    UserBody,
    UserDetached,
    UserLeft,
    UserModesChanged,
    UserRegistered,
    UserResumed,
    Who,
)
from veche.core.ids import Id
from veche.core.permissions import is_operator
from veche.core.state import Session, State, User

_INVITATIONS = 100
"""So many a user has at once: a further one takes the place of the oldest."""


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
        if user.resume:
            journal.set(user, "sessions", {})
            journal.set(user, "away", "")
            journal.set(user, "modes", "")
            journal.set(user, "invited", {})
            _detach(state, user, record.at_ms)
        else:
            _forget_user(state, user, record.at_ms)
    journal.set(state, "most_users", 0)


def _user_registered(state: State, record: Record, event: UserRegistered) -> None:
    body = cast(UserBody | None, record.body) or _erased(event.user)
    who = body.who
    user = User(
        id=event.user,
        nick=who.nick,
        folded=body.folded,
        username=who.username,
        host=who.host,
        realname=body.realname,
        registered_ms=record.at_ms,
        active_ms=record.at_ms,
        resume=event.resume,
    )
    journal = state.journal
    journal.put(state.users, user.id, user)
    journal.put(state.nicks, user.folded, user.id)
    if user.resume:
        journal.put(state.resumes, user.resume, user.id)
    _count(state)


def _nick_changed(state: State, record: Record, event: NickChanged) -> None:
    user = state.users.get(event.user)
    if user is None:
        return
    body = cast(NickBody | None, record.body)
    gone = _erased(user.id)
    nick, folded = (body.nick, body.folded) if body else (gone.who.nick, gone.folded)
    journal = state.journal
    journal.drop(state.nicks, user.folded)
    journal.put(state.nicks, folded, user.id)
    journal.set(user, "nick", nick)
    journal.set(user, "folded", folded)


def _erased(user: Id) -> UserBody:
    """What stands for a body that was erased: a name that nobody can take."""
    name = f"*{user}"
    return UserBody(Who(name, "*", "*"), name, "")


def _user_left(state: State, record: Record, event: UserLeft) -> None:
    user = state.users.get(event.user)
    if user is not None:
        _forget_user(state, user, record.at_ms)


def _forget_user(state: State, user: User, at_ms: int) -> None:
    journal = state.journal
    for channel_id in list(user.channels):
        remove_member(state, user, channel_id, at_ms)
    for session in user.sessions:
        journal.drop(state.sessions, session)
    for other_id in user.directs:
        other = state.users.get(other_id)
        if other is not None and other is not user:
            journal.drop(other.directs, user.id)
    journal.drop(state.detached, user.id)
    journal.drop(state.invisible, user.id)
    journal.drop(state.nicks, user.folded)
    if user.resume:
        journal.drop(state.resumes, user.resume)
    journal.drop(state.users, user.id)


def _session_attached(state: State, record: Record, event: SessionAttached) -> None:
    user = state.users.get(event.user)
    if user is None:
        return
    journal = state.journal
    journal.put(state.sessions, event.session, Session(event.session, event.worker, user.id))
    journal.put(user.sessions, event.session, None)
    _attach(state, user)


def _attach(state: State, user: User) -> None:
    if user.detached_ms is not None:
        state.journal.set(user, "detached_ms", None)
        state.journal.drop(state.detached, user.id)
        if "i" in user.modes:
            state.journal.put(state.invisible, user.id, None)
        _count(state)


def _detach(state: State, user: User, at_ms: int) -> None:
    state.journal.set(user, "detached_ms", at_ms)
    state.journal.put(state.detached, user.id, None)
    state.journal.drop(state.invisible, user.id)


def _count(state: State) -> None:
    if state.present_users > state.most_users:
        state.journal.set(state, "most_users", state.present_users)


def _session_detached(state: State, record: Record, event: SessionDetached) -> None:
    user = state.user_of(event.session)
    state.journal.drop(state.sessions, event.session)
    if user is not None:
        state.journal.drop(user.sessions, event.session)


def _user_detached(state: State, record: Record, event: UserDetached) -> None:
    user = state.users.get(event.user)
    if user is not None:
        _detach(state, user, record.at_ms)
        state.journal.set(user, "away", "")


def _user_resumed(state: State, record: Record, event: UserResumed) -> None:
    user = state.users.get(event.user)
    if user is not None:
        _attach(state, user)


def _away_changed(state: State, record: Record, event: AwayChanged) -> None:
    user = state.users.get(event.user)
    if user is not None:
        state.journal.set(user, "away", cast(TextBody, record.body).text)


def _user_modes_changed(state: State, record: Record, event: UserModesChanged) -> None:
    user = state.users.get(event.user)
    if user is None:
        return
    letters = dict.fromkeys(user.modes)
    for change in cast(ModesBody, record.body).changes:
        if change.adding:
            letters[change.letter] = None
        else:
            letters.pop(change.letter, None)
    state.journal.set(user, "modes", "".join(sorted(letters)))
    if "i" in letters:
        state.journal.put(state.invisible, user.id, None)
    else:
        state.journal.drop(state.invisible, user.id)


def _direct_opened(state: State, record: Record, event: DirectOpened) -> None:
    one, other = state.users.get(event.one), state.users.get(event.other)
    if one is not None and other is not None:
        state.journal.put(one.directs, other.id, event.conversation)
        state.journal.put(other.directs, one.id, event.conversation)


def _invited(state: State, record: Record, event: Invited) -> None:
    """Only an operator's invitation opens what operators have closed."""
    target, channel = state.users.get(event.target), state.channels.get(event.channel)
    if target is not None and channel is not None and is_operator(channel, event.user):
        if len(target.invited) >= _INVITATIONS:
            state.journal.drop(target.invited, next(iter(target.invited)))
        state.journal.put(target.invited, event.channel, None)


def _message_sent(state: State, record: Record, event: MessageSent) -> None:
    user = state.users.get(event.user)
    if user is not None and user.active_ms != record.at_ms:  # one stamp a batch
        state.journal.set(user, "active_ms", record.at_ms)


def _nothing(state: State, record: Record, event: Event) -> None:
    """Told, but changes nothing."""


_APPLY: dict[type[Event], Callable[[State, Record, Any], None]] = {
    ServerStarted: _server_started,
    UserRegistered: _user_registered,
    NickChanged: _nick_changed,
    UserLeft: _user_left,
    SessionAttached: _session_attached,
    SessionDetached: _session_detached,
    SessionEnded: _nothing,
    UserDetached: _user_detached,
    UserResumed: _user_resumed,
    Returned: _nothing,
    AwayChanged: _away_changed,
    UserModesChanged: _user_modes_changed,
    DirectOpened: _direct_opened,
    ChannelCreated: channel_created,
    ChannelExpired: channel_expired,
    Joined: joined,
    Parted: parted,
    Kicked: kicked,
    TopicSet: topic_set,
    ModesChanged: modes_changed,
    Invited: _invited,
    MessageSent: _message_sent,
    TagsSent: _nothing,
}
