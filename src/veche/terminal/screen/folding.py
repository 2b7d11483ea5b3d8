"""Who came and went, in one sentence.

Owns what is left of joins, parts and renames in a row. Must not know how it is drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.labels import Labels

MAX_FOLDED = 100  # in one row; the next begins another
_MAX_NAMES = 8  # of those who did the same


@dataclass(slots=True)
class _Person:
    """What somebody did from first to last; `was` is the name before renames."""

    was: str
    name: str
    first: EntryKind | None = None
    last: EntryKind | None = None
    reason: str = ""


def fold(entries: Iterable[Entry], labels: Labels) -> str:
    """Return what changed: `alice, bob joined · carol left (tea) · dave → dan`."""
    people = _people(entries)
    parts = []
    for first, last, verb in (
        (EntryKind.JOINED, EntryKind.JOINED, labels.joined),
        (EntryKind.LEFT, EntryKind.JOINED, labels.back),
        (EntryKind.JOINED, EntryKind.LEFT, labels.came_and_went),
        (EntryKind.LEFT, EntryKind.LEFT, labels.left),
    ):
        those = [person for person in people if (person.first, person.last) == (first, last)]
        if those:
            reason = those[0].reason if len(those) == 1 and first is EntryKind.LEFT is last else ""
            why = f" ({reason})" if reason else ""
            parts.append(f"{_names(those, labels)} {verb(len(those))}{why}")
    parts += [
        f"{person.was} → {person.name}"
        for person in people
        if person.first is None and person.was != person.name
    ]
    return " · ".join(parts) or " · ".join(sorted({person.name for person in people}))


def _people(entries: Iterable[Entry]) -> list[_Person]:
    here: dict[str, _Person] = {}
    people: list[_Person] = []
    for entry in entries:
        person = here.get(entry.who)
        if person is None:
            person = here[entry.who] = _Person(entry.who, entry.who)
            people.append(person)
        if entry.kind is EntryKind.RENAMED:
            del here[entry.who]
            here[entry.text] = person
            person.name = entry.text
        else:
            person.first = person.first or entry.kind
            person.last = entry.kind
            person.reason = entry.text
    return people


def _names(people: list[_Person], labels: Labels) -> str:
    names = [person.name for person in people[:_MAX_NAMES]]
    if len(people) > _MAX_NAMES:
        names.append(labels.more(len(people) - _MAX_NAMES))
    return ", ".join(names)
