"""Where an event is told that has no place in any one conversation: in which channels its user is.

Owns which events those are (a nick changed, a user gone). They take no sequence number, so that
nobody sees a gap; the log finds them again by the channels that they name.
"""

import msgspec

from veche.core.events import Event, NickChanged, UserLeft
from veche.core.state import State

TOUCHING: tuple[type[Event], ...] = (NickChanged, UserLeft)


def placed(state: State, event: Event) -> Event:
    """The event with the channels where its user is just now; others as they are."""
    if not isinstance(event, NickChanged | UserLeft):
        return event
    user = state.users.get(event.user)
    if user is None or not user.channels:
        return event
    return msgspec.structs.replace(event, channels=tuple(user.channels))
