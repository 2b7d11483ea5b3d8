"""How events change what several devices share, and who stays without any; a part of
`core.apply`."""

from typing import cast

from veche.core.apply_accounts import leave_account
from veche.core.apply_channels import end_stays, let_in
from veche.core.events import Inherited, MarkerMoved, Record, TextBody, UserAbsent, UserPresent
from veche.core.names import fold
from veche.core.state import State, User

MARKERS = 2_000
"""So many each person has; a further one takes the place of the oldest."""


def marker_moved(state: State, record: Record, event: MarkerMoved) -> None:
    """Somebody has read on; never back."""
    user, account = state.users.get(event.user), state.accounts.get(event.account)
    owner = account or user
    body = cast(TextBody | None, record.body)
    if owner is None or body is None:
        return
    target = fold(body.name)
    if owner.markers.get(target, 0) >= event.at_ms:
        return
    if target not in owner.markers and len(owner.markers) >= MARKERS:
        state.journal.drop(owner.markers, next(iter(owner.markers)))
    state.journal.put(owner.markers, target, event.at_ms)


def user_absent(state: State, record: Record, event: UserAbsent) -> None:
    """A user stays, with no session."""
    user = state.users.get(event.user)
    if user is not None:
        stay(state, user, record)


def stay(state: State, user: User, record: Record) -> None:
    """The user has missed everything since the record."""
    if not user.absent:
        state.journal.set(user, "absent", record.id)
    state.journal.set(user, "sessions", {})


def user_present(state: State, record: Record, event: UserPresent) -> None:
    """A user has a session again."""
    user = state.users.get(event.user)
    if user is not None:
        state.journal.set(user, "absent", 0)


def inherited(state: State, record: Record, event: Inherited) -> None:
    """What was a user's alone is another's, who speaks for no other account any more: that one
    has no part in it. What the heir has itself goes before."""
    user, heir = state.users.get(event.user), state.users.get(event.heir)
    if user is None or heir is None or user is heir:
        return
    leave_account(state, heir)
    journal = state.journal
    for other_id, conversation in list(user.directs.items()):
        other = state.users.get(other_id)
        if other is None or other is heir:
            continue
        successor = heir if other is user else other
        if successor.id in heir.directs:
            continue
        journal.drop(user.directs, other_id)
        journal.drop(other.directs, user.id)
        journal.put(successor.directs, heir.id, conversation)
        journal.put(heir.directs, successor.id, conversation)
    for channel in user.invited:
        let_in(state, heir, channel)
    end_stays(state, user, record.id, heir)
