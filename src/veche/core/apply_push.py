"""How events change which devices are told by push; a part of `core.apply`."""

from collections.abc import Iterable
from typing import cast

from veche.core.events import PushBody, PushDropped, PushRegistered, Record
from veche.core.ids import Id
from veche.core.state import Account, State
from veche.core.subscriptions import Subscription


def push_registered(state: State, record: Record, event: PushRegistered) -> None:
    """One more, or one anew. One whose body was erased has ended since."""
    account = state.accounts.get(event.account)
    if account is None:
        return
    _drop(state, account, event.replaced)
    body = cast(PushBody | None, record.body)
    if body is None:
        return
    made = Subscription(
        account.id,
        record.id,
        record.at_ms,
        body.endpoint,
        body.public,
        body.secret,
        body.capabilities,
    )
    state.journal.drop(account.subscriptions, body.endpoint)  # the newest is the last
    state.journal.put(account.subscriptions, body.endpoint, made)
    state.journal.put(state.pushed, account.id, None)


def push_dropped(state: State, record: Record, event: PushDropped) -> None:
    """Some fewer."""
    account = state.accounts.get(event.account)
    if account is None:
        return
    _drop(state, account, event.records)
    if not account.subscriptions:
        state.journal.drop(state.pushed, account.id)


def _drop(state: State, account: Account, records: Iterable[Id]) -> None:
    gone = dict.fromkeys(records)
    for subscription in list(account.subscriptions.values()):
        if subscription.record in gone:
            state.journal.drop(account.subscriptions, subscription.endpoint)
