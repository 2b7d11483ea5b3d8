"""The access list and who logs in where it already is."""

from tests.core.accounts import key, logged_in, made
from tests.core.driver import Assembly, assert_consistent, deliveries
from veche.core import commands as c
from veche.core.audience import InChannel
from veche.core.events import ModesBody, ModesChanged
from veche.core.events.bodies import SERVER


def test_ranks_for_good_come_with_logging_in() -> None:
    """In channels where the guest is already: told to all, as an act of the server."""
    assembly = Assembly()
    made(assembly, "Alice")
    made(assembly, "founder")
    logged_in(assembly, 5, "founder")
    for name in ("#x", "#y", "#z"):
        assembly.do(5, c.Join(name))
    assembly.do(5, c.ChangeAccess("#x", "Alice", "a"))
    assembly.do(5, c.ChangeAccess("#y", "Alice", "v"))
    guest = assembly.enter(6, "guest", c.Join("#x"), c.Join("#y"), c.Join("#z"))
    assembly.do(5, c.ChangeModes("#y", (c.AskedChange(True, "v", "guest"),)))
    _, outs = assembly.ask(6, key("Alice"))
    (told,) = deliveries(outs, ModesChanged)
    channel = assembly.channel("#x")
    assert told.audience == InChannel(channel.id)
    body = told.event.record.body
    assert isinstance(body, ModesBody)
    assert body.who == SERVER
    assert [(x.adding, x.letter, x.argument) for x in body.changes] == [
        (True, "a", "guest"),
        (True, "o", "guest"),
    ]
    assert set(channel.members[guest.id]) == {"a", "o"}
    assert assembly.channel("#y").members[guest.id] == "v"
    assert assembly.channel("#z").members[guest.id] == ""
    assert_consistent(assembly.state)
