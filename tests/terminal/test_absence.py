"""What is counted while the connection is lost."""

import pytest

from veche.client.events import Disconnected
from veche.terminal.absence import Absence
from veche.terminal.words.english import ENGLISH
from veche.terminal.words.russian import RUSSIAN


class _Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def _lost(retry_in_s: float) -> tuple[Absence, _Clock]:
    clock = _Clock()
    absence = Absence(clock)
    absence.begin(Disconnected("gone", retry_in_s, 1))
    return absence, clock


def test_it_counts_down() -> None:
    """In whole seconds, the last of them being 1; then it connects."""
    absence, clock = _lost(2.5)
    seen = []
    for _ in range(4):
        seen.append(absence.seconds)
        clock.now += absence.next_change_s
    assert seen == [3, 2, 1, 0]
    assert clock.now == pytest.approx(103.5)


def test_what_is_seen() -> None:
    """How long still, how to hurry, and how much waits; nothing while there is a connection."""
    absence, clock = _lost(3.2)
    assert absence.notice(0, ENGLISH) == "Connection lost. Again in 4 s (Enter: now)"
    assert absence.notice(2, ENGLISH).endswith(" · 2 messages kept")
    assert absence.notice(2, RUSSIAN).endswith(" · 2 сообщения ждут отправки")
    absence.hurry()
    assert absence.notice(0, ENGLISH) == "Connection lost. Connecting ..."
    clock.now += 10
    absence.begin(Disconnected("refused", 8.0, 2))
    assert absence.seconds == 8
    absence.end([])
    assert absence.notice(1, ENGLISH) == ""


def test_how_many_of_those_kept_were_delivered() -> None:
    """Told once, after the last of them; not counting those refused, nor those said before."""
    absence, _ = _lost(1)
    absence.keep([1, 2])
    absence.keep([3])
    absence.end([])
    for ticket, delivered in ((9, True), (1, True), (2, False)):
        absence.finish(ticket, delivered=delivered)
        assert absence.take_delivered() == 0
    absence.finish(3, delivered=True)
    assert [absence.take_delivered(), absence.take_delivered()] == [2, 0]


def test_it_is_told_after_what_was_missed() -> None:
    """Of which the messages themselves are a part."""
    absence, _ = _lost(1)
    absence.keep([1])
    absence.end(["#a", "#b"])
    absence.finish(1, delivered=True)
    absence.caught_up("#A")
    assert absence.take_delivered() == 0
    absence.caught_up("#b")
    assert absence.take_delivered() == 1
