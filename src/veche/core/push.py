"""Whose devices are told of an event by push: those of accounts that it concerns.

Owns that rule: direct messages, mentions in channels, and invitations. Asked before the event is
applied; costs one look at a dict while nobody has a device.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from veche.core.audience import InChannel, OfUsers, Sessions, audience
from veche.core.events import Invited, MessageSent, PushDue, Record, TextBody
from veche.core.ids import Id
from veche.core.mention import odd, stands_in, words
from veche.core.names import fold
from veche.core.presence import Notice
from veche.core.state import State, User

_NOBODY = Sessions(())


def due(state: State, record: Record, new_id: Callable[[], Id]) -> Sequence[Notice]:
    """That these devices are to be told of the record; nothing where there are none."""
    if not state.pushed:
        return ()
    to = tuple(
        subscription
        for user in _concerned(state, record)
        for subscription in state.accounts[user.account].subscriptions.values()
    )
    if not to:
        return ()
    return (Notice(Record(new_id(), record.at_ms, None, PushDue(record.id, to)), _NOBODY),)


def _concerned(state: State, record: Record) -> Iterable[User]:
    event, body = record.event, record.body
    if isinstance(event, Invited):
        return _with_devices(state, (event.target,))
    if not isinstance(event, MessageSent) or not isinstance(body, TextBody) or event.edits:
        return ()
    if event.target:
        return _with_devices(state, (event.target,) if event.target != event.user else ())
    told = audience(state, record)
    hearing: Collection[Id]
    if isinstance(told, OfUsers):
        hearing = dict.fromkeys(told.users)
    elif isinstance(told, InChannel) and told.channel in state.channels:
        hearing = state.channels[told.channel].members
    else:
        return ()
    return [user for user in _named(state, fold(body.text), hearing) if user.id != event.user]


def _named(state: State, text: str, hearing: Collection[Id]) -> list[User]:
    """Those of them that have devices and are named: found by the words, which are few."""
    found = (state.nicks.get(word, 0) for word in words(text))
    named = _with_devices(state, [user for user in found if user in hearing])
    signs = odd(text)
    if signs:
        for user in _among(state, hearing):
            if not signs.isdisjoint(user.folded) and stands_in(text, user.folded):
                named.append(user)
    return named


def _with_devices(state: State, users: Iterable[Id]) -> list[User]:
    found = (state.users.get(user) for user in users)
    return [user for user in found if user is not None and _has_devices(state, user)]


def _among(state: State, members: Collection[Id]) -> list[User]:
    """The members that have devices, by the shorter way."""
    if len(members) < len(state.pushed):
        return _with_devices(state, members)
    speaking = (state.accounts[account].user for account in state.pushed)
    return _with_devices(state, [user for user in speaking if user in members])


def _has_devices(state: State, user: User) -> bool:
    return user.account in state.pushed and not state.accounts[user.account].disabled
