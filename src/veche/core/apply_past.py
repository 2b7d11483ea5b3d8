"""How conversations of two end, and who may still read them; a part of `core.apply`.

A conversation is of two users. It ends when one of them is gone for good, or speaks for another
account or none. What was said is then kept for whoever stays, and for the accounts of both.
"""

from veche.core.ids import Id
from veche.core.state import Account, Past, State, User

PAST = 500
"""So many each person has; a further one takes the place of the one that ended first, with a guest
if there is any: whoever comes as many guests pushes out none of the others."""


def end_directs(state: State, user: User) -> None:
    """All of the user's. Whoever comes later under its nick has no part in them."""
    account = state.accounts.get(user.account)
    for other_id, conversation in list(user.directs.items()):
        state.journal.drop(user.directs, other_id)
        other = state.users.get(other_id)
        if other is None:
            continue
        if other is not user:
            state.journal.drop(other.directs, user.id)
            _remember(state, state.accounts.get(other.account) or other, conversation, user)
        if account is not None:
            _remember(state, account, conversation, other)


def _remember(state: State, owner: Account | User, conversation: Id, other: User) -> None:
    past = owner.past
    if conversation not in past and len(past) >= PAST:
        first = min(past, key=lambda one: (past[one].account != 0, past[one].ended_ms, one))
        state.journal.drop(past, first)
    ended = Past(other.nick, other.folded, other.account, state.last_ms)
    state.journal.put(past, conversation, ended)


def go_on(state: State, conversation: Id, one: User, other: User) -> None:
    """The two have this conversation, perhaps again."""
    state.journal.put(one.directs, other.id, conversation)
    state.journal.put(other.directs, one.id, conversation)
    for user in (one, other):
        state.journal.drop(state.past_of(user), conversation)
