"""How events change users and their sessions; a part of `core.apply`."""

from typing import cast

from veche.core.apply_accounts import leave_account
from veche.core.apply_channels import remove_member
from veche.core.apply_metadata import unsubscribe
from veche.core.apply_past import end_directs
from veche.core.apply_presence import remember, unwatch
from veche.core.events import (
    AwayChanged,
    ModesBody,
    NickBody,
    NickChanged,
    Record,
    SessionAttached,
    SessionDetached,
    TextBody,
    UserBody,
    UserDetached,
    UserLeft,
    UserModesChanged,
    UserRegistered,
    UserResumed,
    Who,
)
from veche.core.ids import Id
from veche.core.skeletons import skeleton
from veche.core.state import Session, State, User


def user_registered(state: State, record: Record, event: UserRegistered) -> None:
    """A guest came."""
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
    journal.put(state.looks, skeleton(user.nick), user.id)
    if user.resume:
        journal.put(state.resumes, user.resume, user.id)
    _count(state)


def nick_changed(state: State, record: Record, event: NickChanged) -> None:
    """A user has another nick."""
    user = state.users.get(event.user)
    if user is None:
        return
    body = cast(NickBody | None, record.body)
    gone = _erased(user.id)
    nick, folded = (body.nick, body.folded) if body else (gone.who.nick, gone.folded)
    remember(state, user, record)
    journal = state.journal
    journal.drop(state.nicks, user.folded)
    journal.put(state.nicks, folded, user.id)
    _forget_looks(state, user)
    journal.put(state.looks, skeleton(nick), user.id)
    journal.set(user, "nick", nick)
    journal.set(user, "folded", folded)


def _forget_looks(state: State, user: User) -> None:
    looks = skeleton(user.nick)
    if state.looks.get(looks) == user.id:
        state.journal.drop(state.looks, looks)


def _erased(user: Id) -> UserBody:
    """What stands for a body that was erased: a name that nobody can take."""
    name = f"*{user}"
    return UserBody(Who(name, "*", "*"), name, "")


def user_left(state: State, record: Record, event: UserLeft) -> None:
    """A user is gone for good."""
    user = state.users.get(event.user)
    if user is not None:
        remember(state, user, record)
        forget_user(state, user, record.at_ms)


def forget_user(state: State, user: User, at_ms: int) -> None:
    """Nothing is left of the user."""
    journal = state.journal
    for channel_id in list(user.channels):
        remove_member(state, user, channel_id, at_ms)
    for session in user.sessions:
        unwatch(state, session)
        unsubscribe(state, session)
        journal.drop(state.sessions, session)
    end_directs(state, user)
    journal.drop(state.detached, user.id)
    journal.drop(state.invisible, user.id)
    journal.drop(state.operators, user.id)
    journal.drop(state.nicks, user.folded)
    _forget_looks(state, user)
    if user.resume:
        journal.drop(state.resumes, user.resume)
    leave_account(state, user)
    journal.drop(state.users, user.id)


def session_attached(state: State, record: Record, event: SessionAttached) -> None:
    """A session speaks for a user."""
    user = state.users.get(event.user)
    if user is None:
        return
    journal = state.journal
    journal.put(state.sessions, event.session, Session(event.session, event.worker, user.id))
    journal.put(user.sessions, event.session, None)
    attach(state, user)


def attach(state: State, user: User) -> None:
    """Others see the user, whether or not they did."""
    if user.detached_ms is not None:
        state.journal.set(user, "detached_ms", None)
        state.journal.drop(state.detached, user.id)
        if "i" in user.modes:
            state.journal.put(state.invisible, user.id, None)
        if "o" in user.modes:
            state.journal.put(state.operators, user.id, None)
        _count(state)


def detach(state: State, user: User, at_ms: int) -> None:
    """Others do not see the user any more."""
    state.journal.set(user, "detached_ms", at_ms)
    state.journal.put(state.detached, user.id, None)
    state.journal.drop(state.invisible, user.id)
    state.journal.drop(state.operators, user.id)


def _count(state: State) -> None:
    if state.present_users > state.most_users:
        state.journal.set(state, "most_users", state.present_users)


def session_detached(state: State, record: Record, event: SessionDetached) -> None:
    """A session is gone."""
    user = state.user_of(event.session)
    unwatch(state, event.session)
    unsubscribe(state, event.session)
    state.journal.drop(state.sessions, event.session)
    if user is not None:
        state.journal.drop(user.sessions, event.session)


def user_detached(state: State, record: Record, event: UserDetached) -> None:
    """A user's last session is gone; it may come back."""
    user = state.users.get(event.user)
    if user is not None:
        remember(state, user, record)
        detach(state, user, record.at_ms)
        state.journal.set(user, "away", "")


def user_resumed(state: State, record: Record, event: UserResumed) -> None:
    """A user that nobody saw is back."""
    user = state.users.get(event.user)
    if user is not None:
        attach(state, user)


def away_changed(state: State, record: Record, event: AwayChanged) -> None:
    """A user is away, or back."""
    user = state.users.get(event.user)
    if user is not None:
        state.journal.set(user, "away", cast(TextBody, record.body).text)


def user_modes_changed(state: State, record: Record, event: UserModesChanged) -> None:
    """A user has other modes."""
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
    for letter, having in (("i", state.invisible), ("o", state.operators)):
        if letter in letters:
            state.journal.put(having, user.id, None)
        else:
            state.journal.drop(having, user.id)
