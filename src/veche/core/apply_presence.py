"""How events change realnames and hosts, what sessions watch, and who is remembered; a part of
`core.apply`."""

from typing import cast

from veche.core.events import (
    HostBody,
    HostChanged,
    NicksWatched,
    RealnameChanged,
    Record,
    TextBody,
)
from veche.core.ids import Id
from veche.core.replies import WasHere
from veche.core.state import State, User

REMEMBERED = 1_000
"""So many of those who went are known; beyond them the earliest are forgotten."""


def realname_changed(state: State, record: Record, event: RealnameChanged) -> None:
    """A user has another realname, none if that was erased."""
    user = state.users.get(event.user)
    if user is not None:
        body = cast(TextBody | None, record.body)
        state.journal.set(user, "realname", body.text if body else "")


def host_changed(state: State, record: Record, event: HostChanged) -> None:
    """A user is seen under another username and host, under `*` if that was erased."""
    user = state.users.get(event.user)
    if user is None:
        return
    body = cast(HostBody | None, record.body)
    came_as = user.came_as or (user.username, user.host)
    username, host = (body.username, body.host) if body else ("*", "*")
    state.journal.set(user, "came_as", None if came_as == (username, host) else came_as)
    state.journal.set(user, "username", username)
    state.journal.set(user, "host", host)


def nicks_watched(state: State, record: Record, event: NicksWatched) -> None:
    """A session watches these nicks."""
    session = state.sessions.get(event.session)
    if session is not None:
        unwatch(state, session.id)
        for folded, _ in event.nicks:
            state.journal.enlist(state.watchers, folded, session.id)
        state.journal.set(session, "watching", dict(event.nicks))


def unwatch(state: State, session_id: Id) -> None:
    """A session watches nobody."""
    session = state.sessions.get(session_id)
    if session is None or not session.watching:
        return
    for folded in session.watching:
        state.journal.strike(state.watchers, folded, session_id)
    state.journal.set(session, "watching", {})


def remember(state: State, user: User, record: Record) -> None:
    """The user gives up its nick."""
    if not user.present:
        return
    gone = state.gone
    if len(gone) >= REMEMBERED:
        state.journal.drop(gone, min(gone))
    state.journal.put(gone, record.id, WasHere(user.who, user.realname, record.at_ms))
