"""Asks: each is answered exactly once, in the order of its session, and only so many wait.

Owns what passes between workers and hub.
"""

from collections import deque
from collections.abc import Sequence

from tests.simulation.checkers import Violation
from veche.core.commands import Disconnected
from veche.core.exchange import Answer, Ask, Out
from veche.core.ids import Id
from veche.core.limits import Limits


class Answering:
    """Of one life of the server: what a crash leaves unanswered is nobody's fault."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._waiting: dict[Id, deque[Ask]] = {}

    def asked(self, asks: Sequence[Ask]) -> None:
        """A worker asks."""
        for ask in asks:
            waiting = self._waiting.setdefault(ask.origin.session, deque())
            waiting.append(ask)
            parting = sum(isinstance(ask.commands[0], Disconnected) for ask in waiting)
            if len(waiting) - parting > self._limits.asks_under_way:
                raise Violation("queues", f"{len(waiting)} asks of one session are under way")

    def published(self, outs: Sequence[Out]) -> None:
        """The hub answers."""
        for out in outs:
            if not isinstance(out, Answer) or out.origin.worker < 0:
                continue
            waiting = self._waiting.get(out.origin.session)
            if not waiting or waiting[0].origin != out.origin:
                due = waiting[0].origin if waiting else "nothing"
                raise Violation("answers", f"{out} came while {due} was due")
            if len(out.results) != len(waiting.popleft().commands):
                raise Violation("answers", f"{out} has not one result for each command")

    def at_end(self) -> None:
        """Nothing may wait any more."""
        for waiting in self._waiting.values():
            if waiting:
                raise Violation("answers", f"{waiting[0]} was never answered")
