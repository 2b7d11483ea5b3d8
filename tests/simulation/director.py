"""Who does what when, and what goes wrong.

Owns the dice. All that is decided here comes from the scheduler's seed.
"""

from tests.simulation.clients.base import Client
from tests.simulation.clients.habits import NICKS
from tests.simulation.clients.irc import IrcClient
from tests.simulation.clients.lines import STYLES
from tests.simulation.clients.plain import ChunkClient, PlainClient
from tests.simulation.server import Server
from tests.simulation.world import World

_HOUR_MS = 3_600_000
_JUMPS_MS = (_HOUR_MS, -_HOUR_MS, 24 * _HOUR_MS, -24 * _HOUR_MS, 500, -500)
_MOST_SHIFT_MS = 72 * _HOUR_MS
SETTLE_S = 40.0
"""So long after the last fault everything that is owed must have come."""


class Director:
    """Takes so many steps, each a fault or an act of a client, and then lets all come to rest."""

    def __init__(self, world: World, steps: int, server_type: type[Server]) -> None:
        self._world = world
        self._steps = steps
        self._server_type = server_type
        self._workers = world.scheduler.between(2, 3)
        self.clients = self._people()
        self.done = False
        self._pause = 0.0

    def _people(self) -> list[Client]:
        scheduler = self._world.scheduler
        people: list[Client] = []
        for number in range(scheduler.between(4, 8)):
            nick = NICKS[number]
            kind = scheduler.random()
            if kind < 0.15:
                people.append(PlainClient(self._world, number, nick))
            elif kind < 0.3:
                people.append(ChunkClient(self._world, number, nick))
            else:
                people.append(IrcClient(self._world, number, nick, scheduler.pick(STYLES)))
        return people

    def begin(self) -> None:
        """The server starts, and people come."""
        self._start()
        for client in self.clients:
            self._world.scheduler.after(0.3 * self._world.scheduler.random(), client.connect)
        self._world.scheduler.after(0.5, self._step)

    def _start(self) -> None:
        if self._world.server is None:
            self._world.note("starts")
            self._server_type(self._world, self._workers)

    def _step(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            self._rest()
            return
        scheduler = self._world.scheduler
        scheduler.rng.choices(_ACTS, _WEIGHTS)[0](self)
        scheduler.after(self._pause or 0.04 * scheduler.random(), self._step)
        self._pause = 0.0

    def _act(self) -> None:
        self._world.scheduler.pick(self.clients).act()

    def _drop(self) -> None:
        self._world.scheduler.pick(self.clients).drop()

    def _hang(self) -> None:
        pick = self._world.scheduler.pick
        pick(self.clients).stall(pick((0.05, 1.0, 5.0)))

    def _be_silent(self) -> None:
        self._pause = self._world.scheduler.pick((2.0, 100.0))

    def _change_log(self) -> None:
        log, scheduler = self._world.log, self._world.scheduler
        log.full = scheduler.chance(0.2)
        log.slow_s = scheduler.pick((0.0, 0.0, 0.05, 0.5, 4.0))
        self._world.note(f"log full={log.full} slow={log.slow_s}")
        scheduler.after(scheduler.pick((0.2, 0.5, 1.5)), self._mend)

    def _mend(self) -> None:
        self._world.log.full = False
        self._world.log.slow_s = 0.0

    def _jump(self) -> None:
        scheduler = self._world.scheduler
        shift = scheduler.shift_ms + scheduler.pick(_JUMPS_MS)
        if abs(shift) <= _MOST_SHIFT_MS:
            scheduler.shift_ms = shift
            self._world.note(f"wall clock {shift}")

    def _keep_house(self) -> None:
        if self._world.server is not None:
            self._world.server.keep_house()

    def _save(self) -> None:
        if self._world.server is not None:
            self._world.server.save()

    def _crash(self) -> None:
        if self._world.server is not None:
            self._world.note("crashes")
            self._world.server.crash()
            self._world.scheduler.after(0.3, self._start)

    def _stop(self) -> None:
        if self._world.server is not None:
            self._world.note("stops")
            self._world.server.stop(self._start)

    def _rest(self) -> None:
        self._world.note("rests")
        self._world.resting = True
        self._mend()
        for client in self.clients:
            client.rest()
        self._world.scheduler.after(SETTLE_S / 2, self._rest_again)

    def _rest_again(self) -> None:
        for client in self.clients:
            client.rest()
        self._world.scheduler.after(SETTLE_S / 2, self._end)

    def _end(self) -> None:
        self.done = True


_TABLE = (
    *((Director._act, 900), (Director._drop, 30), (Director._hang, 20)),
    *((Director._change_log, 25), (Director._jump, 8), (Director._keep_house, 8)),
    *((Director._save, 8), (Director._crash, 4), (Director._stop, 2), (Director._be_silent, 3)),
)
_ACTS, _WEIGHTS = [act for act, _ in _TABLE], [weight for _, weight in _TABLE]
