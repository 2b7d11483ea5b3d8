"""How events change metadata and who is told of it; a part of `core.apply`."""

from typing import cast

from veche.core.events import KeysSubscribed, MetadataBody, MetadataSet, Record
from veche.core.ids import Id
from veche.core.state import Account, Channel, State, User


def metadata_set(state: State, record: Record, event: MetadataSet) -> None:
    """A key has another value, or none. Whose value was erased, nobody knows the key of."""
    body = cast(MetadataBody | None, record.body)
    owner: Channel | Account | User | None
    if event.channel:
        owner = state.channels.get(event.channel)
    elif event.account:
        owner = state.accounts.get(event.account)
    else:
        owner = state.users.get(event.target)
    if owner is None or body is None:
        return
    if body.value:
        state.journal.put(owner.metadata, body.key, body.value)
    else:
        state.journal.drop(owner.metadata, body.key)


def keys_subscribed(state: State, record: Record, event: KeysSubscribed) -> None:
    """A session is told of these keys."""
    session = state.sessions.get(event.session)
    if session is None:
        return
    unsubscribe(state, session.id)
    for key in event.keys:
        state.journal.enlist(state.subscribers, key, session.id)
    state.journal.set(session, "keys", dict.fromkeys(event.keys))


def unsubscribe(state: State, session_id: Id) -> None:
    """A session is told of no keys."""
    session = state.sessions.get(session_id)
    if session is None or not session.keys:
        return
    for key in session.keys:
        state.journal.strike(state.subscribers, key, session_id)
    state.journal.set(session, "keys", {})
