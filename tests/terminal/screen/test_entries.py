"""One conversation as entries."""

from datetime import UTC, datetime

import pytest

from tests.terminal.screen.conversations import conversation, said
from veche.terminal.screen.entries import Entries, Entry, EntryKind


class Notes:
    """An observer that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def entry_added(self) -> None:
        """Write it down."""
        self.told.append("added")

    def entries_prepended(self, count: int) -> None:
        """Write it down."""
        self.told.append(("prepended", count))

    def entry_changed(self, number: int) -> None:
        """Write it down."""
        self.told.append(("changed", number))

    def entries_changed(self, number: int) -> None:
        """Write it down."""
        self.told.append(("changed from", number))


def test_an_entry_is_clean_however_it_is_made() -> None:
    """Text, name and reason; a time without a zone is UTC."""
    entry = Entry(EntryKind.SAID, "a\x1b[2Jb\u202e", "ev\x07il one", reason="\x9b1mno")
    assert (entry.text, entry.who, entry.reason) == ("ab", "evilone", "no")
    assert Entry(EntryKind.RENAMED, "new name\x00", "old").text == "newname"
    assert Entry(EntryKind.STATUS, "you").who == ""
    assert Entry(EntryKind.STATUS, at=datetime(2024, 1, 1)).at == datetime(2024, 1, 1, tzinfo=UTC)  # noqa: DTZ001


def test_numbers_stay() -> None:
    """When older history comes, and when the oldest go."""
    entries = conversation(3, bound=4)
    entries.prepend([said(-2), said(-1)])
    assert (entries.first, entries.end, len(entries)) == (-1, 3, 4)
    assert entries[-1].text == "message -1"
    assert entries[2].text == "message 2"
    assert entries.full
    entries.add(said(3))
    assert (entries.first, entries.end) == (0, 4)
    assert entries[0].text == "message 0"
    with pytest.raises(IndexError):
        entries[-1]
    with pytest.raises(IndexError):
        entries[4]
    entries.prepend([said(-1)])
    assert entries.first == 0


def test_a_pending_message_is_settled_once() -> None:
    """As acknowledged, with the msgid, or refused, with the reason; no other ticket matters."""
    entries = Entries()
    entries.add(said(0, own=True, pending=7))
    entries.add(said(1, own=True, pending=8))
    entries.prepend([said(-1)])
    entries.settle(7, ok=True, msgid="m")
    entries.settle(8, ok=False, reason="muted\x07")
    entries.settle(7, ok=False)
    entries.settle(99, ok=False)
    good, bad = entries[0], entries[1]
    assert (good.pending, good.failed, good.msgid) == (None, False, "m")
    assert (bad.pending, bad.failed, bad.reason) == (None, True, "muted")


def test_a_settled_message_that_is_gone() -> None:
    """Nothing happens."""
    entries = Entries(bound=1)
    entries.add(said(0, own=True, pending=1))
    entries.add(said(1))
    entries.settle(1, ok=True)
    assert entries[1].text == "message 1"


def test_unread_counts_the_messages_of_others() -> None:
    """From the mark on; not our own, not who came and went."""
    entries = conversation(2)
    assert (entries.unread, entries.mentions) == (0, 0)
    entries.mark_unread()
    entries.add(said(2))
    entries.add(said(3, mention=True))
    entries.add(said(4, own=True))
    entries.add(Entry(EntryKind.JOINED, who="bob"))
    assert (entries.unread, entries.mentions, entries.unread_from) == (2, 1, 2)
    entries.seen()
    assert (entries.unread, entries.mentions, entries.unread_from) == (0, 0, 2)
    entries.clear_unread()
    entries.add(said(5))
    assert (entries.unread, entries.unread_from) == (0, None)


def test_finding() -> None:
    """From the newest back, whatever the case, in texts and names."""
    entries = conversation(3)
    entries.add(said(3, "Straße nach MÜNCHEN", "Боб"))
    assert entries.find("message") == 2
    assert entries.find("MESSAGE", before=2) == 1
    assert entries.find("strasse") == 3
    assert entries.find("münchen") == 3
    assert entries.find("бОБ") == 3
    assert entries.find("message", before=0) is None
    assert entries.find("nothing") is None
    assert entries.find("") is None


def test_the_oldest_msgid_is_the_first_there_is() -> None:
    """Entries without one are passed over."""
    entries = Entries()
    assert entries.oldest_msgid() == ""
    entries.add(Entry(EntryKind.JOINED, who="bob"))
    entries.add(said(1, msgid="a"))
    entries.add(said(2, msgid="b"))
    assert entries.oldest_msgid() == "a"


def test_observers_are_told() -> None:
    """Of every change, once."""
    entries, notes = Entries(), Notes()
    entries.observers.append(notes)
    entries.add(said(0, own=True, pending=1))
    entries.prepend([said(-2), said(-1)])
    entries.prepend([])
    entries.settle(1, ok=True)
    entries.mark_unread()
    entries.mark_unread()
    assert notes.told == ["added", ("prepended", 2), ("changed", 0), ("changed from", 1)]


def test_what_is_pending_stays_the_newest() -> None:
    """Until it has a place of its own; what is refused stays where it is then."""
    entries = Entries()
    entries.add(said(0))
    for ticket in (1, 2, 3):
        entries.add(said(ticket, own=True, pending=ticket))
    notes = Notes()
    entries.observers.append(notes)
    entries.add(said(4))
    assert notes.told == ["added", ("changed from", 1)]
    entries.settle(1, ok=True)
    entries.settle(2, ok=False)
    entries.add(said(5))
    shown = [entries[number].text for number in range(entries.first, entries.end)]
    expected = [said(number).text for number in (0, 4, 1, 2, 5, 3)]
    assert shown == expected
    entries.settle(3, ok=True)
    assert entries[5].pending is None


def test_the_unread_line_stands_before_what_is_new() -> None:
    """Not in the midst of what is pending, which is older than it."""
    entries = Entries()
    entries.add(said(0, own=True, pending=1))
    entries.mark_unread()
    entries.add(said(1))
    assert entries.unread_from == 0
    assert entries.unread == 1
