"""Which rows a conversation has, and which entry stands where."""

import unicodedata
from datetime import UTC, date, timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from rich.cells import cell_len

from tests.terminal.screen.conversations import START, conversation, entry_values, said
from veche.terminal.screen.entries import Entries, Entry, EntryKind
from veche.terminal.screen.folding import MAX_FOLDED
from veche.terminal.screen.labels import ENGLISH
from veche.terminal.screen.layout import Layout

TODAY = date(2024, 3, 12)


def laid_out(entries: Entries, width: int = 80) -> Layout:
    """Return a new layout of `entries`, which does not observe them."""
    layout = Layout(entries, ENGLISH, UTC, width)
    entries.observers.remove(layout)
    return layout


def texts(layout: Layout) -> list[str]:
    """Return all rows."""
    entries = layout.entries
    rows = [
        row for number in range(entries.first, entries.end) for row in layout.draw(number, TODAY)
    ]
    return ["".join(piece.text for piece in row) for row in rows]


def test_a_conversation() -> None:
    """Days, names once, who came and went in one row, the unread line."""
    entries = Entries()
    entries.add(said(0, "one"))
    entries.add(said(1, "two"))
    entries.add(said(10, "three"))
    for number, (kind, who) in enumerate(
        [(EntryKind.JOINED, "bob"), (EntryKind.LEFT, "carol"), (EntryKind.JOINED, "dave")]
    ):
        entries.add(Entry(kind, "", who, START + timedelta(minutes=11 + number)))
    entries.add(said(14, "four"))
    entries.mark_unread()
    entries.add(said(15, "five"))
    entries.add(said(130, "six", "bob"))
    layout = laid_out(entries, 72)
    assert texts(layout) == [
        "Yesterday".join(("─" * 30 + " ", " " + "─" * 31)),
        "22:00        alice   one",
        "22:01                two",
        "22:10        alice   three",
        "22:11            ·   bob, dave joined · carol left",
        "22:14        alice   four",
        "new".join(("─" * 33 + " ", " " + "─" * 34)),
        "22:15        alice   five",
        "Today".join(("─" * 32 + " ", " " + "─" * 33)),
        "00:10          bob   six",
    ]
    assert layout.height == 10
    assert [layout.at(row) for row in (0, 1, 4, 5, 6, 7)] == [
        (0, 0), (0, 1), (3, 0), (6, 0), (7, 0), (7, 1),
    ]  # fmt: skip
    assert layout.told_by(5) == 3


def test_too_many_for_one_row_begin_another() -> None:
    """So that no row costs more than it should."""
    entries = Entries()
    for number in range(2 * MAX_FOLDED + 1):
        entries.add(Entry(EntryKind.JOINED, who=f"n{number}"))
    assert laid_out(entries, 120).height == 3


def test_other_widths() -> None:
    """Wrapped anew for a width, and back, as if made for it."""
    entries = conversation(3)
    entries.add(said(3, "word " * 60))
    layout = Layout(entries, ENGLISH, UTC, 120)
    wide = texts(layout)
    layout.resize(40)
    assert texts(layout) == texts(laid_out(entries, 40)) != wide
    layout.resize(120)
    assert texts(layout) == wide


def test_nothing_said() -> None:
    """No rows, and a place that can be asked for all the same."""
    layout = laid_out(Entries())
    assert layout.height == 0
    assert layout.at(0) == (-1, 0) or layout.at(0) == (0, 0)


class LayoutMachine(RuleBasedStateMachine):
    """A layout that observes equals one made anew, whatever happens."""

    def __init__(self) -> None:
        super().__init__()
        self.entries = Entries(bound=12)
        self.layout = Layout(self.entries, ENGLISH, UTC, 80)

    @rule(entry=entry_values)
    def add(self, entry: Entry) -> None:
        """Something happens."""
        self.entries.add(entry)

    @rule(who=st.sampled_from(["a", "b"]), kind=st.sampled_from([EntryKind.JOINED, EntryKind.LEFT]))
    def churn(self, who: str, kind: EntryKind) -> None:
        """Somebody comes or goes."""
        self.entries.add(Entry(kind, "why", who, START))

    @rule(older=st.lists(entry_values, max_size=4))
    def prepend(self, older: list[Entry]) -> None:
        """Older history comes."""
        self.entries.prepend(older)

    @rule(ticket=st.integers(0, 9), ok=st.booleans())
    def settle(self, ticket: int, ok: bool) -> None:
        """The server answers."""
        self.entries.settle(ticket, ok, "because of a reason that is not short " * 3)

    @rule(mark=st.booleans())
    def unread(self, mark: bool) -> None:
        """Somebody looks away, or has read all."""
        if mark:
            self.entries.mark_unread()
        else:
            self.entries.clear_unread()

    @rule(width=st.integers(1, 130))
    def resize(self, width: int) -> None:
        """The window changes."""
        self.layout.resize(width)

    def _numbers(self) -> range:
        return range(self.entries.first, self.entries.end)

    @invariant()
    def equals_a_new_one(self) -> None:
        """The same rows at the same places, if each entry says of which day it is."""
        if not all(entry.at for entry in map(self.entries.__getitem__, self._numbers())):
            return
        new = laid_out(self.entries, self.layout.width)
        numbers = self._numbers()
        assert self.layout.height == new.height
        assert [self.layout.top(n) for n in numbers] == [new.top(n) for n in numbers]
        assert texts(self.layout) == texts(new)

    @invariant()
    def rows_are_where_they_are_said_to_be(self) -> None:
        """Heights, tops and places agree with what is drawn."""
        layout, row = self.layout, 0
        for number in self._numbers():
            drawn = layout.draw(number, TODAY, "a")
            assert layout.rows_of(number) == len(drawn)
            assert layout.top(number) == row
            assert [layout.at(row + index) for index in range(len(drawn))] == [
                (number, index) for index in range(len(drawn))
            ]
            row += len(drawn)
        assert layout.height == row

    @invariant()
    def nothing_harmful_is_drawn_and_nothing_too_wide(self) -> None:
        """No control, no format character but one that joins no cells; the width is kept."""
        for text in texts(self.layout):
            assert cell_len(text) <= max(self.layout.width, 3)
            bad = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
            assert set(bad) <= {"\u200c"}


TestLayoutMachine = LayoutMachine.TestCase
TestLayoutMachine.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


def test_heights_count_up() -> None:
    """With ten thousand entries too; tops never fall."""
    entries = conversation(10_000)
    layout = laid_out(entries)
    tops = [layout.top(number) for number in range(10_000)]
    assert all(a < b for a, b in pairwise(tops))
