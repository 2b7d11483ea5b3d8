"""Where those who go and those who change their nick are read of."""

import pytest

from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.commands import Command
from veche.core.events import Event, Joined, NickChanged, UserLeft
from veche.core.touching import TOUCHING, placed


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) in #a and #b; Boris (2) in none."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"), c.Join("#b"))
    assembly.enter(2, "boris")
    return assembly


@pytest.mark.parametrize(
    ("command", "kind"), [(c.Quit("bye"), UserLeft), (c.ChangeNick("other"), NickChanged)]
)
def test_all_channels_of_the_user(assembly: Assembly, command: Command, kind: type[Event]) -> None:
    """As they were just before; the record has no conversation, and so no number."""
    channels = tuple(assembly.user("anna").channels)
    assembly.do(1, command)
    record = assembly.log[-1].record
    assert isinstance(record.event, kind)
    assert (record.conversation, record.event.touches) == (None, channels)
    assembly.do(2, c.Quit())
    assert assembly.log[-1].record.event.touches == ()


def test_no_number_is_skipped(assembly: Assembly) -> None:
    """Whatever touches a channel, its numbers go on without a gap."""
    assembly.enter(3, "cara", c.Join("#a"))
    before = assembly.log[-1].seq or 0
    assembly.do(3, c.ChangeNick("carla"))
    _, outs = assembly.ask(1, c.Quit())
    (told,) = deliveries(outs, UserLeft)
    assert told.event.seq is None
    assembly.do(3, c.SendMessage("#a", "hello"))
    assert assembly.log[-1].seq == before + 1


def test_others_are_as_they_were(assembly: Assembly) -> None:
    """Nobody else's event is changed, nor one of somebody who is not there."""
    joined = Joined(1, 2)
    assert placed(assembly.state, joined) is joined
    assert joined.touches == ()
    for kind in TOUCHING:
        gone = kind(404)
        assert placed(assembly.state, gone) is gone
