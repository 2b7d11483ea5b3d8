"""Edits put where they belong: into the message that they are of.

Owns what an edit makes of its message. Must not know where either is shown.
"""

from collections.abc import Iterable
from dataclasses import replace

from veche.client.events import Event, Said
from veche.client.translate import same


def edited(message: Said, edit: Said) -> Said | None:
    """Return the message with the text of the edit; None if that is of another's, or of none.

    Whoever else a server lets edit it: nobody is shown to have said what others wrote.
    """
    if not message.msgid or message.msgid != edit.edits:
        return None
    if not (message.own and edit.own) and not same(message.who, edit.who):
        return None
    return replace(message, text=edit.text, edits=message.msgid)


def folded(events: Iterable[Event]) -> list[Event]:
    """Return the events with each edit in its message, where that is before it among them."""
    kept: list[Event] = []
    places: dict[str, int] = {}
    for event in events:
        if isinstance(event, Said):
            place = places.get(event.edits)
            before = None if place is None else kept[place]
            now = edited(before, event) if isinstance(before, Said) else None
            if place is not None and now is not None:
                kept[place] = now
                continue
            if event.msgid and not event.edits:
                places[event.msgid] = len(kept)
        kept.append(event)
    return kept


def folded_page(messages: Iterable[Said]) -> list[Said]:
    """Return the messages of a page with their edits in them, as `folded` does."""
    return [event for event in folded(messages) if isinstance(event, Said)]
