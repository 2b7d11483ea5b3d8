"""Which conversations of two a nick means to somebody.

Owns what it may mean, and the order of that. Whether it may be read is asked of `permissions`.
"""

from typing import NamedTuple

from veche.core.ids import Id
from veche.core.names import fold
from veche.core.state import Past, State, User


class Direct(NamedTuple):
    """What a nick means to somebody: a user that is known, and conversations that have ended with
    this one or with others of the nick, the last one first. One of them at least."""

    nick: str
    user: User | None
    past: tuple[Id, ...]


def find_direct(state: State, actor: User, name: str) -> Direct | None:
    """What the actor means by this nick; None for somebody it cannot know.

    One who is not there just now is known to those alone who spoke with it.
    """
    folded = fold(name)
    live = actor.directs.values()
    past = tuple(
        (conversation, one.nick)
        for conversation, one in ended(state, actor)
        if one.folded == folded and conversation not in live
    )
    user = state.users.get(state.nicks.get(folded, 0))
    if user is not None and not (user.present or user.id in actor.directs):
        user = None
    if user is None and not past:
        return None
    nick = past[0][1] if user is None else user.nick
    return Direct(nick, user, tuple(conversation for conversation, _ in past))


def ended(state: State, actor: User) -> list[tuple[Id, Past]]:
    """The conversations of two that the actor had, the one that ended last first."""
    past = state.past_of(actor)
    return sorted(past.items(), key=lambda one: (one[1].ended_ms, one[0]), reverse=True)


def past_with(state: State, actor: User, other: User) -> Id | None:
    """The conversation of their accounts that has ended and can go on; None without one."""
    if not actor.account or not other.account:
        return None
    theirs = state.past_of(other)
    for conversation, past in ended(state, actor):
        back = theirs.get(conversation, _NOBODY)
        if (past.account, back.account) == (other.account, actor.account):
            return conversation
    return None


_NOBODY = Past("", "")
