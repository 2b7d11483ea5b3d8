"""A look inside the server, where the checkers that see only the outside would be told too late.

Owns the comparison of what hub, workers and log know.
"""

from typing import TYPE_CHECKING

from tests.simulation.checkers import Violation
from tests.simulation.checkers.state import replay, same
from veche.core.apply import apply
from veche.core.state import State

if TYPE_CHECKING:
    from tests.simulation.server import Server


def check_state(server: "Server") -> None:
    """What the hub knows without the batch in flight is what the log says. Ends the hub's use."""
    hub = server.hub
    if server.pending is not None and not server.stalled:
        hub.state.journal.undo()
    known = replay(State(), server.world.log.memory.stored[: hub.pos])
    for record in server.unlogged.values():
        apply(known, record)
    same(hub.state, known, "the live state", times=not server.world.overtaken)


def check_sessions(server: "Server") -> None:
    """At rest hub and workers agree on who is attached and where."""
    state = server.hub.state
    for worker in server.workers:
        for session in worker._sessions.values():
            entry = state.sessions.get(session.id)
            if session.registered is not (entry is not None):
                raise Violation("sessions", f"{session.id}: the hub has {entry}")
            if entry is not None and session.channels != state.users[entry.user].channels:
                raise Violation("sessions", f"{session.id} is not where its user is")
    known = sum(len(worker) for worker in server.workers)
    if len(state.sessions) > known:
        raise Violation("sessions", f"the hub has {len(state.sessions)}, the workers {known}")
