"""One run of a seed, from the first connection to the last check.

Owns the order of the whole. A run that finds something raises `Failure`, which says how to see it
again.
"""

import traceback

import msgspec

from tests.simulation.audit import check_sessions, check_state
from tests.simulation.checkers import Violation
from tests.simulation.director import Director
from tests.simulation.server import Server
from tests.simulation.world import World
from veche.core.limits import Limits

STEPS = 200
_FOR_EVER = 1e9
_MOST_EVENTS = 1_000
"""For each step. A run has some 20."""
LIMITS = Limits(
    asks_under_way=8,
    outbox_bytes=65_536,
    resume_days=0.5,
    empty_channel_days=0.1,
    message_burst=6,
    messages_per_s=20.0,
)
"""Small, so that short runs meet them. Idempotency keys keep their week."""


class Failure(AssertionError):
    """A seed found something. `checker` is the name of what spoke."""

    def __init__(self, seed: int, steps: int, violation: Violation) -> None:
        command = f"python -m tests.simulation --seed {seed} --steps {steps} --trace"
        super().__init__(f"seed {seed}: {violation}\nSee it again with: {command}")
        self.seed = seed
        self.checker = violation.checker


class Outcome(msgspec.Struct, frozen=True):
    """Of a run that found nothing."""

    digest: str
    records: int
    lives: int
    seconds: float
    """Virtual ones."""


def run(
    seed: int, steps: int = STEPS, *, trace: bool = False, server: type[Server] = Server
) -> Outcome:
    """Run a seed to its end. Raises `Failure`."""
    world = World(seed, LIMITS, trace=trace)
    try:
        _run(world, steps, server)
    except Violation as violation:
        raise Failure(seed, steps, violation) from violation
    except Exception as error:
        text = "".join(traceback.format_exception(error))
        raise Failure(seed, steps, Violation("crash", text)) from error
    started = sum(1 for s in world.ledger.stored if s.record.event.kind == "server-started")
    return Outcome(world.digest, world.log.last, started, world.scheduler.now)


def _run(world: World, steps: int, server: type[Server]) -> None:
    director = Director(world, steps, server)
    director.begin()
    step = world.scheduler.step
    for _ in range(_MOST_EVENTS * steps):
        assert step(_FOR_EVER), "nothing is left to happen"
        if world.violation is not None:
            raise world.violation
        if director.done:
            break
    else:
        raise Violation("endless", f"{_MOST_EVENTS * steps} events and no end")
    for client in director.clients:
        client.at_end()
    world.keeping.at_end(world.sent.values())
    world.answering.at_end()
    assert world.server is not None, "the server did not come back"
    check_sessions(world.server)
    check_state(world.server)
