"""Which messages are shown on entry."""

from tests.protocols.plain.helpers import ENCODINGS, happened, message, who
from veche.core.commands import Direction, HistoryQuery
from veche.core.events import ChannelBody, ChannelCreated, Joined, Record, Stored, TextBody
from veche.core.limits import Limits
from veche.protocols.plain.history import HISTORY_LINES, shown, wanted

CREATED = happened(ChannelCreated(1), ChannelBody("#dev", "#dev"))


def joined(seq: int | None) -> Stored:
    return Stored(9, seq, Record(9, 0, 1, Joined(1, 1), TextBody(who("alice"), "#dev")))


def test_what_is_asked_for() -> None:
    """What is before the entry, if anything can be."""
    assert wanted((joined(5),), Limits()) == HistoryQuery(Direction.BEFORE, 20, seq=5)
    assert wanted((CREATED, joined(1)), Limits()) is None
    assert wanted((joined(None),), Limits()) == HistoryQuery(Direction.LATEST, 20)
    assert wanted((joined(5),), Limits(history_page=3)) == HistoryQuery(Direction.BEFORE, 3, seq=5)


def test_what_is_shown() -> None:
    """The newest, although the page may be longer; what was erased is left out."""
    page = tuple(message("bob", str(number)) for number in range(HISTORY_LINES + 5))
    encoding = ENCODINGS.get()
    assert list(shown(page, encoding)) == [b"bob: %d\n" % n for n in range(5, HISTORY_LINES + 5)]
    erased = Stored(1, 1, Record(1, 0, 1, page[0].record.event, None))
    assert list(shown((erased, page[0]), encoding)) == [b"bob: 0\n"]
