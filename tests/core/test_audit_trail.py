"""No act of moderation goes without a word in the audit trail, whatever commands there come to be.

What only some may do, and what is kept of it, is found by trying all rows of the authorization
matrix.
"""

import pytest

from tests.core.driver import Assembly
from tests.core.matrix import SESSIONS, world
from tests.core.matrix_rows import TABLE
from veche.core import commands as c
from veche.core.commands import Command
from veche.core.decide import TABLE as DECISIONS
from veche.core.events import Audited
from veche.core.exchange import Ask, Origin

SAID = (c.SetTopic, c.Invite, c.Relay, c.SetMetadata, c.ClearMetadata)
"""Only operators may in some channels, but they keep no order by it: they say something there."""
OWN = (c.Start, c.KeepHouse, c.OfferClaim)
"""What the server asks by itself, for nobody."""


def kept(assembly: Assembly, session: int, command: Command) -> list[bool]:
    """Of each record that it would lead to, whether it is one for the trail."""
    batch = assembly.prepare(assembly.make(session, command))
    assembly.state.journal.undo()
    return [isinstance(record.event, Audited) for record in batch.records]


@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.__name__)
def test_what_only_some_may_do(kind: type[Command]) -> None:
    """Operators of the server, or of the channel: done by them, it is in the trail."""
    assembly = world("nt")
    for command, _ in TABLE[kind]:
        for role, other in (("serverop", "stranger"), ("founder", "member")):
            if kind in SAID:
                continue
            if kept(assembly, SESSIONS[other], command):
                continue  # everybody may
            records = kept(assembly, SESSIONS[role], command)
            assert not records or any(records), (role, command)


@pytest.mark.parametrize(
    "kind", [k for k, row in DECISIONS.items() if row.internal], ids=lambda kind: kind.__name__
)
def test_what_the_operators_shell_does(kind: type[Command]) -> None:
    """It speaks for no user, and is in the trail all the same."""
    if kind in OWN:
        return
    assembly = world("")
    for command, _ in TABLE[kind]:
        batch = assembly.prepare(Ask(Origin(0, -1, 0), (command,)))
        assembly.state.journal.undo()
        records = [isinstance(record.event, Audited) for record in batch.records]
        assert not records or any(records), command
