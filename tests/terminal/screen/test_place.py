"""Where a conversation is scrolled to."""

from datetime import UTC

from tests.terminal.screen.conversations import conversation, said
from veche.terminal.screen.labels import ENGLISH
from veche.terminal.screen.layout import Layout
from veche.terminal.screen.place import Place


def place(count: int, bound: int = 50_000) -> Place:
    """Return a place in a conversation of as many messages."""
    return Place(Layout(conversation(count, bound), ENGLISH, UTC, 80))


def test_the_end_stays_the_end() -> None:
    """However many come."""
    end = place(5)
    assert end.top_row() == end.layout.height
    end.layout.entries.add(said(5))
    assert end.top_row() == end.layout.height


def test_an_entry_stays_on_top() -> None:
    """When older ones come, newer ones come, and the oldest go."""
    here = place(5, bound=8)
    entries = here.layout.entries
    here.remember(3, at_end=False)
    assert here.layout.at(3) == (2, 0)
    entries.prepend([said(-2), said(-1)])
    assert here.layout.at(here.top_row()) == (2, 0)
    for number in range(5, 9):
        entries.add(said(number))
    assert entries.first == 1
    assert here.layout.at(here.top_row()) == (2, 0)
    for number in range(9, 13):
        entries.add(said(number))
    assert here.top_row() == 0


def test_a_row_of_an_entry_stays_on_top() -> None:
    """As far as the entry still has such a row at another width; and it is found again."""
    here = place(3)
    here.layout.entries.add(said(3, "word " * 60))
    row = here.layout.top(3) + 4
    here.remember(row, at_end=False)
    here.layout.resize(130)
    assert here.layout.at(here.top_row()) == (3, here.layout.rows_of(3) - 1)
    here.layout.resize(80)
    assert here.top_row() == row
