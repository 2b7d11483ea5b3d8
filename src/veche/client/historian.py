"""Fetching history: for conversations that must catch up, and for a person who looks back.

Owns which pages are asked for and in which order, a few at a time. Must not know how a page is
asked for on the wire.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from veche.client.catch_up import MAX_FAULTS, CatchUp
from veche.client.events import CaughtUp, Event, Page
from veche.client.history import Timeline
from veche.client.reports import PageRead
from veche.core.names import fold

# A server answers one after another anyway; more would only make the last ones late.
MAX_ASKED = 4
# Pages that a person asks for and does not get; they scroll no faster.
_MAX_LOOKS = 100
# How often a conversation that is faster than its history is read once more.
_MAX_ROUNDS = 10
# After it the server may have got over it.
PAUSE_S = 1.0
# The server could not just now (IRCv3 chathistory, "Errors and Warnings").
_PASSING = "MESSAGE_ERROR"


@dataclass(frozen=True, slots=True)
class Look:
    """A person wants `count` messages before the one with the id `before`."""

    where: str
    before: str
    count: int


class Historian:
    """Give it what to fetch; `due` says what to ask, `read` what came of it."""

    def __init__(self, timeline: Timeline, clock: Callable[[], float]) -> None:
        self._timeline = timeline
        self._clock = clock
        self._running: dict[str, CatchUp] = {}
        self._rounds: dict[str, int] = {}
        self._queue: list[str] = []
        self._looks: list[Look] = []
        self._asked: dict[str, CatchUp | Look] = {}
        # A page with fewer lines is the last.
        self._short: dict[str, int] = {}
        self._paused: dict[str, float] = {}

    def start(self, catch_up: CatchUp) -> list[Event]:
        """Catch up with a conversation; what happens in it meanwhile is held."""
        key = fold(catch_up.where)
        self._timeline.hold(key)
        self._running[key] = catch_up
        if catch_up.done:
            return self._finish(catch_up)
        if key not in self._queue:
            self._queue.append(key)
        return []

    def look(self, look: Look) -> bool:
        """Fetch older messages for a person; return whether there is room for it."""
        if len(self._looks) >= _MAX_LOOKS:
            return False
        self._looks.append(look)
        return True

    def runs(self, where: str) -> bool:
        """Return whether a conversation is catching up."""
        return fold(where) in self._running

    def unfinished(self) -> list[str]:
        """Return the conversations that are catching up."""
        return [each.where for each in self._running.values()]

    def was_read(self, where: str, at: datetime | None) -> None:
        """All in a conversation up to `at` was read: what is later is told, however much it is."""
        catch_up = self._running.get(fold(where))
        if catch_up is not None:
            catch_up.read_at = at

    def due(self, ask: Callable[[str, tuple[str, ...]], str], page: int) -> list[Event]:
        """Ask what may be asked now: `ask` takes a conversation and parameters, returns a label.

        "" as a label means that it cannot be asked; `page` bounds what a look may ask for, if not
        0.
        """
        self._wake()
        events: list[Event] = []
        while self._looks and len(self._asked) < MAX_ASKED:
            look = self._looks.pop(0)
            count = str(min(look.count, page) if page else look.count)
            params = ("BEFORE", look.where, f"msgid={look.before}", count)
            if label := ask(look.where, params):
                self._asked[label] = look
                self._short[label] = int(count) if page else 1
            else:
                events.append(Page(look.where, (), oldest=False))
        while self._queue and len(self._asked) < MAX_ASKED:
            catch_up = self._running[self._queue.pop(0)]
            if label := ask(catch_up.where, catch_up.ask()):
                self._asked[label] = catch_up
            else:
                events += self._timeline.order(catch_up.give_up())
                events += self._finish(catch_up)
        return events

    def read(self, answer: PageRead) -> list[Event]:
        """Take an answer, or that there is none; return what it tells."""
        asked = self._asked.pop(answer.label, None)
        short = self._short.pop(answer.label, 0)
        match asked:
            case Look():
                oldest = not answer.fault and answer.count < short
                return [Page(asked.where, answer.said, oldest)]
            case CatchUp() if self._running.get(fold(asked.where)) is asked:
                return self._caught(asked, answer)
            case _:
                return []

    def stop(self, where: str) -> list[Event]:
        """Give up a conversation: what was held is told."""
        key = fold(where)
        catch_up = self._running.pop(key, None)
        self._forget(key)
        told = self._timeline.order(catch_up.give_up()) if catch_up else []
        return [*told, *self._timeline.release(key)]

    def lost(self) -> None:
        """The connection is lost: all that runs must begin again; what is held stays so."""
        asked = [each for each in self._asked.values() if isinstance(each, Look)]
        self._looks = asked + self._looks
        self._asked.clear()
        self._short.clear()
        for key in list(self._running):
            del self._running[key]
            self._forget(key)

    def stop_looking(self) -> list[Event]:
        """There is no history here: answer those who look for it."""
        looks, self._looks = self._looks, []
        return [Page(look.where, (), oldest=True) for look in looks]

    def deadline(self) -> float | None:
        """Return when a page is to be asked for again, by the clock."""
        return min(self._paused.values(), default=None)

    def _caught(self, catch_up: CatchUp, answer: PageRead) -> list[Event]:
        key = fold(catch_up.where)
        if answer.fault:
            catch_up.faults += 1
            if answer.code == _PASSING and catch_up.faults < MAX_FAULTS:
                self._paused[key] = self._clock() + PAUSE_S * catch_up.faults
                return []
            told: list[Event] = self._timeline.order(catch_up.give_up())
            return [*told, *self._finish(catch_up)]
        was_afresh = catch_up.afresh
        told = self._timeline.order(catch_up.take(answer, self._timeline.knows))
        if catch_up.afresh and not was_afresh:
            self._timeline.forget(key)
        if catch_up.done:
            return [*told, *self._finish(catch_up)]
        self._queue.append(key)
        return told

    def _finish(self, catch_up: CatchUp) -> list[Event]:
        key = fold(catch_up.where)
        del self._running[key]
        if catch_up.complete or catch_up.afresh:
            self._timeline.start(key, catch_up.anchor)
        overflowed = self._timeline.overflowed(key)
        told = self._timeline.release(key)
        anchor = self._timeline.anchor(key)
        rounds = self._rounds.get(key, 0) + 1
        if overflowed and catch_up.complete and anchor is not None and rounds < _MAX_ROUNDS:
            self._rounds[key] = rounds
            return [*told, *self.start(catch_up.onward(anchor))]
        self._forget(key)
        return [*told, CaughtUp(catch_up.where, catch_up.complete and not overflowed)]

    def _forget(self, key: str) -> None:
        self._rounds.pop(key, None)
        self._paused.pop(key, None)
        if key in self._queue:
            self._queue.remove(key)

    def _wake(self) -> None:
        now = self._clock()
        for key in [key for key, at in self._paused.items() if at <= now]:
            del self._paused[key]
            if key in self._running and key not in self._queue:
                self._queue.append(key)
