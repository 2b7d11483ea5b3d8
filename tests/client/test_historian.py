"""Fetching, a few at a time."""

from veche.client.catch_up import MAX_FAULTS, CatchUp
from veche.client.events import CaughtUp, Event, Kind, Page, Said
from veche.client.historian import MAX_ASKED, PAUSE_S, Historian, Look
from veche.client.history import MAX_HELD, Anchor, Timeline
from veche.client.reports import PageRead


def _said(msgid: str, *, past: bool = False) -> Said:
    return Said("bob", "#a", msgid, Kind.TEXT, own=False, msgid=msgid, past=past)


def _past(msgid: str) -> Said:
    return _said(msgid, past=True)


class Desk:
    """A historian, the clock it sees, and what it asked."""

    def __init__(self) -> None:
        self.now = 0.0
        self.timeline = Timeline()
        self.historian = Historian(self.timeline, lambda: self.now)
        self.asked: list[tuple[str, ...]] = []
        self.able = True

    def due(self) -> list[Event]:
        return self.historian.due(self._ask, 5)

    def _ask(self, _where: str, params: tuple[str, ...]) -> str:
        if not self.able:
            return ""
        self.asked.append(params)
        return f"h{len(self.asked)}"

    def answer(self, number: int, *msgids: str) -> list[Event]:
        said = tuple(map(_past, msgids))
        anchors = [*(Anchor(msgid, None) for msgid in msgids)] or [Anchor("", None)]
        page = PageRead(f"h{number}", said, len(said), anchors[0], anchors[-1])
        return self.historian.read(page)


def test_what_is_live_waits_for_the_page() -> None:
    """Then it follows, once, and it is said that all is told."""
    desk = Desk()
    desk.historian.start(CatchUp("#a", page=5, backlog=5))
    assert desk.due() == []
    assert desk.asked == [("LATEST", "#a", "*", "5")]
    assert desk.timeline.order([_said("2"), _said("3")]) == []
    assert desk.historian.runs("#A")
    told = desk.answer(1, "1")
    assert told == [_past("1"), _said("2"), _said("3"), CaughtUp("#a")]
    assert desk.timeline.anchor("#a") == Anchor("3", None)


def test_only_a_few_are_asked_at_once() -> None:
    """The next when one is answered; one conversation has one question open."""
    desk = Desk()
    for number in range(MAX_ASKED + 1):
        desk.historian.start(CatchUp(f"#{number}", page=5, anchor=Anchor("0", None)))
    desk.due()
    assert len(desk.asked) == MAX_ASKED
    desk.answer(1, "1", "2", "3", "4", "5")
    desk.due()
    assert [params[1] for params in desk.asked[MAX_ASKED:]] == ["#4"]
    assert desk.answer(99) == []


def test_what_overflowed_is_asked_for() -> None:
    """The hold keeps what comes first; the server has the rest."""
    desk = Desk()
    desk.historian.start(CatchUp("#a", page=5, anchor=Anchor("x", None)))
    desk.due()
    desk.timeline.order(_said(f"l{n}") for n in range(MAX_HELD + 1))
    assert len(desk.answer(1, "1")) == MAX_HELD + 1
    desk.due()
    assert desk.asked[-1][2] == f"msgid=l{MAX_HELD - 1}"
    assert desk.answer(2, f"l{MAX_HELD}")[-1] == CaughtUp("#a")


def test_a_fault_that_passes() -> None:
    """Is asked again after a pause, a few times; another fault is final."""
    desk = Desk()
    desk.historian.start(CatchUp("#a", page=5, anchor=Anchor("x", None)))
    for number in range(1, MAX_FAULTS):
        desk.due()
        fault = PageRead(f"h{number}", code="MESSAGE_ERROR", fault="later")
        assert desk.historian.read(fault) == []
        assert desk.due() == []
        assert len(desk.asked) == number
        assert desk.historian.deadline() == desk.now + PAUSE_S * number
        desk.now += PAUSE_S * number
    desk.due()
    assert desk.historian.read(PageRead(f"h{MAX_FAULTS}", code="MESSAGE_ERROR", fault="x")) == [
        CaughtUp("#a", complete=False)
    ]
    assert desk.historian.deadline() is None
    desk.historian.start(CatchUp("#b", page=5, backlog=5))
    desk.due()
    final = PageRead(f"h{MAX_FAULTS + 1}", code="INVALID_TARGET", fault="no")
    assert desk.historian.read(final) == [CaughtUp("#b", complete=False)]


def test_a_loss_keeps_what_is_held() -> None:
    """It is begun again; the answer to the old question is nobody's."""
    desk = Desk()
    desk.historian.start(CatchUp("#a", page=5, anchor=Anchor("x", None)))
    desk.due()
    desk.timeline.order([_said("5")])
    desk.historian.lost()
    assert not desk.historian.runs("#a")
    assert desk.answer(1, "1") == []
    desk.historian.start(CatchUp("#a", page=5, anchor=Anchor("x", None)))
    desk.due()
    assert desk.answer(2, "4") == [_past("4"), _said("5"), CaughtUp("#a")]


def test_stopping_tells_what_was_held() -> None:
    """And nothing more is asked."""
    desk = Desk()
    desk.historian.start(CatchUp("#a", page=5, backlog=5))
    desk.timeline.order([_said("5")])
    assert desk.historian.stop("#A") == [_said("5")]
    desk.due()
    assert desk.asked == []


def test_looking_back() -> None:
    """No more than a page; a short one is the oldest; a fault is not."""
    desk = Desk()
    for count in (3, 50, 50):
        assert desk.historian.look(Look("#a", "9", count))
    desk.due()
    assert [params[3] for params in desk.asked] == ["3", "5", "5"]
    assert desk.answer(1, "1", "2", "3") == [
        Page("#a", (_past("1"), _past("2"), _past("3")), oldest=False)
    ]
    assert desk.answer(2, "1") == [Page("#a", (_past("1"),), oldest=True)]
    assert desk.historian.read(PageRead("h3", fault="no")) == [Page("#a", (), oldest=False)]


def test_looking_back_over_a_loss() -> None:
    """Asked again; without history there is nothing; and not without end."""
    desk = Desk()
    desk.historian.look(Look("#a", "9", 3))
    desk.due()
    desk.historian.lost()
    desk.due()
    assert desk.asked[0] == desk.asked[1]
    desk.historian.lost()
    assert desk.historian.stop_looking() == [Page("#a", (), oldest=True)]
    looks = [desk.historian.look(Look("#a", "9", 3)) for _ in range(200)]
    assert looks.count(True) == 100


def test_what_cannot_be_asked() -> None:
    """Is answered at once."""
    desk = Desk()
    desk.able = False
    desk.historian.look(Look("#a", "9", 3))
    desk.historian.start(CatchUp("#a", page=5, backlog=5))
    assert desk.due() == [Page("#a", (), oldest=False), CaughtUp("#a", complete=False)]
