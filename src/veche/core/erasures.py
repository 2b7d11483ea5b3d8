"""What is to be erased because it was taken back.

Owns which events say so. The log does it after they are stored: a crash in between is made good
by the next start, which finds them again.
"""

from collections.abc import Iterable

from veche.core.events import AccountErased, MessageRedacted, PushDropped, PushRegistered, Stored
from veche.core.ids import Id


def erasures(stored: Iterable[Stored]) -> list[Id]:
    """The records whose bodies go, by these."""
    ids: list[Id] = []
    for item in stored:
        event = item.record.event
        if type(event) is MessageRedacted:
            ids += (event.message, *event.edits)
        elif type(event) is AccountErased:
            ids += event.records
        elif type(event) is PushRegistered:
            ids += event.replaced
        elif type(event) is PushDropped:
            ids += event.records
    return ids
