"""Up to when somebody has read: it was shown, so it is read."""

from tests.protocols.plain.helpers import said, view
from tests.protocols.plain.test_recall import told
from veche.core.commands import MoveMarker
from veche.core.events import Joined, Kicked, MessageSent, Parted
from veche.protocols.plain.marks import EVERY_S, Marks
from veche.protocols.plain.recall import Recall


def begun() -> tuple[Marks, Recall]:
    """User 2, who has an account, in #tea, which it has read up to the first second."""
    recall = Recall()
    marks = Marks(recall)
    marks.begin(2, 100.0)
    marks.entered(view("#tea", channel=7, marker_ms=1000))
    return marks, recall


def test_of_what_was_said_where_it_is() -> None:
    """Once; not of what it had read, nor of other channels."""
    marks, recall = begun()
    recall.note(told(1))
    assert marks.due(100.0) == []
    recall.note(told(2))
    recall.note(told(3, place=8, name="#other"))
    assert marks.due(100.0) == [MoveMarker("#tea", 2000)]
    assert marks.due(100.0) == []


def test_under_the_name_that_the_channel_has_now() -> None:
    """It may have been renamed."""
    marks, recall = begun()
    recall.note(told(2, name="#coffee"))
    assert marks.due(100.0) == [MoveMarker("#coffee", 2000)]


def test_of_what_was_said_to_it() -> None:
    """By the nick of who said it."""
    marks, recall = begun()
    recall.note(told(4, MessageSent(1, target=2), place=9, name="bob"))
    assert marks.due(100.0) == [MoveMarker("alice", 4000)]


def test_of_what_it_was_shown_of_the_past() -> None:
    """The newest of it."""
    marks, _ = begun()
    marks.shown("#tea", 5000)
    marks.shown("#TEA", 4000)
    assert marks.due(100.0) == [MoveMarker("#tea", 5000)]
    marks.shown("#tea", 500)
    assert marks.due(100.0) == []


def test_not_where_it_has_left() -> None:
    """What is said there from then on it does not see."""
    marks, recall = begun()
    marks.left("#Tea")
    recall.note(told(2))
    assert marks.due(100.0) == []


def test_not_where_it_was_sent_out() -> None:
    """Until it is in again."""
    for seq, gone in ((1, Kicked(1, 7, 2)), (1, Parted(2, 7))):
        marks, recall = begun()
        recall.note(told(seq, gone))
        recall.note(told(2))
        assert marks.due(100.0) == []
        recall.note(told(3, Joined(2, 7)))
        assert marks.due(100.0) == [MoveMarker("#tea", 2000)]


def test_not_for_who_has_no_account() -> None:
    """Before it has one, or any more."""
    recall = Recall()
    marks = Marks(recall)
    marks.entered(view("#tea", channel=7))
    recall.note(told(2))
    assert marks.due(100.0) == []
    assert marks.deadline is None
    marks.begin(2, 100.0)
    marks.end()
    assert marks.due(100.0) == []


def test_now_and_then() -> None:
    """Some at a time; the others the next time."""
    marks, _ = begun()
    assert marks.deadline == 100.0 + EVERY_S
    for number in range(10):
        marks.shown(f"#c{number}", said(1, "bob", "x").record.at_ms)
    assert len(marks.due(130.0)) == 8
    assert marks.deadline == 130.0 + EVERY_S
    assert len(marks.due(160.0)) == 2
