"""What members are told of somebody who comes in. See also decide/test_metadata.py."""

from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.audience import Sessions
from veche.core.events import Joined, MetadataBody, MetadataShown, Record
from veche.core.ids import Id
from veche.core.metadata import entered


def shown(assembly: Assembly, joined: Joined) -> list[tuple[str, tuple[Id, ...]]]:
    """Keys, and who is told of them."""
    notices = entered(assembly.state, Record(1, 0, None, joined), lambda: 9)
    found = []
    for notice in notices:
        assert isinstance(notice.record.event, MetadataShown)
        assert isinstance(notice.record.body, MetadataBody)
        found.append((notice.record.body.key, notice.audience.sessions))
    return found


def test_only_what_was_asked_for() -> None:
    """By those who are there, on any of their sessions; nobody is told of itself."""
    assembly = Assembly()
    anna = assembly.enter(1, "anna", c.Join("#a"), c.Subscribe(("url", "avatar")))
    boris = assembly.enter(2, "boris", c.Subscribe(("url",)))
    assembly.enter(3, "gleb", c.Subscribe(("url",)))
    channel = assembly.channel("#a").id
    assert shown(assembly, Joined(boris.id, channel)) == []
    assembly.do(2, c.SetMetadata("*", "url", "x"))
    assembly.do(2, c.SetMetadata("*", "status", "y"))
    assert shown(assembly, Joined(boris.id, channel)) == [("url", (1,))]
    assert shown(assembly, Joined(anna.id, channel)) == []
    assert shown(assembly, Joined(77, channel)) == []


def test_in_a_batch() -> None:
    """It comes after the joining itself."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"), c.Subscribe(("url",)))
    assembly.enter(2, "boris", c.SetMetadata("*", "url", "x"))
    _, outs = assembly.ask(2, c.Join("#a"))
    told = deliveries(outs)
    assert [type(d.event.record.event) for d in told] == [Joined, MetadataShown]
    assert told[1].audience == Sessions((1,))
